"""Asks a model's server for one streamed reply, in the dialect that it speaks.

Asking again happens only before the first word; afterwards it would not be the same reply.
"""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any

import httpx

from roleplay.asking import Attempt, Outcome, Unwatched, Watch
from roleplay.clean import mend
from roleplay.llm import errors
from roleplay.llm.anthropic import Anthropic
from roleplay.llm.dialect import Dialect, Messages
from roleplay.llm.errors import Busy, EmptyReply, ModelError, NotTaken, ServerFailed
from roleplay.llm.openai import Azure, OpenAI
from roleplay.llm.patience import Patience
from roleplay.llm.reply import Reply, decode
from roleplay.settings import Settings

__all__ = ["ChatClient", "Patience"]

ERROR_BODY = 65_536
"""Bytes of an error's body that are looked at."""
_LIST = 8 * 1024 * 1024  # bytes of a list of models
_MUCH = 16_384  # bytes in one piece, after which others get their turn
_LAST = 2.0  # seconds for which the count of the tokens is waited for, once all words have come
_LETTERS = 4  # characters of a token, where the server does not count


def dialect_of(settings: Settings) -> Dialect:
    """The dialect that the server of these settings speaks."""
    match settings.dialect:
        case "anthropic":
            return Anthropic(bearer=settings.bearer)
        case "azure":
            return Azure(settings.address, settings.api_version)
    return OpenAI(settings.address)


