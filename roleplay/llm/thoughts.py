"""Keeps a model's thinking out of the customer's mouth."""

from __future__ import annotations

OPENING = ("<think>", "<thinking>", "<thought>", "<reasoning>")
CLOSING = ("</think>", "</thinking>", "</thought>", "</reasoning>")


class Thoughts:
    """Takes ``<think>…</think>`` out of a stream in which tags may be cut anywhere. An unclosed one runs to the end."""

    def __init__(self, opening: tuple[str, ...] = OPENING, closing: tuple[str, ...] = CLOSING) -> None:
        """Begin outside of any thought; other tags may be named for other asides."""
        self._opening, self._closing = opening, closing
        self._held = ""
        self._inside = False

    def feed(self, piece: str) -> str:
        """What may be shown of the stream so far, beyond what was given out before."""
        text, shown = self._held + piece, ""
        if not self._inside and not any(tag[0] in text for tag in self._opening):  # nearly always
            self._held = ""
            return text
        while True:
            tags = self._closing if self._inside else self._opening
            found = min(((at, tag) for tag in tags if (at := text.find(tag)) >= 0), default=None)
            if found is None:
                break
            at, tag = found
            shown += "" if self._inside else text[:at]
            text = text[at + len(tag) :]
            self._inside = not self._inside
        keep = _begun(text, tags)
        shown += "" if self._inside else text[: len(text) - keep]
        self._held = text[len(text) - keep :]
        return shown

    def rest(self) -> str:
        """What was held back in case it became a tag, now that nothing more comes."""
        held, self._held = self._held, ""
        return "" if self._inside else held


def _begun(text: str, tags: tuple[str, ...]) -> int:
    """How many characters at the end of the text may be the beginning of a tag."""
    longest = max(map(len, tags)) - 1
    for size in range(min(longest, len(text)), 0, -1):
        if any(tag.startswith(text[-size:]) for tag in tags):
            return size
    return 0
