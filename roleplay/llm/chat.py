"""Asks an OpenAI-compatible server for one streamed reply.

Asking again happens only before the first word; afterwards it would not be the same reply.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any

import httpx
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from roleplay.clean import mend
from roleplay.llm import errors
from roleplay.llm.errors import Busy, ModelError, ServerFailed
from roleplay.llm.reply import Reply
from roleplay.settings import OPENAI, Settings

ERROR_BODY = 65_536
"""Characters of an error's body that are looked at."""


@dataclass(frozen=True)
class Patience:
    """How long we wait, in seconds, and how often we ask."""

    connect: float = 5
    first: float = 60  # for any sign of life before the first word
    idle: float = 30  # between two words, once the first has come
    total: float = 180  # for one whole reply
    tries: int = 3
    backoff: float = 0.5  # the longest first pause between two tries; it doubles, up to 8
    retry_after: float = 10  # a server that asks for a longer pause is not asked again


class ChatClient:
    """One server and one model, as the settings name them. No connection is held between two replies.

    ``transport`` is the seam for tests and for strangers. All methods raise ModelError.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Nothing is sent yet."""
        self._settings = settings
        self._transport = transport
        self._patience = patience or Patience()
        # Local servers know the old name of the limit only, OpenAI's newer models the new one only, a few know neither.
        self._limits = ["max_tokens", "max_completion_tokens", ""]
        if settings.address == OPENAI:
            self._limits = ["max_completion_tokens", "max_tokens", ""]
        self._forms = ["json_schema", "json_object", ""]  # how an answer of a given shape is asked for, the best first

    async def stream(
        self, messages: list[dict[str, str]], *, max_tokens: int, schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[str, None]:
        """The reply in pieces as they come, thinking left out; closing the iterator closes the connection at once.

        ``max_tokens`` bounds what the server may spend, thinking included. With a JSON ``schema`` the server is asked
        for an answer of that shape, as far as it knows how. Raises ModelError, among them CutOff when the reply broke
        off after its first word.
        """
        said = [{name: mend(text) for name, text in message.items()} for message in messages]
        body: dict[str, Any] = {"model": self._settings.model or "", "messages": said, "stream": True}
        ask = AsyncRetrying(
            # Whoever has waited a minute for a first word is not made to wait for another one.
            stop=stop_after_attempt(self._patience.tries) | stop_after_delay(self._patience.first),
            wait=self._pause,
            retry=retry_if_exception(self._worth_another_try),
            reraise=True,
        )
        first: str
        pieces: AsyncGenerator[str, None]
        first, pieces = await ask(self._first, body, max_tokens, schema)
        async with aclosing(pieces):
            yield first
            async for piece in pieces:
                yield piece

    async def answer(self, messages: list[dict[str, str]], *, max_tokens: int, schema: Mapping[str, Any]) -> str:
        """The whole reply to a request for JSON of this schema; it is not checked here."""
        async with aclosing(self.stream(messages, max_tokens=max_tokens, schema=schema)) as pieces:
            return "".join([piece async for piece in pieces]).strip()

    async def models(self) -> list[str]:
        """The names of the models that the server offers, sorted."""
        address = self._settings.address
        try:
            async with asyncio.timeout(self._patience.first), self._client() as client:
                response = await client.get(f"{address}/models")
                if not response.is_success:
                    raise self._of_status(response, response.text)
                found = response.json()
            listed = found["data"] if isinstance(found, dict) else found
            return sorted(str(each["id"]) for each in listed or ())
        except (ValueError, KeyError, TypeError, RecursionError):
            raise errors.web_page(address) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            failure = self._failure(error)
        raise failure

    async def ping(self) -> str:
        """What the model answers to a short greeting."""
        greeting = [{"role": "user", "content": "Say only: ready"}]
        async with aclosing(self.stream(greeting, max_tokens=1000)) as pieces:
            return "".join([piece async for piece in pieces]).strip()

    async def _first(
        self, body: dict[str, Any], most: int, schema: Mapping[str, Any] | None
    ) -> tuple[str, AsyncGenerator[str, None]]:
        """The first piece and the iterator of the others; a field that the server does not know is dropped."""
        forms = self._forms if schema else [""]
        while True:
            limit, form = self._limits[0], forms[0]
            asked = {**body, **({limit: most} if limit else {}), **_form(form, schema)}
            pieces = self._pieces(asked)
            try:
                first = await anext(pieces)
            except errors.UnknownField as unknown:
                if unknown.form and form:
                    forms = forms[1:]
                elif limit and not unknown.form:
                    self._limits = [name for name in self._limits if name != limit]
                else:
                    refusal = unknown.refusal
                    break
            else:
                if schema:
                    self._forms = forms  # kept only now: a request may be refused for another reason, too
                return first, pieces
        raise refusal

    async def _pieces(self, body: dict[str, Any]) -> AsyncGenerator[str, None]:
        """At least one piece of the reply, each within its time, or ModelError."""
        now = asyncio.get_running_loop().time
        end = now() + self._patience.total
        reply = Reply(self._settings.address, self._secret())
        failure: ModelError | None = None
        async with aclosing(self._words(body, reply)) as words:
            while not failure:
                left = end - now()
                try:
                    # A thought counts as life, but is not shown: such a piece is empty.
                    wait = min(left, self._patience.idle) if reply.spoken else left
                    async with asyncio.timeout(wait):
                        piece = await anext(words, None)
                except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
                    failure = errors.cut_off() if reply.spoken else self._failure(error)
                else:
                    if piece is None:
                        return
                    if piece:
                        yield piece
        raise failure

    async def _words(self, body: dict[str, Any], reply: Reply) -> AsyncGenerator[str, None]:
        async with (
            self._client() as client,
            client.stream("POST", f"{self._settings.address}/chat/completions", json=body) as response,
        ):
            if not response.is_success:
                text = await _body(response)
                refusal = self._of_status(response, text)
                if response.status_code in (400, 422):
                    limit = self._limits[0]
                    if limit and limit in text:
                        raise errors.UnknownField(refusal, form=False)
                    if "response_format" in body:  # not all servers name the field that they stumble over
                        raise errors.UnknownField(refusal, form=True)
                raise refusal
            async with aclosing(reply.words(response)) as words:
                async for word in words:
                    yield word

    def _client(self) -> httpx.AsyncClient:
        waits = self._patience
        return httpx.AsyncClient(
            auth=_Bearer(self._settings),
            transport=self._transport,
            timeout=httpx.Timeout(waits.first, connect=waits.connect),
            follow_redirects=False,  # another host must not get the key and the talk
            trust_env=not _loopback(self._settings.address),  # a proxy has no way to our own machine
        )

    def _secret(self) -> str:
        return self._settings.api_key.get_secret_value().strip() if self._settings.api_key else ""

    def _of_status(self, response: httpx.Response, text: str) -> ModelError:
        return errors.of_status(
            response.status_code,
            text[:ERROR_BODY],
            secret=self._secret(),
            model=self._settings.model or "",
            address=self._settings.address,
            after=_after(response.headers.get("retry-after", "")),
        )

    def _failure(self, error: Exception) -> ModelError:
        """The error for a connection that failed before the first word. Not chained: it would show the request."""
        if isinstance(error, (TimeoutError, httpx.TimeoutException)) and not isinstance(error, httpx.ConnectTimeout):
            return errors.too_slow(self._settings.address)
        return errors.unreachable(self._settings.address, str(error), self._secret())

    def _worth_another_try(self, error: BaseException) -> bool:
        if not isinstance(error, ModelError) or not error.again:
            return False
        return not isinstance(error, (Busy, ServerFailed)) or (error.after or 0) <= self._patience.retry_after

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, (Busy, ServerFailed)) and error.after is not None:
            return error.after
        return wait_random_exponential(multiplier=self._patience.backoff, max=8)(state)


def _form(form: str, schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """The field that asks for an answer of a given shape; empty when there is none to ask for."""
    if not form or schema is None:
        return {}
    wanted: dict[str, Any] = {"type": form}
    if form == "json_schema":
        wanted["json_schema"] = {"name": str(schema.get("title", "answer")).lower(), "strict": True, "schema": schema}
    return {"response_format": wanted}


class _Bearer(httpx.Auth):
    """Puts the key into the request at the last moment, so that no variable on the way holds it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        key = self._settings.api_key
        if key and (value := key.get_secret_value().strip()):
            if not (value.isascii() and value.isprintable()) or " " in value:
                raise errors.odd_key()
            request.headers["Authorization"] = f"Bearer {value}"
        yield request


async def _body(response: httpx.Response) -> str:
    text = ""
    async for piece in response.aiter_text():
        text += piece
        if len(text) > ERROR_BODY:
            break
    return text


def _loopback(address: str) -> bool:
    host = httpx.URL(address).host
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _after(header: str) -> float | None:
    """Seconds from a Retry-After header, which is a number or a date; None when it is neither."""
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if seconds == seconds else None  # not a number is not equal to itself
