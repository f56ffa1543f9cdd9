"""Makes text from outside harmless: what a terminal would obey is dropped, what a person would read is kept.

``clean`` is for everything that enters a view or an export. ``mend`` is for what is kept: it leaves the text as it was,
as far as it can be kept at all.
"""

from __future__ import annotations

import re

# A string sequence (OSC, DCS, SOS, PM, APC) runs to its terminator; without one it is dropped to the end of its line.
_SEQUENCE = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c|(?=[\x1b\n])|\Z)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Soft hyphen, grapheme joiner, fillers, zero-width space, bidi overrides and isolates, invisible operators, byte order
# marks, interlinear and shorthand marks, tags: nobody sees them, and each can hide or reorder words. ZWJ, ZWNJ, LRM and
# RLM stay: emoji families, Persian and mixed directions need them.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    r"\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_MARK = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACK = re.compile(f"({_MARK}{{4}}){_MARK}+")  # no language needs more than four on one letter
_PAIR = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile(r"[\ud800-\udfff]")


def mend(text: str) -> str:
    """The text without NUL; halves of surrogate pairs are joined, or replaced by U+FFFD when the other half is missing.

    What comes out can be encoded as UTF-8. Meant for text on its way in: into a session, a file, a request.
    """
    text = text.replace("\x00", "")
    if text.isascii() or not _LONE.search(text):
        return text
    return _LONE.sub("\ufffd", _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text))


def clean(text: str) -> str:
    """The text as it may be shown or exported: no escape sequence, no control but newline and tab, nothing invisible.

    Every kind of line break becomes a newline. Emoji, accents and scripts of all languages stay as they are. Clean the
    accumulated text, not its pieces: a sequence may be cut between two of them. Cleaning twice changes nothing more.
    """
    text = _SEQUENCE.sub("", mend(text))
    text = _CONTROL.sub("", _BREAK.sub("\n", text))
    return text if text.isascii() else _STACK.sub(r"\1", _INVISIBLE.sub("", text))
