"""What one kind of model server wants to be asked, and how its answers are read. No dialect does any I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Messages = list[dict[str, str]]


@dataclass
class Found:
    """What the events of one reply have held since it was last looked at; the reasons and the numbers stay.

    ``text`` is what the customer says, ``thinking`` whether there was a thought among the events. ``stopped`` is why
    the server stopped: ``stop``, ``length``, ``filter``, ``refusal``, another word of the server's, or empty while it
    goes on. ``ended`` once the stream said that nothing more comes. ``error`` is an error object in the middle of it.
    """

    text: str = ""
    thinking: bool = False
    refused: str = ""
    stopped: str = ""
    ended: bool = False
    error: Any = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    known: bool = False  # at least one event was of this dialect


@dataclass
class Manners:
    """What a server has turned out not to know: fields that are left out, and other ways to say a thing."""

    limits: list[str]  # names of the limit of a reply, the best first; the last one, empty, is none at all
    forms: list[str]  # how an answer of a given shape is asked for, the best first; the last one is none at all
    without: set[str] = field(default_factory=set)


class Dialect(Protocol):
    """One protocol of model servers."""

    variable: str  # the environment variable for its key, to be named in errors

    def manners(self) -> Manners:
        """How a server is asked at first."""

    def url(self, address: str, model: str) -> str:
        """Where a reply is asked for."""

    def models_url(self, address: str) -> str:
        """Where the list of models is."""

    def headers(self, key: str) -> dict[str, str]:
        """The headers of a request; empty values are not sent."""

    def body(
        self, model: str, messages: Messages, most: int, schema: Mapping[str, Any] | None, manners: Manners
    ) -> dict[str, Any]:
        """The request for one streamed reply of at most so many tokens, of this shape if a schema is given."""

    def adapt(self, body: Mapping[str, Any], refusal: str, manners: Manners) -> bool:
        """Learn from a refusal of this body, which says this; False when there is nothing to change."""

    def event(self, name: str, data: Mapping[str, Any], found: Found) -> None:
        """Take one event of a stream; ValueError when it has another shape."""

    def whole(self, data: Mapping[str, Any], found: Found) -> None:
        """Take a reply that was not streamed; ValueError when it has another shape."""


def form(found: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The field of OpenAI's protocol for an answer of this shape; ``found`` is one of ``Manners.forms``."""
    wanted: dict[str, Any] = {"type": found}
    if found == "json_schema":
        wanted["json_schema"] = {"name": str(schema.get("title", "answer")).lower(), "strict": True, "schema": schema}
    return {"response_format": wanted}


def number(value: Any) -> int | None:
    """A count of tokens; None when it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
