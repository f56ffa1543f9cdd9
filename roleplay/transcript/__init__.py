"""A real transcript from outside, as turns: JSON, CSV, or text with "Agent:" and "Customer:". Nothing in it is trusted.

``decode`` makes text of bytes, ``parse`` makes turns of text. Both raise :class:`TranscriptError` with one plain line.
"""

from roleplay.transcript.encoding import LARGEST, decode
from roleplay.transcript.turns import MOST_TURNS, Side, Transcript, TranscriptError, Turn, parse

__all__ = ["LARGEST", "MOST_TURNS", "Side", "Transcript", "TranscriptError", "Turn", "decode", "parse"]
