"""What has been said and promised in a call, in a few entries: a model that sees only the last lines reads it here.

A pure fold over the lines. However long the call, the ledger does not grow beyond its bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from roleplay.persona import Act, Persona
from roleplay.reading import Promise
from roleplay.strategies import Strategy
from roleplay.voices.scene import Line

MOST_FACTS = 10
"""Facts that are listed, those told last; a persona has about six."""
MOST_OFFERS = 6
"""Remedies that are listed as offered, and as refused, the latest."""
MOST_PROMISES = 4
"""Promises that are listed: the latest to which the agent can be held, and where there are fewer, others."""
MOST_WORDS = 90
"""Characters of each entry."""

Answer = Literal["accepted", "declined", ""]
"""What the customer made of an offer, empty for nothing yet."""
_ANSWERS: dict[Act, Answer] = {
    Act.ACCEPT: "accepted",
    Act.THANK: "accepted",
    Act.DECLINE: "declined",
    Act.OBJECT: "declined",
}
T = TypeVar("T")
_COUNTED = (Act.DEMAND_MANAGER, Act.THREATEN, Act.INSULT)


@dataclass(frozen=True)
class Told:
    """A fact that the agent knows, and how often it was told."""

    fact: str
    times: int = 1


@dataclass(frozen=True)
class Offered:
    """A remedy that the agent has offered, and what the customer made of it."""

    remedy: str
    answer: Answer = ""


@dataclass(frozen=True)
class Promised:
    """A promise of the agent's in their own words; ``when`` is the deadline's words, empty without one."""

    words: str
    when: str = ""


@dataclass(frozen=True)
class Ledger:
    """The entries. ``earlier`` counts the promises that are not listed; ``done`` what the customer did, how often."""

    told: tuple[Told, ...] = ()
    offers: tuple[Offered, ...] = ()
    refused: tuple[str, ...] = ()  # ids of remedies that the agent said will not come
    promises: tuple[Promised, ...] = ()
    earlier: int = 0
    apologies: int = 0  # messages with one
    limits: int = 0  # messages that set one
    recorded: bool = False  # the agent said that the matter is on record
    handover: bool = False  # the agent has brought somebody in
    done: tuple[tuple[Act, int], ...] = ()


def ledger(lines: Sequence[Line], persona: Persona, told: Iterable[str] = ()) -> Ledger:
    """What these lines come to. ``told`` are the ids of all the facts that the agent knows, wherever from."""
    times: Counter[str] = Counter()
    acts: Counter[Act] = Counter()
    offers: dict[str, Offered] = {}
    refused: dict[str, None] = {}
    promises: dict[str, Promise] = {}
    for line in lines:
        if line.direction is not None:
            acts[line.direction.act] += 1
            _count(times, line.direction.facts)
            answer: Answer = _ANSWERS.get(line.direction.act, "")
            remedy = line.direction.remedy or (next(reversed(offers), "") if answer == "accepted" else "")
            if answer and remedy in offers:
                offers[remedy] = Offered(remedy, answer)
        elif line.reading is not None:
            for hit in line.reading.case.refused:
                offers.pop(hit.id, None)
                _last(refused, hit.id, None)
            for offer in line.reading.case.offers:
                refused.pop(offer.remedy, None)
                _last(offers, offer.remedy, offers.get(offer.remedy, Offered(offer.remedy)))
            for promise in line.reading.promises:
                _last(promises, " ".join(promise.quote.casefold().split()), promise)
    listed = _weightiest(list(promises.values()))
    readings = [line.reading for line in lines if line.reading is not None]
    known = [fact.id for fact in persona.facts if fact.id in set(told) and fact.id not in times]
    return Ledger(
        told=tuple(Told(id, max(1, times[id])) for id in [*known, *times])[-MOST_FACTS:],
        offers=tuple(offers.values())[-MOST_OFFERS:],
        refused=tuple(refused)[-MOST_OFFERS:],
        promises=tuple(Promised(shortened(promise.quote), shortened(promise.when)) for promise in listed),
        earlier=len(promises) - len(listed),
        apologies=sum(reading.shows(Strategy.APOLOGIZE) for reading in readings),
        limits=sum(reading.shows(Strategy.BOUNDARIES) for reading in readings),
        recorded=any(reading.shows(Strategy.DOCUMENT) for reading in readings),
        handover=any(reading.handover is not None for reading in readings),
        done=tuple((act, acts[act]) for act in _COUNTED if acts[act]),
    )


def shortened(text: str, most: int = MOST_WORDS) -> str:
    """The text in one line of so many characters at the most."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _count(times: Counter[str], facts: Iterable[str]) -> None:
    for id in facts:
        again = times.pop(id, 0) + 1  # told last comes last
        times[id] = again


def _last(entries: dict[str, T], key: str, value: T) -> None:
    """Put the entry at the end, wherever it stood."""
    entries.pop(key, None)
    entries[key] = value


def _weightiest(promises: Sequence[Promise]) -> list[Promise]:
    """The latest promises with a deadline, filled up with others that are not vague, in the order of the call."""
    held = [n for n, promise in enumerate(promises) if promise.when][-MOST_PROMISES:]
    loose = [n for n, promise in enumerate(promises) if not promise.when and not promise.vague]
    room = MOST_PROMISES - len(held)
    return [promises[n] for n in sorted([*held, *(loose[-room:] if room else [])])]
