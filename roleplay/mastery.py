"""How much help a trainee still needs with each strategy: help that fades with mastery, and comes back with a slip.

Constant help gives the worst test without help, and faded help the best (Tullis 2015; Winstein 1990: feedback after
half of the trials, faded, was remembered better a day later). Both are motor tasks. Nearer to ours, an AI coach
overloaded the weakest call-centre agents until its feedback was restricted (Luo et al. 2021,
doi 10.1177/0022242920956676), and tutors complained of tips that did not fit their level (Tutor CoPilot, arXiv
2410.03017). None of them gives numbers for talk: the rate, the credit and the thresholds below are assumptions. With
them, three faultless calls in a row turn live tips into tips on request, five end them, and one call that goes wrong
brings help back at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum

from roleplay.strategies import Strategy
from roleplay.tally import Tally

RATE = 0.35
"""How far one call moves the mastery towards what it showed: the last call weighs 0.35, the one before 0.23, then 0.15.

A call counts as a whole, however long: ten good lines in one call are one good day and no mastery.
"""
AIDED = 0.5
"""What a strategy is worth that was shown only after a tip."""
VIOLATED = 2.0
"""What a violation takes back: customers feel one bad line more than one good one."""
LIVE_BELOW = 0.6
"""Mastery below which tips come by themselves."""
REQUEST_BELOW = 0.85
"""Mastery below which tips come when asked for; from here on there are none."""
WINDOW = 12
"""Calls that are looked at: what lies further back would move the mastery by less than a hundredth."""
RECENT = 5
"""Calls, of those that gave a chance, that the trainee is told about."""


class Help(StrEnum):
    """How tips come. The order is that of less and less help."""

    LIVE = "live"  # by themselves
    ON_REQUEST = "on_request"  # when asked for
    NONE = "none"  # not at all: an exam


_ORDER = tuple(Help)


@dataclass(frozen=True)
class Standing:
    """Where a trainee stands with one strategy, and why: ``recent`` adds up the last ``calls`` that gave a chance."""

    mastery: float = 0.0  # 0 to 1
    calls: int = 0
    recent: Tally = field(default_factory=Tally)
    chosen: Help | None = None  # by the trainee; None leaves it to the mastery

    @property
    def help(self) -> Help:
        """How tips for this strategy come, before the ceiling."""
        return self.chosen or faded(self.mastery)


@dataclass(frozen=True)
class Assistance:
    """The help of one trainee in a call: the ceiling for all strategies, and where each strategy stands."""

    ceiling: Help
    standings: Mapping[Strategy, Standing]

    def help(self, strategy: Strategy, slipped: Set[Strategy] = frozenset()) -> Help:
        """How tips for this strategy come; where the trainee has ``slipped`` in this call, mastery holds none back."""
        standing = self.standings.get(strategy, Standing())
        own = Help.LIVE if strategy in slipped and standing.chosen is None else standing.help
        return max(self.ceiling, own, key=_ORDER.index)

    def silent(self, slipped: Set[Strategy] = frozenset(), *, asked: bool = False) -> frozenset[Strategy]:
        """The strategies on which the coach says nothing by itself, or when ``asked``."""
        heard = {Help.LIVE, Help.ON_REQUEST} if asked else {Help.LIVE}
        return frozenset(strategy for strategy in Strategy if self.help(strategy, slipped) not in heard)

    def under(self, ceiling: Help) -> Assistance:
        """The same under another ceiling."""
        return replace(self, ceiling=ceiling)

    def choose(self, strategy: Strategy, chosen: Help | None) -> Assistance:
        """The same with the trainee's choice for one strategy; None leaves it to the mastery."""
        standing = replace(self.standings.get(strategy, Standing()), chosen=chosen)
        return replace(self, standings={**self.standings, strategy: standing})


def assistance(calls: Sequence[Mapping[Strategy, Tally]], ceiling: Help, chosen: Mapping[Strategy, Help]) -> Assistance:
    """The help that these past calls (the oldest first) and the trainee's choices give."""
    found = {}
    for strategy in Strategy:
        own = [call.get(strategy, Tally()) for call in calls]
        last = [each for each in own if each.chances][-RECENT:]
        found[strategy] = Standing(mastery(own), len(last), _sum(last), chosen.get(strategy))
    return Assistance(ceiling, found)


def mastery(calls: Sequence[Tally]) -> float:
    """The mastery of one strategy after these calls, the oldest first: 0 (or no chance yet) to 1."""
    value = 0.0
    for call in calls:
        if call.chances:
            value += RATE * (_share(call) - value)
    return min(max(value, 0.0), 1.0)


def faded(mastery: float) -> Help:
    """The help that is due at this mastery."""
    if mastery < LIVE_BELOW:
        return Help.LIVE
    return Help.ON_REQUEST if mastery < REQUEST_BELOW else Help.NONE


def _share(call: Tally) -> float:
    """What part of its chances a call used, 0 to 1; violations take back what was."""
    return max(0.0, (call.unaided + AIDED * call.aided - VIOLATED * call.violated) / call.chances)


def _sum(calls: Sequence[Tally]) -> Tally:
    return Tally(
        sum(call.chances for call in calls),
        sum(call.unaided for call in calls),
        sum(call.aided for call in calls),
        sum(call.violated for call in calls),
    )
