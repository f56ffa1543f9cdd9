"""What the customer remembers of the call: apologies, offers, facts told, limits, and how far each need is met."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from roleplay.persona import Act, Kind, Manner, Persona, Reaction
from roleplay.reading import Hit, Offer, Promise, Reading
from roleplay.strategies import Strategy

HOT = 7.0
"""Anger from which an offer is only half heard unless the customer was acknowledged first (validate, then solve)."""

_ATTENTION = {Strategy.EMPATHY: 0.4, Strategy.LISTEN: 0.3, Strategy.APOLOGIZE: 0.3}
# How far one message meets a need for attention: an assumption, so that it takes about three different kindnesses.


class Memory(BaseModel):
    """A fold over the call so far; never changed in place."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    turn: int = 0
    apologies: int = 0
    acknowledged: int = 0  # messages that showed empathy or listening
    heard_words: frozenset[str] = frozenset()  # quotes of what was shown; the same words twice count once
    met: Mapping[str, float] = Field(default_factory=lambda: MappingProxyType({}))  # need id -> 0..1
    offered: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()  # fact ids, once for each time it was told
    limits: int = 0  # limits set after abuse
    promises: int = 0
    harms: int = 0  # messages that violated something
    idle: int = 0  # messages in a row that moved nothing
    recorded: bool = False
    handover: bool = False
    accepted: bool = False
    waited: bool = False  # the trainee took a minute since the last message
    acts: tuple[Act, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    manners: tuple[Manner, ...] = ()

    def done(self, act: Act) -> int:
        """How often the customer did this act."""
        return self.acts.count(act)

    @property
    def provoked(self) -> bool:
        """Whether the customer was abusive in one of the last four turns, so that a limit is in place.

        To threaten with a review or a lawyer is a customer's right, and no abuse.
        """
        return Act.INSULT in self.acts[-4:]

    def knows(self, fact: str, persona: Persona) -> bool:
        """Whether the trainee was given this fact already."""
        return fact in self.told or persona.fact(fact).opening


def settled(memory: Memory, persona: Persona) -> float:
    """How far the needs are met together, weighted, from 0 to 1."""
    return sum(need.weight * memory.met.get(need.id, 0.0) for need in persona.needs) / sum(
        need.weight for need in persona.needs
    )


def unmet(memory: Memory, persona: Persona) -> list[str]:
    """Ids of the needs that no remedy met yet, the heaviest first; attention is not asked for by name."""
    open_needs = [n for n in persona.needs if n.kind is not Kind.ATTENTION and memory.met.get(n.id, 0.0) < 0.6]
    return [need.id for need in sorted(open_needs, key=lambda need: -need.weight)]


def heard(memory: Memory, reading: Reading, anger: float) -> bool:
    """Whether the customer can take an offer in: acknowledged before or now, or not hot."""
    return anger < HOT or memory.acknowledged > 0 or reading.shows(Strategy.EMPATHY) or reading.shows(Strategy.LISTEN)


def gains(memory: Memory, reading: Reading, anger: float, persona: Persona) -> list[tuple[Offer, dict[str, float]]]:
    """Each offer with how much further it brings each need, 0 to 1; of several for one need the best counts."""
    met = dict(memory.met)
    found: list[tuple[Offer, dict[str, float]]] = []
    for offer in reading.case.offers:
        remedy = persona.remedy(offer.remedy)
        share = remedy.share * (1.0 if heard(memory, reading, anger) else 0.5) * (0.6 if reading.vague else 1.0)
        more = {id: share - met.get(id, 0.0) for id in remedy.meets if share > met.get(id, 0.0)}
        met.update(dict.fromkeys(more, share))
        found.append((offer, more))
    return found


def remember(memory: Memory, reading: Reading, anger: float, persona: Persona) -> Memory:
    """The memory after one message of the trainee. ``anger`` is the anger in which it was heard."""
    met = dict(memory.met)
    for hit in taken_back(memory, reading):
        met.update(dict.fromkeys(persona.remedy(hit.id).meets, 0.0))
    for _, more in gains(memory, reading, anger, persona):
        met.update({id: met.get(id, 0.0) + step for id, step in more.items()})
    kind = fresh_words(memory, reading)
    for need in persona.needs:
        if need.kind is Kind.ATTENTION:
            step = sum(_ATTENTION[strategy] for strategy in kind)
            if reading.shows(Strategy.APOLOGIZE) and memory.apologies == 0:
                step += _ATTENTION[Strategy.APOLOGIZE]
            met[need.id] = min(1.0, met.get(need.id, 0.0) + step)
    moved = bool(kind or reading.question or met != dict(memory.met) or reading.case.asked or reading.handover)
    return memory.model_copy(
        update={
            "turn": memory.turn + 1,
            "apologies": memory.apologies + reading.shows(Strategy.APOLOGIZE),
            "acknowledged": memory.acknowledged + bool(kind),
            "heard_words": memory.heard_words | _quotes(reading),
            "met": MappingProxyType(met),
            "offered": memory.offered.difference(hit.id for hit in taken_back(memory, reading))
            | {offer.remedy for offer in reading.case.offers},
            "limits": memory.limits + (reading.shows(Strategy.BOUNDARIES) and memory.provoked),
            "promises": memory.promises + len(reading.promises),
            "harms": memory.harms + harmful(reading),
            "idle": 0 if moved else memory.idle + 1,
            "recorded": memory.recorded or reading.shows(Strategy.DOCUMENT),
            "handover": memory.handover or reading.handover is not None,
            "waited": False,
        }
    )


def taken_back(memory: Memory, reading: Reading) -> tuple[Hit, ...]:
    """The remedies that were offered before, and that the message says will not come: a promise is remembered."""
    return tuple(hit for hit in reading.case.refused if hit.id in memory.offered)


def fresh_words(memory: Memory, reading: Reading) -> tuple[Strategy, ...]:
    """Which of empathy and listening the message shows in words that were not used before."""
    return tuple(s for s in (Strategy.EMPATHY, Strategy.LISTEN) if fresh(memory, reading, s))


def fresh(memory: Memory, reading: Reading, strategy: Strategy) -> bool:
    """Whether the message shows the strategy, in words that were not used before in this call."""
    return reading.shows(strategy) and _words(reading.quote(strategy)) not in memory.heard_words


def new_promises(memory: Memory, reading: Reading) -> tuple[Promise, ...]:
    """The concrete promises in the message that were not made in the same words before."""
    made = (promise for promise in reading.promises if promise.when and not promise.vague)
    return tuple(promise for promise in made if _words(promise.quote) not in memory.heard_words)


def _quotes(reading: Reading) -> frozenset[str]:
    shown = [reading.quote(strategy) for strategy in Strategy if reading.shows(strategy)]
    return frozenset(_words(quote) for quote in [*shown, *(promise.quote for promise in reading.promises)])


def harmful(reading: Reading) -> bool:
    """Whether the message works against any strategy, or presses a hot button."""
    return bool(
        reading.insult
        or reading.slips
        or reading.case.hot_buttons
        or any(reading.violates(strategy) for strategy in Strategy)
    )


def _words(quote: str) -> str:
    return " ".join("".join(c for c in quote.casefold() if c.isalnum() or c.isspace()).split())
