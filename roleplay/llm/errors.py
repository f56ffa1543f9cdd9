"""What can go wrong on the way to a model: one tree, each with a sentence that names the cause and what to do."""

from __future__ import annotations

import json
import re
from typing import Any

from roleplay.clean import clean
from roleplay.i18n import _

LONGEST = 300
"""Characters of a server's own words that are quoted at the most."""
_KEYS = re.compile(r"\b(?:sk|pk|rk|key|gsk|xai)-[\w*.-]{6,}|\bBearer\s+\S+", re.IGNORECASE)


class ModelError(Exception):
    """The model gave no reply. The text is one sentence without any key; ``again`` when asking again may help."""

    again = False


class Unreachable(ModelError):
    """Nobody answers at the address."""

    again = True


class TooSlow(ModelError):
    """No word came in time."""

    again = True


class Busy(ModelError):
    """Too many requests. ``after`` is how many seconds the server asks us to wait, None when it does not say."""

    def __init__(self, text: str, after: float | None = None, *, again: bool = True) -> None:
        super().__init__(text)
        self.after = after
        self.again = again


class ServerFailed(ModelError):
    """The server has a fault of its own."""

    def __init__(self, text: str, after: float | None = None) -> None:
        super().__init__(text)
        self.after = after

    again = True


class EmptyReply(ModelError):
    """The server said that it was done without having said a word."""

    again = True


class KeyRejected(ModelError):
    """The key is missing, wrong, or may not use this model."""


class NoSuchModel(ModelError):
    """The server does not know the model, or has nothing at this address."""


class Refused(ModelError):
    """The server does not take the request."""


class WebPage(ModelError):
    """The address belongs to a web page, not to a model's server."""


class OddReply(ModelError):
    """What came is no reply of the OpenAI chat protocol."""


class UnknownField(ModelError):
    """The server does not know a field of the request; the client leaves it out and asks again.

    ``form`` is whether it is the form of the answer, else it is the limit of the reply. ``refusal`` is what to say when
    there is nothing left to leave out.
    """

    def __init__(self, refusal: ModelError, *, form: bool) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.form = form


class CutOff(ModelError):
    """The reply broke off in the middle; what had come was passed on already."""


def detail(body: str, secret: str) -> str:
    """What the server's answer says about the error, in at most ``LONGEST`` safe characters; empty when nothing useful.

    ``secret`` is the key: it is struck out should the server repeat it, and so is all that looks like one.
    """
    try:
        found = _message(json.loads(body))
    except (ValueError, RecursionError):
        found = "" if body.lstrip().startswith("<") else body
    text = " ".join(clean(found.replace(secret, "…") if secret else found).split())
    text = _KEYS.sub("…", text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def of_status(status: int, body: str, *, secret: str, model: str, address: str, after: float | None) -> ModelError:
    """The error for an HTTP status that is no success."""
    said = detail(body, secret)
    if body.lstrip()[:1] == "<" and status < 500:
        return web_page(address)
    if status in (401, 403):
        return KeyRejected(
            _("The model's server rejects the key ({status}): check OPENAI_API_KEY.").format(status=status)
        )
    if status == 402 or (status == 429 and re.search(r"insufficient_quota|spend_limit", body)):
        return Busy(_("The account at the model's server has no credit left: top it up there."), again=False)
    if status == 404:
        text = _("The model's server at {address} has no model {model}: “roleplay doctor” lists those it has.")
        return NoSuchModel(text.format(address=address, model=model))
    if status == 429:
        return Busy(_("The model's server is busy (429): wait a minute, then try again."), after)
    if status >= 500 or status in (408, 409):
        text = _("The model's server has a fault ({status}): {reason}")
        return ServerFailed(text.format(status=status, reason=said or _("try again later.")), after)
    if 300 <= status < 400:
        return Refused(
            _("{address} sends us elsewhere ({status}): correct the address.").format(address=address, status=status)
        )
    text = _("The model's server does not take the request ({status}): {reason}")
    return Refused(text.format(status=status, reason=said or _("check the model's name and the address.")))


def in_reply(error: Any, *, secret: str) -> ModelError:
    """The error for an error object inside a reply that began as a success."""
    text = _("The model's server reports an error: {reason}")
    said = detail(json.dumps({"error": error}), secret)
    return ServerFailed(text.format(reason=said or _("try again later.")))


def web_page(address: str) -> WebPage:
    """The error for an HTML page."""
    text = _("{address} answers with a web page: the address of a model's server mostly ends in /v1.")
    return WebPage(text.format(address=address))


def odd_reply(address: str) -> OddReply:
    """The error for JSON of another shape."""
    text = _("{address} answers in a form that no model's server uses: check the address.")
    return OddReply(text.format(address=address))


def unreachable(address: str, reason: str, secret: str) -> Unreachable:
    """The error for a connection that was refused or lost before the first word."""
    text = _("Nobody answers at {address}: start the model's server, or check the address and the network{reason}.")
    said = detail(reason, secret)
    return Unreachable(text.format(address=address, reason=f" ({said})" if said else ""))


def too_slow(address: str) -> TooSlow:
    """The error for a clock that ran out before the first word."""
    text = _("The model at {address} did not answer in time: choose a smaller model, or try again later.")
    return TooSlow(text.format(address=address))


def cut_off() -> CutOff:
    """The error for a reply that broke off after its first word."""
    return CutOff(_("The model broke off in the middle of its line: check that its server is still running."))


def empty(reason: str) -> EmptyReply:
    """The error for a reply without a visible word; ``reason`` is why the server stopped, empty when it did not say."""
    if reason == "length":
        return EmptyReply(_("The model used up its words on thinking: choose one that thinks less."))
    if reason:
        return EmptyReply(_("The model answered without a word: try again, or choose another model."))
    return EmptyReply(_("The model's server hung up without a word: check that it has loaded the model."))


def refusal(reason: str, secret: str) -> Refused:
    """The error for a model that will not play the part."""
    text = _("The model refuses to play this customer: {reason}")
    return Refused(text.format(reason=detail(reason, secret)))


def odd_key() -> KeyRejected:
    """The error for a key that cannot be sent at all."""
    return KeyRejected(_("The key holds blanks or letters that no key has: set OPENAI_API_KEY again."))


def _message(body: Any) -> str:
    match body:
        case str():
            return body
        case [first, *_rest]:
            return _message(first)
        case dict():
            for name in ("error", "message", "detail", "msg"):
                if name in body and (found := _message(body[name])):
                    return found
    return ""
