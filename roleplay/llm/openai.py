"""OpenAI's Chat Completions, as OpenAI, Azure, Ollama, llama.cpp, vLLM, LM Studio, OpenRouter and Gemini speak it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from roleplay.llm.dialect import Found, Manners, Messages, form, number

_THOUGHTS = ("reasoning", "reasoning_content", "thinking")
_STOPS = {"content_filter": "filter", "eos": "stop", "end_turn": "stop", "max_tokens": "length"}


class OpenAI:
    """Chat Completions with a bearer's key."""

    variable = "OPENAI_API_KEY"

    def __init__(self, address: str) -> None:
        """``address`` tells OpenAI from the others: it alone is sure to know the new name of the limit."""
        self._official = (urlsplit(address).hostname or "").endswith((".openai.com", ".openai.azure.com"))

    def manners(self) -> Manners:
        """Local servers know the old name of the limit only, OpenAI's newer models the new one only."""
        limits = ["max_tokens", "max_completion_tokens", ""]
        if self._official:
            limits = ["max_completion_tokens", "max_tokens", ""]
        return Manners(limits, ["json_schema", "json_object", ""])

    def url(self, address: str, model: str) -> str:
        """Below the base address."""
        return f"{address}/chat/completions"

    def models_url(self, address: str) -> str:
        """Below the base address."""
        return f"{address}/models"

    def headers(self, key: str) -> dict[str, str]:
        """The key as a bearer's token."""
        return {"Authorization": f"Bearer {key}"} if key else {}

    def body(
        self, model: str, messages: Messages, most: int, schema: Mapping[str, Any] | None, manners: Manners
    ) -> dict[str, Any]:
        """The usual request; the temperature is the server's own business."""
        body: dict[str, Any] = {"model": model, "messages": messages, "stream": True}
        if "system" in manners.without:
            body["messages"] = _merged(messages)
        if "stream_options" not in manners.without:
            body["stream_options"] = {"include_usage": True}
        if limit := manners.limits[0]:
            body[limit] = most
        if schema is not None and manners.forms[0]:
            body |= form(manners.forms[0], schema)
        return body

    def adapt(self, body: Mapping[str, Any], refusal: str, manners: Manners) -> bool:
        """Drop or swap the field that the refusal names; the form of an answer also when it names none."""
        limit = manners.limits[0]
        if limit and limit in refusal:
            manners.limits = [name for name in manners.limits if name != limit]
        elif "stream_options" in body and ("stream_options" in refusal or "include_usage" in refusal):
            manners.without.add("stream_options")
        elif "response_format" in body:
            manners.forms = manners.forms[1:]
        elif "system" not in manners.without and "system" in refusal and "role" in refusal:
            manners.without.add("system")
        else:
            return False
        return True

    def event(self, name: str, data: Mapping[str, Any], found: Found) -> None:
        """One chunk. Of several choices the first counts; a chunk without any may hold the usage."""
        if error := data.get("error"):
            found.error = error
            return
        choices = data.get("choices")
        if choices:
            if not isinstance(choices, list):
                raise ValueError
            for choice in choices:
                if isinstance(choice, dict) and not choice.get("index"):
                    self._choice(choice, found)
                    break
        if choices is not None:
            found.known = True
        if (usage := data.get("usage")) and isinstance(usage, dict):
            found.tokens_in = number(usage.get("prompt_tokens"))
            found.tokens_out = number(usage.get("completion_tokens"))

    def whole(self, data: Mapping[str, Any], found: Found) -> None:
        """The same object, with a message instead of a delta."""
        self.event("", data, found)
        found.ended = True

    def _choice(self, choice: Mapping[str, Any], found: Found) -> None:
        delta = choice.get("delta") or choice.get("message") or {}
        if not isinstance(delta, dict):
            raise ValueError
        text = delta.get("content")
        if isinstance(text, str):
            found.text += text
        elif isinstance(text, list):  # parts, as a few gateways send them
            found.text += "".join(part["text"] for part in text if isinstance(part, dict) and _is_text(part))
        if not text:
            found.thinking = found.thinking or any(delta.get(name) for name in _THOUGHTS)
        if refusal := delta.get("refusal"):
            found.refused += str(refusal)
        if reason := choice.get("finish_reason"):
            found.stopped = _STOPS.get(str(reason), str(reason))
        if error := choice.get("error"):
            found.error = error


class Azure(OpenAI):
    """Azure's resource: the deployment is the model, and the key has a header of its own."""

    variable = "AZURE_OPENAI_API_KEY"

    def __init__(self, address: str, version: str = "") -> None:
        """Without a ``version`` of the API, ``address`` ends in ``/openai/v1``; with one it is the older form."""
        super().__init__(address)
        self._official = True
        self._version = version

    def url(self, address: str, model: str) -> str:
        """The deployment has an address of its own in the older form."""
        if not self._version:
            return super().url(address, model)
        base = address.removesuffix("/v1").removesuffix("/openai")
        return f"{base}/openai/deployments/{model}/chat/completions?{urlencode({'api-version': self._version})}"

    def models_url(self, address: str) -> str:
        """The models of the resource."""
        if not self._version:
            return super().models_url(address)
        base = address.removesuffix("/v1").removesuffix("/openai")
        return f"{base}/openai/models?{urlencode({'api-version': self._version})}"

    def headers(self, key: str) -> dict[str, str]:
        """The key under Azure's own name."""
        return {"api-key": key} if key else {}


def _is_text(part: Mapping[str, Any]) -> bool:
    return part.get("type", "text") == "text" and isinstance(part.get("text"), str)


def _merged(messages: Messages) -> Messages:
    """The same for a model that knows no system role: what it should know comes with the first words to it."""
    system = [message["content"] for message in messages if message["role"] == "system"]
    others = [message for message in messages if message["role"] != "system"]
    if others and others[0]["role"] == "user":
        others[0] = {**others[0], "content": "\n\n".join([*system, others[0]["content"]])}
        return others
    return [{"role": "user", "content": "\n\n".join(system)}, *others]
