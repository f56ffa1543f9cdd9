"""The screens and widgets. They know the session, never SQL or HTTP."""
