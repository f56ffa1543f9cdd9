"""What a voice gets to see: the persona, what has been said, and the stage direction of this turn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from roleplay.events import Direction
from roleplay.persona import Persona
from roleplay.reading import Reading
from roleplay.strategies import Strategy


@dataclass(frozen=True)
class Line:
    """One line of the conversation. ``reading`` belongs to the trainee's lines, ``voice`` to the customer's.

    ``missed`` is what a model says the trainee's line missed; None when no model has judged it. ``direction`` is what
    the customer's line put into words.
    """

    who: Literal["trainee", "customer", "supervisor"]
    text: str
    turn: int
    at: datetime
    reading: Reading | None = None
    voice: Literal["scripted", "model", ""] = ""
    takeover: bool = False
    missed: tuple[Strategy, ...] | None = None
    direction: Direction | None = None


@dataclass(frozen=True)
class Scene:
    """One customer turn that waits for its words."""

    persona: Persona
    direction: Direction
    lines: tuple[Line, ...]
    seed: int
    turn: int
    heard: str = ""  # what a model said of this turn before it was cut off
    told: tuple[str, ...] = ()  # ids of the facts that the trainee knows, this turn's included
    times_told: Mapping[str, int] = field(default_factory=dict[str, int])  # this turn included
    used: frozenset[str] = frozenset()  # the persona's lines that were said in this call


class VoiceFailed(Exception):
    """The voice cannot go on. The text is one calm sentence for the trainee: what happened, and what to do about it."""


class Voice(Protocol):
    """Somebody who can play the customer.

    One with an attribute ``notice`` has something to tell the trainee about the line just spoken, unless it is empty.
    """

    name: Literal["scripted", "model"]

    def speak(self, scene: Scene) -> AsyncIterator[str]:
        """The customer's line in pieces, as they come; raises VoiceFailed."""
