"""Takes a stream of server-sent events apart, whatever pieces it comes in.

Lines end with LF, CR or CRLF and with nothing else: a reply may hold U+2028. Bytes are kept until an event is whole, so
that a character can be cut anywhere. Pieces are worked off in one go, which costs a third of going line by line.
"""

from __future__ import annotations

LONGEST = 8 * 1024 * 1024
"""Bytes of one event that are waited for; what is longer is no reply."""


class TooLong(ValueError):
    """An event has no end."""


class Events:
    """The events of one stream: pairs of a name, which may be empty, and the data. Those without data are dropped."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._seen = 0  # bytes of ``_held`` in which there is no end of an event
        self._begun = False

    def feed(self, piece: bytes) -> list[tuple[bytes, bytes]]:
        """The events that this piece completes; TooLong when the one that it goes on with has no end."""
        held = self._held
        held += piece
        if not self._begun and len(held) >= 3:
            self._begun = True
            if held.startswith(b"\xef\xbb\xbf"):
                del held[:3]
        if b"\r" in piece or held[self._seen : self._seen + 1] == b"\r":
            return self._mixed()
        end = held.rfind(b"\n\n", max(0, self._seen - 1))
        if end < 0:
            self._seen = len(held)
            if self._seen > LONGEST:
                raise TooLong
            return []
        whole = bytes(held[:end])
        del held[: end + 2]
        self._seen = len(held)
        return _events(whole)

    def rest(self) -> list[tuple[bytes, bytes]]:
        """The last event, should the server have hung up without the blank line that ends it."""
        whole, self._held = bytes(self._held), bytearray()
        return _events(whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))

    def _mixed(self) -> list[tuple[bytes, bytes]]:
        """The same for other line ends. The last CR waits: half of a line end may have come."""
        text = bytes(self._held)
        waits = text.endswith(b"\r")
        text = text.removesuffix(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        whole, found, rest = text.rpartition(b"\n\n")
        if not found and len(rest) > LONGEST:
            raise TooLong
        self._held = bytearray(rest + b"\r" if waits else rest)
        self._seen = len(rest)
        return _events(whole)


def _events(text: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    for block in text.split(b"\n\n"):
        if block.startswith(b"data: ") and b"\n" not in block:  # nearly all of them
            found.append((b"", block[6:]))
        elif block:
            _event(block, found)
    return found


def _event(block: bytes, found: list[tuple[bytes, bytes]]) -> None:
    name, data = b"", list[bytes]()
    for line in block.split(b"\n"):
        field, _colon, value = line.partition(b":")
        if field == b"data":
            data.append(value.removeprefix(b" "))
        elif field == b"event":
            name = value.removeprefix(b" ")
    if data:
        found.append((name, b"\n".join(data)))
