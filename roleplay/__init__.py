"""A flight simulator for difficult customers."""

__version__ = "0.1.0"
