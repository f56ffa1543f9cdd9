"""Reads one reply as servers really send it: events, plain JSON, thoughts, errors in the middle, a cut connection.

A reply is complete when the server gave a reason to stop, or said that it was done after a word; a connection that
merely ends has cut it off. What the headers say of its form counts for nothing, the first letter does.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import from_json

from roleplay.clean import mend
from roleplay.llm import errors, sse
from roleplay.llm.dialect import Dialect, Found
from roleplay.llm.errors import ModelError
from roleplay.llm.thoughts import Thoughts

LONGEST = 20_000
"""Characters of a reply that are taken at the most."""


class Reply:
    """One reply on its way in.

    ``begun`` once a word or a thought has come, ``spoken`` once a visible word has; ``alive`` when the last piece held
    one of them; ``failure`` is what is wrong with it so far, to be told after the words that came before.
    """

    def __init__(self, dialect: Dialect, *, address: str, model: str, secret: str) -> None:
        """``address``, ``model`` and ``secret`` (the key) are for the errors: the key is struck out in them."""
        self.found = Found()
        self.begun = self.spoken = self.alive = False
        self.failure: ModelError | None = None
        self.received = 0  # characters, thinking in the text included
        self._dialect = dialect
        self._address, self._model, self._secret = address, model, secret
        self._head = b""
        self._body: bytearray | None = None  # a reply that is not streamed
        self._events: sse.Events | None = None
        self._bad = 0  # events that are no JSON
        self._thoughts = Thoughts()
        self._half = ""
        self._length = 0

    @property
    def stopped(self) -> bool:
        """Whether all words have come; the count of the tokens may still follow."""
        return bool(self.found.stopped)

    @property
    def done(self) -> bool:
        """Whether nothing more is waited for."""
        return self.found.ended or self.failure is not None or self._length >= LONGEST

    def feed(self, piece: bytes) -> str:
        """The visible words in this piece of the body."""
        if self._events is not None:
            return self._take(self._events, piece)
        if self._body is not None:
            self._body += piece
            if len(self._body) > sse.LONGEST:
                self.failure = errors.odd_reply(self._address)
            return ""
        self._head += piece
        first = self._head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if not first:
            return ""
        if first == b"<":
            self.failure = errors.web_page(self._address)
            return ""
        if first in b"{[":
            self._body = bytearray(self._head)
            return ""
        self._events = sse.Events()
        return self._take(self._events, self._head)

    def end(self) -> str:
        """The visible words that were held back, now that the connection has ended; ``failure`` is final then."""
        shown = ""
        if self._events is not None and not self.done:
            for name, data in self._events.rest():
                self._event(name, data)
            shown = self._said()
        elif self._body is not None and self.failure is None:
            self._whole(bytes(self._body))
            shown = self._said()
        shown += self._visible("", last=True)
        self.failure = self.failure or self._verdict()
        return shown

    def _verdict(self) -> ModelError | None:
        found = self.found
        if found.refused or found.stopped == "refusal":
            return errors.refusal(found.refused, self._secret)
        if found.stopped in ("filter", "content_filter"):
            return errors.filtered()
        if not self.spoken:
            said = found.stopped or ("done" if found.ended else "")
            odd = not found.known and not said and (self._head or self._bad)
            return errors.odd_reply(self._address) if odd else errors.empty(said)
        if self._length >= LONGEST:
            return None
        if found.stopped == "length":
            return errors.cut_short()
        return None if found.stopped or found.ended else errors.cut_off()

    def _take(self, events: sse.Events, piece: bytes) -> str:
        self.alive = False
        try:
            for name, data in events.feed(piece):
                self._event(name, data)
                if self.found.ended or self.failure:
                    break
        except sse.TooLong:
            self.failure = errors.odd_reply(self._address)
        return self._said()

    def _said(self) -> str:
        """What the last events have said, thinking left out."""
        found = self.found
        text, found.text = found.text, ""
        self.alive = bool(text) or found.thinking
        self.begun = self.begun or self.alive
        found.thinking = False
        self.received += len(text)
        return self._visible(text) if text else ""

    def _event(self, name: bytes, data: bytes) -> None:
        if data.strip() == b"[DONE]":
            self.found.ended = True
            return
        found = decode(data)
        if isinstance(found, list) and found and isinstance(found[0], dict):
            found = found[0]
        if not isinstance(found, dict):
            self._bad += bool(data.strip())
            return
        stopped = self.found.stopped
        try:
            self._dialect.event(name.decode("utf-8", "replace"), found, self.found)
        except ValueError:
            self.failure = errors.odd_reply(self._address)
        if self.found.error is not None and not stopped:  # after the last word it changes nothing
            self._failed()
        elif self.found.stopped == "error" and not stopped:
            self.found.error = {"message": ""}
            self._failed()

    def _whole(self, body: bytes) -> None:
        found = decode(body)
        if isinstance(found, list) and found and isinstance(found[0], dict):
            found = found[0]
        if not isinstance(found, dict):
            self.failure = errors.broken(self._address)
            return
        try:
            self._dialect.whole(found, self.found)
        except ValueError:
            self.failure = errors.odd_reply(self._address)
        if self.found.error is not None:
            self._failed()
        elif not self.found.known:
            self.failure = self.failure or errors.odd_reply(self._address)

    def _failed(self) -> None:
        self.failure = errors.in_reply(
            self.found.error,
            secret=self._secret,
            model=self._model,
            address=self._address,
            variable=self._dialect.variable,
        )

    def _visible(self, text: str, *, last: bool = False) -> str:
        text = self._half + self._thoughts.feed(text) + (self._thoughts.rest() if last else "")
        # An emoji may come in two halves.
        self._half = text[-1:] if not last and "\ud800" <= text[-1:] <= "\udbff" else ""
        text = mend(text[: len(text) - len(self._half)])[: LONGEST - self._length]
        if not self.spoken:
            text = text.lstrip()
        self.spoken = self.spoken or bool(text)
        self._length += len(text)
        return text


def decode(data: bytes) -> Any:
    """The JSON in these bytes; None when they hold none. Halves of characters and broken UTF-8 are let through."""
    try:
        return from_json(data)
    except ValueError:
        try:
            return json.loads(data.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None
