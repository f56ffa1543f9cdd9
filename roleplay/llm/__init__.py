"""The HTTP edge: requests, streams, retries, errors."""
