"""The HTTP edge: one client for any OpenAI-compatible server, and the errors a person can act on."""
