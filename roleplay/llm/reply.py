"""Reads one reply as servers really send it: events, plain JSON, thoughts, errors in the middle, a cut connection.

A reply is complete when the server gave a reason to stop, or said ``[DONE]`` after a word; a connection that merely
ends has cut it off.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import httpx
from httpx_sse import EventSource

from roleplay.clean import mend
from roleplay.llm import errors
from roleplay.llm.thoughts import Thoughts

LONGEST = 20_000
"""Characters of a reply that are taken at the most."""
_BODY = 1_000_000


class Reply:
    """One reply on its way in. ``spoken`` once a visible word has come."""

    def __init__(self, address: str, secret: str) -> None:
        """``address`` and ``secret`` (the key) are for the errors: the one is named there, the other struck out."""
        self.spoken = False
        self._address = address
        self._secret = secret
        self._thoughts = Thoughts()
        self._half = ""
        self._length = 0
        self._stopped = ""

    async def words(self, response: httpx.Response) -> AsyncGenerator[str, None]:
        """The visible words as they come, an empty one for each sign of thinking; ModelError when it is no reply."""
        async with aclosing(self._deltas(response)) as deltas:
            async for text, thinking in deltas:
                shown = self._visible(text)
                if shown or thinking or text:
                    yield shown
                if self._length >= LONGEST or self._stopped:
                    break
        if rest := self._visible("", last=True):
            yield rest
        if not self.spoken:
            raise errors.empty(self._stopped)
        if not self._stopped and self._length < LONGEST:
            raise errors.cut_off()

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

    async def _deltas(self, response: httpx.Response) -> AsyncGenerator[tuple[str, bool], None]:
        """What each event adds, and whether it is thinking."""
        kind = response.headers.get("content-type", "").lower()
        if "html" in kind:
            raise errors.web_page(self._address)
        if "json" in kind:
            yield self._whole(await self._read(response))
            return
        response.headers["content-type"] = "text/event-stream"  # some servers send events under another name
        async with aclosing(EventSource(response).aiter_sse()) as events:
            async for event in events:
                if event.data.strip() == "[DONE]":
                    self._stopped = self._stopped or "done"
                    yield "", False
                    return
                if (found := _object(event.data)) is not None:
                    yield self._delta(found)

    async def _read(self, response: httpx.Response) -> str:
        text = ""
        async for piece in response.aiter_text():
            text += piece
            if len(text) > _BODY:
                break
        return text

    def _whole(self, text: str) -> tuple[str, bool]:
        """A server that does not stream sends one object."""
        found = _object(text)
        if found is None:
            raise errors.in_reply(text, secret=self._secret)
        delta = self._delta(found)
        self._stopped = self._stopped or "done"
        return delta

    def _delta(self, found: dict[str, Any]) -> tuple[str, bool]:
        if found.get("error"):
            raise errors.in_reply(found["error"], secret=self._secret)
        choices = found.get("choices") or []
        if not isinstance(choices, list):
            raise errors.odd_reply(self._address)
        choice = next((each for each in choices if isinstance(each, dict) and not each.get("index")), {})
        delta = choice.get("delta") or choice.get("message") or {}
        if not isinstance(delta, dict):
            raise errors.odd_reply(self._address)
        if refusal := delta.get("refusal"):
            raise errors.refusal(str(refusal), self._secret)
        if reason := choice.get("finish_reason"):
            self._stopped = str(reason)
        thinking = any(delta.get(name) for name in ("reasoning", "reasoning_content", "thinking"))
        text = delta.get("content")
        return text if isinstance(text, str) else "", thinking


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list) and found and isinstance(found[0], dict):
        found = found[0]
    return found if isinstance(found, dict) else None
