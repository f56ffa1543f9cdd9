"""What a message does beside the verdicts: apologies and limits, options, data asked for, what goes with a handover."""

from __future__ import annotations

from itertools import pairwise
from typing import TypedDict

from roleplay.reading.deeds import hit
from roleplay.reading.findings import Finding, Hit
from roleplay.reading.scope import Cue
from roleplay.reading.tongue import Sense
from roleplay.strategies import Strategy, Verdict

Senses = list[tuple[int, Sense]]

ITEM = 4
"""The most words of an option that a comma parts from the next: "a refund, a new one or a voucher"."""
_COUNTED = {"details.two": 2, "details.three": 3, "details.four": 4}


class Details(TypedDict):
    """Fields of a reading."""

    apologies: tuple[Hit, ...]
    limits: tuple[Hit, ...]
    options: int
    asked: tuple[Hit, ...]
    context: Hit | None


def details(senses: Senses, findings: dict[Strategy, Finding]) -> Details:
    """The details of a message whose verdicts are known."""
    return Details(
        apologies=_every(senses, Strategy.APOLOGIZE, findings),
        limits=_every(senses, Strategy.BOUNDARIES, findings),
        options=_options(senses),
        asked=_asked(senses),
        context=_context(senses, findings),
    )


def _every(senses: Senses, strategy: Strategy, findings: dict[Strategy, Finding]) -> tuple[Hit, ...]:
    """Each clause that shows a strategy in plain words; the verdict's own words when no other is found."""
    found: list[Hit] = []
    for at, sense in senses:
        if sense.sarcasm:
            continue
        against = sense.having(f"{strategy}.not_shown", f"{strategy}.violated", any_force=True)
        for cue in sense.having(f"{strategy}.shown"):
            if any(cue.first < other.last and other.first < cue.last for other in against):
                continue
            start, end = sense.sentence.clause(cue.first, cue.last)
            if not found or at + start >= found[-1].start + len(found[-1].quote):
                found.append(Hit(id=strategy, quote=sense.sentence.text[start:end], start=at + start))
    verdict = findings[strategy]
    if not found and verdict.verdict is Verdict.SHOWN:
        return (Hit(id=strategy, quote=verdict.quote, start=verdict.start),)
    return tuple(found)


def _options(senses: Senses) -> int:
    """How many ways forward the customer can choose from: 0 none, 1 an offer without a choice."""
    offered, more = False, 0
    for _, sense in senses:
        if sense.sarcasm or (sense.asks and sense.having("questions.routine") and not sense.having("questions.offers")):
            continue
        choices = _choices(sense)
        if counted := max((number for label, number in _COUNTED.items() if sense.having(label)), default=0):
            offered, more = True, max(more, counted - 1)
        elif len(choices) > 1 and sense.having("details.both"):
            offered, more = True, more + len(choices) - 1
        elif offers := sense.having("details.offering"):
            first = offers[0].first
            rest = [cue for cue in choices if cue.first >= first or cue.first == 0]
            offered, more = True, more + len(rest) + (_listed(sense, first, rest[-1].first) if rest else 0)
        elif offered and choices and choices[0].first == 0:
            more += len(choices)
    return 1 + more if offered else 0


def _choices(sense: Sense) -> list[Cue]:
    """The words that part options, one a place."""
    spared = sense.having("details.no_choice", any_force=True)
    found: list[Cue] = []
    for cue in sense.having("details.choice"):
        taken = found and cue.first < found[-1].last
        if not taken and not any(other.first <= cue.first < other.last for other in spared):
            found.append(cue)
    return found


def _listed(sense: Sense, first: int, last: int) -> int:
    """How many options more a list with commas names before the word that parts the last two."""
    cuts = sorted(begin for begin in sense.sentence.begins if first < begin < last)
    return sum(1 for begin, end in pairwise([*cuts, last]) if end - begin <= ITEM)


def _asked(senses: Senses) -> tuple[Hit, ...]:
    """The routine data that a message asks for, each once: a number, a name, an address."""
    found: dict[str, Hit] = {}
    for at, sense in senses:
        routine = sense.having("questions.routine", any_force=True)
        if not sense.asks and not sense.having("questions.requests"):
            continue
        for label in sense.by_label:
            for cue in sense.having(label) if label.startswith("given.") else ():
                if any(cue.first < other.last and other.first < cue.last for other in routine):
                    found.setdefault(label, hit(at, sense, cue, label))
    return tuple(found.values())


def _context(senses: Senses, findings: dict[Strategy, Finding]) -> Hit | None:
    """What goes along with a handover: from the words that say so to the end of their sentence."""
    shown = findings[Strategy.SUPPORT].verdict is Verdict.SHOWN
    if not shown and not any(sense.having("handover") for _, sense in senses):
        return None
    for at, sense in senses:
        cues = [] if sense.sarcasm else sense.having("details.context")
        if cues:
            start, end = sense.sentence.quote(cues[0].first, len(sense.sentence.words))
            return Hit(id="context", quote=sense.sentence.text[start:end], start=at + start)
    return None