class ChatClient:
    """One server and one model, as the settings name them. No connection is held between two replies.

    ``transport`` is the seam for tests and for strangers, ``watch`` follows the attempts. All methods raise ModelError.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        patience: Patience | None = None,
        watch: Watch | None = None,
    ) -> None:
        """Nothing is sent yet."""
        self._settings = settings
        self._transport = transport
        self._patience = patience or Patience.of(settings)
        self._watch = watch or Unwatched()
        self._dialect = dialect_of(settings)
        self._manners = self._dialect.manners()  # kept, for what is learnt about the server
        self._model = settings.model or ""
        self._tls: ssl.SSLContext | None = None  # kept: reading all authorities takes longer than a key's echo may

    async def stream(
        self, messages: Messages, *, max_tokens: int, schema: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[str, None]:
        """The reply in pieces as they come, thinking left out; closing the iterator closes the connection at once.

        ``max_tokens`` bounds what the server may spend, thinking included. With a JSON ``schema`` the server is asked
        for an answer of that shape, as far as it knows how. Raises ModelError, among them CutOff when the reply broke
        off after its first word.
        """
        if not self._model:
            raise errors.no_model()
        said = [{name: mend(text) for name, text in message.items()} for message in messages]
        now = asyncio.get_running_loop().time
        end = now() + self._patience.total
        spoken, tried = False, 0
        while True:
            failure: ModelError | None = None
            try:
                async with aclosing(self._attempt(said, max_tokens, schema, end)) as pieces:
                    async for piece in pieces:
                        spoken = True
                        yield piece
            except ModelError as error:
                failure = error
            if failure is None:
                return
            tried += 1
            pause = self._pause(failure, tried)
            if spoken or pause is None or now() + pause >= end:
                break
            await self._watch.pause(str(failure), pause)
        raise failure

    async def answer(self, messages: Messages, *, max_tokens: int, schema: Mapping[str, Any]) -> str:
        """The whole reply to a request for JSON of this schema; it is not checked here."""
        async with aclosing(self.stream(messages, max_tokens=max_tokens, schema=schema)) as pieces:
            return "".join([piece async for piece in pieces]).strip()

    async def models(self) -> list[str]:
        """The names of the models that the server offers, sorted."""
        address = self._settings.address
        try:
            tls = await self._trusted()
            async with asyncio.timeout(self._patience.first), self._client(tls) as client:
                request = client.build_request("GET", self._dialect.models_url(address))
                response = await client.send(request, stream=True)
                try:
                    body = await _body(response, _LIST)
                finally:
                    await response.aclose()
            if not response.is_success:
                raise self._of_status(response, body)
            found = decode(body)
            listed = found["data"] if isinstance(found, dict) else found
            return sorted(str(each["id"]).removeprefix("models/") for each in listed)
        except (ValueError, KeyError, TypeError):
            raise errors.web_page(address) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            failure = self._failure(error)
        raise failure

    async def ping(self) -> str:
        """What the model answers to a short greeting."""
        greeting = [{"role": "user", "content": "Say only: ready"}]
        async with aclosing(self.stream(greeting, max_tokens=1000)) as pieces:
            return "".join([piece async for piece in pieces]).strip()

    async def _attempt(
        self, messages: Messages, most: int, schema: Mapping[str, Any] | None, end: float
    ) -> AsyncGenerator[str, None]:
        """One attempt; what the server does not know is left out first, which does not count as another one."""
        forms = self._manners.forms
        while True:
            body = self._dialect.body(self._model, messages, most, schema, self._manners)
            reply = self._reply()
            refusal: NotTaken | None = None
            failure: ModelError | None = None
            outcome = Outcome.LEFT
            try:
                async with aclosing(self._pieces(body, reply, end)) as pieces:
                    async for piece in pieces:
                        yield piece
                outcome = Outcome.COMPLETE
                return
            except NotTaken as error:
                refusal = error
            except ModelError as error:
                outcome = Outcome.CUT if reply.spoken else Outcome.FAILED
                failure = error
            finally:
                if refusal is None:
                    self._count(messages, reply, outcome, failure)
            if refusal is not None and not self._dialect.adapt(body, refusal.body, self._manners):
                self._manners.forms = forms  # the request was refused for another reason
                failure = refusal.refusal
                self._count(messages, reply, Outcome.FAILED, failure)
            if failure is not None:
                break
        raise failure

    async def _pieces(self, body: dict[str, Any], reply: Reply, end: float) -> AsyncGenerator[str, None]:
        """The pieces of the reply, each within its time, or ModelError."""
        waits, now = self._patience, asyncio.get_running_loop().time
        failure: ModelError | None = None
        try:
            tls = await self._trusted()
            async with self._client(tls) as client:
                request = client.build_request(
                    "POST", self._dialect.url(self._settings.address, self._model), json=body
                )
                async with asyncio.timeout(min(waits.first, end - now())):
                    response = await client.send(request, stream=True)
                try:
                    if not response.is_success:
                        async with asyncio.timeout(min(waits.first, end - now())):
                            said = await _body(response, ERROR_BODY)
                        raise self._refused(response, said)
                    chunks = response.aiter_bytes()
                    life = now()
                    while not reply.done:
                        wait = min(waits.first, end - now())
                        if reply.stopped:
                            wait = min(_LAST, end - now())
                        elif reply.begun:
                            wait = min(life + waits.idle, end) - now()
                        async with asyncio.timeout(wait):
                            chunk = await anext(chunks, None)
                        if chunk is None:
                            break
                        if piece := reply.feed(chunk):
                            yield piece
                        if reply.alive:
                            life = now()
                        if len(chunk) > _MUCH:
                            await asyncio.sleep(0)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            failure = errors.cut_off() if reply.spoken else self._failure(error)
        if piece := reply.end():
            yield piece
        if reply.stopped or reply.found.ended:
            failure = None  # whatever befell the connection afterwards
        failure = reply.failure if failure is None else failure
        if failure is not None:
            raise failure

    def _reply(self) -> Reply:
        return Reply(self._dialect, address=self._settings.address, model=self._model, secret=self._secret())

    async def _trusted(self) -> ssl.SSLContext:
        """Whom we trust: the authorities of this machine; nobody where no certificate is to be checked."""
        if self._tls is None:
            if self._settings.address.startswith("https:"):
                self._tls = await asyncio.to_thread(httpx.create_ssl_context)
            else:
                self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return self._tls

    def _client(self, tls: ssl.SSLContext) -> httpx.AsyncClient:
        waits = self._patience
        return httpx.AsyncClient(
            verify=tls,
            auth=_Key(self._settings, self._dialect),
            headers={"Accept-Encoding": "identity"},  # a packer would hold words back
            transport=self._transport,
            timeout=httpx.Timeout(None, connect=waits.connect, write=waits.first),
            follow_redirects=False,  # another host must not get the key and the talk
            trust_env=not _loopback(self._settings.address),  # a proxy has no way to our own machine
        )

    def _secret(self) -> str:
        return self._settings.api_key.get_secret_value().strip() if self._settings.api_key else ""

    def _refused(self, response: httpx.Response, body: bytes) -> ModelError:
        refusal = self._of_status(response, body)
        if response.status_code in (400, 422):
            return NotTaken(refusal, body.decode("utf-8", "replace"))
        return refusal

    def _of_status(self, response: httpx.Response, body: bytes) -> ModelError:
        return errors.of_status(
            response.status_code,
            body.decode("utf-8", "replace"),
            secret=self._secret(),
            model=self._model,
            address=self._settings.address,
            after=_after(response.headers),
            variable=self._dialect.variable,
            target=_host(response),
        )

    def _failure(self, error: Exception) -> ModelError:
        """The error for a connection that failed before the first word. Not chained: it would show the request."""
        if isinstance(error, (TimeoutError, httpx.TimeoutException)) and not isinstance(error, httpx.ConnectTimeout):
            return errors.too_slow(self._settings.address)
        return errors.unreachable(self._settings.address, str(error), self._secret())

    def _pause(self, error: ModelError, tried: int) -> float | None:
        """Seconds until the next try, after so many; None when there is none."""
        waits = self._patience
        if not error.again or tried >= waits.tries or (isinstance(error, EmptyReply) and tried > 1):
            return None
        after = error.after if isinstance(error, (Busy, ServerFailed)) else None
        if after is not None:
            return max(after, waits.backoff) if after <= waits.retry_after else None
        return random.uniform(waits.backoff, min(4.0**tried, 16) * waits.backoff)

    def _count(self, messages: Messages, reply: Reply, outcome: Outcome, failure: ModelError | None) -> None:
        found = reply.found
        estimated = found.tokens_in is None or found.tokens_out is None
        asked = sum(len(message["content"]) for message in messages) // _LETTERS
        # A request that we gave up may be billed all the same.
        reached = reply.begun or outcome is Outcome.LEFT or isinstance(failure, (errors.TooSlow, EmptyReply))
        if found.tokens_in is None and not reached:
            asked, estimated = 0, False
        self._watch.attempted(
            Attempt(
                model=self._model,
                outcome=outcome,
                tokens_in=asked if found.tokens_in is None else found.tokens_in,
                tokens_out=reply.received // _LETTERS if found.tokens_out is None else found.tokens_out,
                estimated=estimated,
                reason=str(failure) if failure else found.stopped,
            )
        )


class _Key(httpx.Auth):
    """Puts the key into the request at the last moment, so that no variable on the way holds it."""

    def __init__(self, settings: Settings, dialect: Dialect) -> None:
        self._settings = settings
        self._dialect = dialect

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        key = self._settings.api_key
        value = key.get_secret_value().strip() if key else ""
        if value and (not (value.isascii() and value.isprintable()) or " " in value):
            raise errors.odd_key(self._dialect.variable)
        request.headers.update({name: text for name, text in self._dialect.headers(value).items() if text})
        yield request


async def _body(response: httpx.Response, most: int) -> bytes:
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) >= most:
            break
    return body[:most]


def _host(response: httpx.Response) -> str:
    """Where a redirect points to, without its path; empty when it is none."""
    try:
        target = response.url.join(response.headers.get("location", ""))
    except httpx.InvalidURL:
        return ""
    return f"{target.scheme}://{target.netloc.decode('ascii', 'replace')}" if response.has_redirect_location else ""


def _loopback(address: str) -> bool:
    host = httpx.URL(address).host
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _after(headers: httpx.Headers) -> float | None:
    """Seconds from the headers that ask for a pause: milliseconds, a number or a date; None when they do not."""
    for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(header, "")
        try:
            seconds = float(value) * unit
        except ValueError:
            try:
                seconds = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
            except (ValueError, TypeError, OverflowError):
                continue
        if seconds == seconds:  # not a number is not equal to itself
            return max(0.0, seconds)
    return None
