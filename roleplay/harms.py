"""The harms in a message to this customer, the worst first: what the coach warns of before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roleplay.memory import Memory
from roleplay.persona import Persona
from roleplay.reading import Hit, Reading
from roleplay.strategies import Strategy

GRAVE = frozenset({"insult", "hot_button", "forbidden"})
"""Harms that are warned of as long as there are tips at all, however well the trainee does: they undo a call."""

# The strategy whose wording puts a harm right; a harm that is not here is a violation of the strategy in its code.
_CURE: dict[str, Strategy] = {
    "insult": Strategy.RESPECT,
    "hot_button": Strategy.EMPATHY,
    "calm_down": Strategy.EMPATHY,
    "blamed": Strategy.CALM,
    "mocked": Strategy.RESPECT,
    "brushed_off": Strategy.SOLUTIONS,
    "asked_again": Strategy.LISTEN,
    "vague": Strategy.SOLUTIONS,
    "sorry_again": Strategy.SOLUTIONS,
    "forbidden": Strategy.SOLUTIONS,
}


@dataclass(frozen=True)
class Harm:
    """One harm: its code, the words that do it, and the thing of the case that is meant (or an empty text)."""

    code: str
    hit: Hit
    what: str = ""

    @property
    def strategy(self) -> Strategy:
        """The strategy that puts it right."""
        return _CURE.get(self.code) or Strategy(self.code.removesuffix("_violated"))

    @property
    def grave(self) -> bool:
        """Whether it is warned of whatever the trainee has mastered."""
        return self.code in GRAVE


def harms(draft: Reading, memory: Memory, persona: Persona) -> Iterator[Harm]:
    """What this message would do to the customer who remembers the call so far."""
    if draft.insult:
        yield Harm("insult", draft.insult)
    for hit in draft.case.hot_buttons:
        yield Harm("hot_button", hit, persona.hot_button(hit.id).what)
    for slip in draft.slips:
        yield Harm(slip.id, slip)
    for offer in draft.case.offers:
        if not persona.remedy(offer.remedy).allowed:
            hit = Hit(id=offer.remedy, quote=offer.quote, start=offer.start)
            yield Harm("forbidden", hit, persona.remedy(offer.remedy).what)
    for strategy in Strategy:
        if draft.violates(strategy):
            finding = draft.findings[strategy]
            yield Harm(f"{strategy}_violated", Hit(id=strategy, quote=finding.quote, start=finding.start))
    for hit in draft.case.asked:
        if memory.knows(hit.id, persona):
            yield Harm("asked_again", hit, persona.fact(hit.id).what)
    if draft.shows(Strategy.APOLOGIZE) and memory.apologies >= 2:
        finding = draft.findings[Strategy.APOLOGIZE]
        yield Harm("sorry_again", Hit(id="sorry_again", quote=finding.quote, start=finding.start))
    if draft.vague:
        yield Harm("vague", draft.vague)
