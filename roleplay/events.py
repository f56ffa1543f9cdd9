"""The events of a session, in the order in which they happened. A session is nothing but their list.

Times are UTC. Every event is frozen and survives a round trip through JSON.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from roleplay.mood import Mood, Reason
from roleplay.persona import Act, Manner, Persona, Reaction
from roleplay.reading import Reading
from roleplay.strategies import Strategy


class Ending(StrEnum):
    """How a call ended."""

    RESOLVED = "resolved"  # the customer accepted and said thank you
    CLOSED = "closed"  # the trainee ended it in order: after a farewell, or after limits were set and ignored
    HANDED_OVER = "handed_over"  # a supervisor took over
    WALKED_AWAY = "walked_away"  # the customer hung up
    HUNG_UP = "hung_up"  # the trainee ended it with the matter open


class Support(StrEnum):
    """The two ways to ask for support."""

    ADVICE = "advice"  # a colleague whispers; the customer does not notice
    HANDOVER = "handover"  # a supervisor takes the call over


class Rung(StrEnum):
    """The rungs of the abuse ladder that a customer climbs."""

    RUDE = "rude"
    INSULTING = "insulting"
    THREATENING = "threatening"


class Caps(StrEnum):
    """How much abuse the trainee wants to hear."""

    OFF = "off"  # none
    MILD = "mild"  # the whole ladder in ordinary words
    FULL = "full"  # strong language too; slurs never


class Direction(BaseModel):
    """The stage direction of one customer turn: what is done, what may be told, how hot, how long."""

    model_config = ConfigDict(frozen=True)

    act: Act
    heat: Literal["boiling", "hot", "warm", "cool"]
    reaction: Reaction | None = None  # said before the act's own words
    button: str = ""  # id of the hot button that was pressed; its line replaces the reaction's
    facts: tuple[str, ...] = ()  # ids of the facts that may be told now, and no others
    again: tuple[str, ...] = ()  # those among ``facts`` that were told before
    need: str = ""  # id of the unmet need to insist on
    remedy: str = ""  # id of the remedy that is accepted, declined or objected to
    quote: str = ""  # the trainee's words that the customer takes up
    manner: Manner | None = None  # what makes this turn hard besides its act
    rung: Rung | None = None  # of the abuse ladder, when the act is an insult
    strong: bool = False  # strong language may be heard
    sentences: int = 2  # the most the customer says, 1 to 4


class Event(BaseModel):
    """What all events share."""

    model_config = ConfigDict(frozen=True)

    at: datetime


class Started(Event):
    """The session began. The persona is kept as it was, so that an old call never changes."""

    kind: Literal["started"] = "started"
    persona: Persona
    seed: int
    version: str  # of roleplay
    abuse: Caps = Caps.MILD


class Acted(Event):
    """The customer has decided what to do; the words follow."""

    kind: Literal["acted"] = "acted"
    turn: int
    mood: Mood
    reasons: tuple[Reason, ...] = ()
    direction: Direction


class Heard(Event):
    """A piece of the customer's words as it arrived from a model, kept before it is shown."""

    kind: Literal["heard"] = "heard"
    turn: int
    text: str


class Spoke(Event):
    """The customer's whole line. ``takeover`` when the model failed and the scripted voice finished the turn."""

    kind: Literal["spoke"] = "spoke"
    turn: int
    text: str
    voice: Literal["scripted", "model"]
    takeover: bool = False


class Said(Event):
    """The trainee's line, and what it does."""

    kind: Literal["said"] = "said"
    turn: int
    text: str
    reading: Reading


class Judged(Event):
    """A model's verdicts on the line of this turn replace the local ones; they may come after the customer's answer.

    ``reading`` is the line's reading with those verdicts that proved themselves; ``missed`` is what a good coach would
    say was missing.
    """

    kind: Literal["judged"] = "judged"
    turn: int
    reading: Reading
    missed: tuple[Strategy, ...] = ()


class Tipped(Event):
    """A tip that the trainee saw. ``tip`` is its key, the same for the same tip."""

    kind: Literal["tipped"] = "tipped"
    turn: int
    strategy: Strategy
    tip: str
    quote: str = ""


class Fate(StrEnum):
    """What became of a tip that was shown."""

    USED = "used"  # the line that was sent does what it asked for
    IGNORED = "ignored"  # the line was sent without
    DISMISSED = "dismissed"  # the trainee put it away


class Fated(Event):
    """What became of a tip in the turn in which it was shown. ``tip`` is the key of its ``Tipped``."""

    kind: Literal["fated"] = "fated"
    turn: int
    strategy: Strategy
    tip: str
    fate: Fate


class Drafted(Event):
    """What stands in the draft box, so that no word is lost."""

    kind: Literal["drafted"] = "drafted"
    text: str


class Noted(Event):
    """The case note as it stands now."""

    kind: Literal["noted"] = "noted"
    text: str


class Paused(Event):
    """The trainee takes a minute: the clock stops, the customer waits."""

    kind: Literal["paused"] = "paused"


class Resumed(Event):
    """The trainee is back from the minute, or from an interruption."""

    kind: Literal["resumed"] = "resumed"


class Supported(Event):
    """The trainee asked for support. ``text`` is the advice, or the handover message with its context."""

    kind: Literal["supported"] = "supported"
    turn: int
    how: Support
    text: str


class Handing(Event):
    """The handover message as it stands now, while it is being written."""

    kind: Literal["handing"] = "handing"
    text: str


class Joined(Event):
    """The supervisor joins the call, and says this."""

    kind: Literal["joined"] = "joined"
    turn: int
    text: str


class Ended(Event):
    """The call is over. What follows in the session is the case note and the debrief."""

    kind: Literal["ended"] = "ended"
    turn: int
    ending: Ending


AnyEvent = Annotated[
    Started
    | Acted
    | Heard
    | Spoke
    | Said
    | Judged
    | Tipped
    | Fated
    | Drafted
    | Noted
    | Paused
    | Resumed
    | Supported
    | Handing
    | Joined
    | Ended,
    Field(discriminator="kind"),
]

EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
"""Reads and writes one event as JSON: ``EVENT.validate_json(text)``, ``EVENT.dump_json(event)``."""
