"""The text of a file whose encoding nobody has told."""

from __future__ import annotations

import codecs
import re

from roleplay.i18n import _
from roleplay.transcript.fault import TranscriptError

LARGEST = 10_000_000
"""The most bytes of a transcript: a day of talk is a tenth of it."""
MOST_CONTROLS = 0.02
"""The share of control characters from which a file is no text."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str:
    """The text: UTF-8, UTF-16 or UTF-32 by its mark, UTF-8, UTF-16 without a mark, else Windows-1252.

    Raises TranscriptError when the file is too large or no text.
    """
    if len(data) > LARGEST:
        raise TranscriptError(_("it is larger than {size} MB").format(size=LARGEST // 1_000_000))
    text = _decoded(data)
    if len(_CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        raise TranscriptError(_("it is no text"))
    return text.removeprefix("\ufeff")


def _decoded(data: bytes) -> str:
    try:
        if data.startswith(_UTF_32):
            return data.decode("utf-32")
        if data.startswith(_UTF_16):
            return data.decode("utf-16")
        if half := _half_empty(data):
            return data.decode(half)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _half_empty(data: bytes) -> str:
    """The UTF-16 without a mark in which western text has a zero in every other byte; empty when it is none."""
    sample = data[:2000]
    low, high = sample[1::2].count(0), sample[::2].count(0)
    if low * 4 > len(sample) and high * 50 < len(sample):
        return "utf-16-le"
    return "utf-16-be" if high * 4 > len(sample) and low * 50 < len(sample) else ""
