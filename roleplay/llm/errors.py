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
_QUOTA = re.compile(r"insufficient_quota|spend_limit|billing_hard_limit|credit balance")
_KINDS = {
    "authentication_error": 401,
    "invalid_api_key": 401,
    "billing_error": 402,
    "insufficient_quota": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "model_not_found": 404,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "overloaded_error": 529,
}


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
    """What came is no reply that we can read."""


class NotTaken(ModelError):
    """The server does not take the request as it is; the client leaves a field out and asks again.

    ``body`` is what the server said, ``refusal`` what to say when there is nothing left to leave out.
    """

    def __init__(self, refusal: ModelError, body: str) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.body = body


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


def of_status(
    status: int,
    body: str,
    *,
    secret: str,
    model: str,
    address: str,
    after: float | None = None,
    variable: str = "OPENAI_API_KEY",
    target: str = "",
) -> ModelError:
    """The error for an HTTP status that is no success.

    ``after`` is how many seconds the server asks us to wait, ``variable`` where the key comes from, ``target`` where a
    redirect points to.
    """
    said = detail(body, secret)
    if 300 <= status < 400:
        text = _("{address} sends us elsewhere ({status}{target}): if you trust that address, write it into base_url.")
        host = f", {clean(target)[:100]}" if target else ""
        return Refused(text.format(address=address, status=status, target=host))
    if body.lstrip()[:1] == "<" and status < 500 and status not in (401, 402, 403, 408, 429):
        return web_page(address)
    if status in (401, 403):
        text = _("The model's server rejects the key ({status}): check {variable}.")
        return KeyRejected(text.format(status=status, variable=variable))
    if status == 402 or (status == 429 and _QUOTA.search(body)):
        return Busy(_("The account at the model's server has no credit left: top it up there."), again=False)
    if status == 404:
        text = _("The model's server at {address} has no model {model}: “roleplay doctor” lists those it has.")
        return NoSuchModel(text.format(address=address, model=model))
    if status == 429:
        return Busy(_("The model's server is busy (429): wait a minute, then try again."), after)
    if status >= 500 or status in (408, 409):
        text = _("The model's server has a fault ({status}): {reason}")
        return ServerFailed(text.format(status=status, reason=said or _("try again later.")), after)
    text = _("The model's server does not take the request ({status}): {reason}")
    return Refused(text.format(status=status, reason=said or _("check the model's name and the address.")))


def in_reply(error: Any, *, secret: str, model: str, address: str, variable: str) -> ModelError:
    """The error for an error object inside a reply that began as a success; one with a status of its own keeps it."""
    body = json.dumps({"error": error})
    if (status := _status(error)) is not None:
        return of_status(status, body, secret=secret, model=model, address=address, variable=variable)
    text = _("The model's server reports an error: {reason}")
    said = detail(body, secret)
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


def cut_short() -> CutOff:
    """The error for a reply that came to its limit in the middle."""
    return CutOff(_("The model ran out of room in the middle of its line: choose one that thinks less."))


def filtered() -> Refused:
    """The error for a reply that a filter on the server took away."""
    return Refused(_("A filter of the model's server took the line away: choose another model, or milder words."))


def broken(address: str) -> ServerFailed:
    """The error for a reply that began as one, and cannot be read to its end."""
    return ServerFailed(_("{address} sent half an answer: try again, or choose another model.").format(address=address))


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


def odd_key(variable: str) -> KeyRejected:
    """The error for a key that cannot be sent at all."""
    text = _("The key holds blanks or letters that no key has: set {variable} again.")
    return KeyRejected(text.format(variable=variable))


def no_model() -> NoSuchModel:
    """The error for a connection without the name of a model."""
    return NoSuchModel(_("No model is named: “roleplay doctor” lists those the server has; write one into model."))


def _status(error: Any) -> int | None:
    """The HTTP status that an error object stands for; None when it names none."""
    if not isinstance(error, dict):
        return None
    for name in ("code", "status", "status_code"):
        value = error.get(name)
        if (isinstance(value, int) or (isinstance(value, str) and value.isdigit())) and 400 <= int(value) < 600:
            return int(value)
    return next((_KINDS[str(error[name])] for name in ("type", "code") if str(error.get(name)) in _KINDS), None)


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
