"""The screens: each puts widgets together and hands what the trainee does to the session."""
