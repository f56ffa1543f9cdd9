"""Anthropic's Messages, which LM Studio and a few gateways speak, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roleplay.llm.dialect import Found, Manners, Messages, number

VERSION = "2023-06-01"
"""The version of the API that all servers know. No sampling parameter is sent, so that a newer one would do as well."""
_STOPS = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
}


class Anthropic:
    """Messages with a key, or with a bearer's token."""

    variable = "ANTHROPIC_API_KEY"

    def __init__(self, *, bearer: bool = False) -> None:
        """``bearer`` sends the key as a bearer's token, as gateways want it."""
        self._bearer = bearer

    def manners(self) -> Manners:
        """The limit is required here."""
        return Manners(["max_tokens"], ["json_schema", ""])

    def url(self, address: str, model: str) -> str:
        """Below the base address, which may or may not end in the version."""
        return f"{address.removesuffix('/v1')}/v1/messages"

    def models_url(self, address: str) -> str:
        """Below the base address."""
        return f"{address.removesuffix('/v1')}/v1/models?limit=1000"

    def headers(self, key: str) -> dict[str, str]:
        """The key, and the version of the API."""
        name, value = ("Authorization", f"Bearer {key}") if self._bearer else ("x-api-key", key)
        return {"anthropic-version": VERSION, name: value if key else ""}

    def body(
        self, model: str, messages: Messages, most: int, schema: Mapping[str, Any] | None, manners: Manners
    ) -> dict[str, Any]:
        """The system prompt stands apart, and the first of the others is the user's."""
        system = "\n\n".join(message["content"] for message in messages if message["role"] == "system")
        others = [message for message in messages if message["role"] != "system"]
        if not others or others[0]["role"] != "user":
            others.insert(0, {"role": "user", "content": "…"})
        body: dict[str, Any] = {"model": model, "max_tokens": most, "messages": others, "stream": True}
        if system:
            body["system"] = system
        if schema is not None and manners.forms[0]:
            body["output_config"] = {"format": {"type": "json_schema", "schema": closed(schema)}}
        return body

    def adapt(self, body: Mapping[str, Any], refusal: str, manners: Manners) -> bool:
        """Only the form of an answer can be left out."""
        if "output_config" not in body:
            return False
        manners.forms = manners.forms[1:]
        return True

    def event(self, name: str, data: Mapping[str, Any], found: Found) -> None:
        """One event, by the type in its data, else by its name; unknown ones are passed over."""
        kind = data.get("type") or name
        if kind == "error" or data.get("error"):
            found.error = data.get("error") or {"message": ""}
        elif kind == "content_block_delta":
            self._delta(_part(data, "delta"), found)
        elif kind == "content_block_start":
            self._block(_part(data, "content_block"), found)
        elif kind == "message_start":
            found.known = True
            _count(_part(data, "message").get("usage"), found)
        elif kind == "message_delta":
            self._stopped(_part(data, "delta"), found)
            _count(data.get("usage"), found)
        elif kind == "message_stop":
            found.ended = True
        elif kind == "message":
            self.whole(data, found)
        elif kind == "ping":
            found.known = True

    def whole(self, data: Mapping[str, Any], found: Found) -> None:
        """The message with all its blocks."""
        if error := data.get("error"):
            found.error = error
            return
        blocks = data.get("content")
        if not isinstance(blocks, list):
            raise ValueError
        found.known = True
        for block in blocks:
            if isinstance(block, dict):
                self._block(block, found)
        self._stopped(data, found)
        _count(data.get("usage"), found)
        found.ended = True

    def _delta(self, delta: Mapping[str, Any], found: Found) -> None:
        found.known = True
        text = delta.get("text")
        if isinstance(text, str) and delta.get("type", "text_delta") == "text_delta":
            found.text += text
        elif delta.get("thinking"):
            found.thinking = True

    def _block(self, block: Mapping[str, Any], found: Found) -> None:
        found.known = True
        text = block.get("text")
        if block.get("type") == "text" and isinstance(text, str):
            found.text += text
        elif block.get("type") in ("thinking", "redacted_thinking"):
            found.thinking = True

    def _stopped(self, data: Mapping[str, Any], found: Found) -> None:
        if reason := data.get("stop_reason"):
            found.stopped = _STOPS.get(str(reason), str(reason))


def closed(schema: Any) -> Any:
    """The schema with every object closed, as this API demands; bounds of numbers and lengths are left out."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    bounds = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "exclusiveMinimum")
    found = {name: closed(value) for name, value in schema.items() if name not in bounds}
    if schema.get("type") == "object":
        found["additionalProperties"] = False
    return found


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = data.get(name)
    if part is None:
        return {}
    if not isinstance(part, dict):
        raise ValueError
    return part


def _count(usage: Any, found: Found) -> None:
    """Input comes with the first event, output is a running total; what a cache holds was read as well."""
    if not isinstance(usage, dict):
        return
    read = [number(usage.get(f"{kind}input_tokens")) for kind in ("", "cache_creation_", "cache_read_")]
    if read[0] is not None:
        found.tokens_in = sum(part or 0 for part in read)
    if (written := number(usage.get("output_tokens"))) is not None:
        found.tokens_out = written
