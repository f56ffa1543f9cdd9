"""Why a file is no transcript."""

from __future__ import annotations


class TranscriptError(ValueError):
    """A file cannot be read as a transcript. The text is one line that says what was found and what to do."""
