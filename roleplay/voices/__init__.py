"""Voices put the customer's act into words."""
