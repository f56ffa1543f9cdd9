"""What the customer's last message brings up, and which strategies a good coach would miss in the reply."""

from __future__ import annotations

import functools

from roleplay.playbook import Playbook
from roleplay.reading import clues
from roleplay.reading.customer import hear
from roleplay.reading.findings import Abuse, Moment, Reading
from roleplay.reading.tongue import Tongue, tongue
from roleplay.reading.weights import TRUST_TIP, load_weights
from roleplay.strategies import Strategy

MOST = 2
"""A coach names two things at the most."""

HARM_FELT = (
    Strategy.APOLOGIZE,
    Strategy.SUPPORT,
    Strategy.LISTEN,
    Strategy.EMPATHY,
    Strategy.DOCUMENT,
    Strategy.BOUNDARIES,
    Strategy.CALM,
    Strategy.RESPECT,
    Strategy.SOLUTIONS,
    Strategy.POSITIVE,
)
"""Harm in the order in which a customer feels it, the worst first: what was refused, then how it was said."""

_SOOTHES = (Strategy.EMPATHY, Strategy.APOLOGIZE, Strategy.BOUNDARIES, Strategy.LISTEN)
_MOVES = (Strategy.SOLUTIONS, Strategy.LISTEN, Strategy.SUPPORT)


def read_moment(customer: str, playbook: Playbook) -> Moment:
    """Read the customer's last message; every quote is a part of it."""
    return hear(customer, tongue(playbook)).moment


def missed(moment: Moment, reading: Reading, playbook: Playbook) -> tuple[Strategy, ...]:
    """The strategies that the reply to this moment lacks, none to two, the most important first.

    Only strategies that the reply does not show; empty when it does what the moment needs. The rules of the guideline
    are weighed against all the words of the customer where the language has weights.
    """
    ruled = ruled_tips(moment, reading)
    weights = load_weights(playbook.language)
    if weights is None or not moment.text.strip():
        return ruled
    words = tongue(playbook)
    customer = clues.of_customer(hear(moment.text, words))
    said = _words(moment.text, words)
    sums = weights.tips.sums(clues.of_need(customer, said, reading.findings, ruled))
    ahead = dict(zip(ruled, TRUST_TIP, strict=False))
    margins = (
        (value - bar + ahead.get(strategy, 0.0), strategy)
        for value, bar, strategy in zip(sums, weights.tip_bars, Strategy, strict=True)
    )
    order = sorted((pair for pair in margins if pair[0] > 0), key=lambda pair: -pair[0])
    first = ruled[:1] if ruled[:1] == (Strategy.BOUNDARIES,) else ()  # abuse comes before anything else
    found = list(dict.fromkeys((*first, *(strategy for _, strategy in order if not reading.shows(strategy)))))[:MOST]
    if all(strategy in ruled for strategy in found):
        found.sort(key=ruled.index)
    return tuple(found)


@functools.lru_cache(maxsize=64)
def _words(text: str, words: Tongue) -> tuple[str, ...]:
    """The clues of the customer's own words; the same message is asked about at every key."""
    return tuple(clues.of_words(text, words))


def ruled_tips(moment: Moment, reading: Reading) -> tuple[Strategy, ...]:
    """The same by the guideline's rules alone."""
    wanted = _wanted(moment, reading)
    return tuple(dict.fromkeys(strategy for strategy in wanted if not reading.shows(strategy)))[:MOST]


def _wanted(moment: Moment, reading: Reading) -> list[Strategy]:
    """What the moment needs, in order of weight."""
    wanted: list[Strategy] = []
    abused = moment.abuse in (Abuse.INSULTING, Abuse.THREATENING)
    if abused:
        wanted.append(Strategy.BOUNDARIES)
    harm = [strategy for strategy in HARM_FELT if reading.violates(strategy)]
    wanted += harm
    if moment.feeling:
        wanted.append(Strategy.EMPATHY)
    if moment.failure:
        wanted.append(Strategy.APOLOGIZE)
    if moment.superior and not abused:
        wanted.append(Strategy.SUPPORT)
    if _stands_still(moment, reading):
        wanted.append(Strategy.SOLUTIONS)
    if moment.provocation and not any(reading.shows(strategy) for strategy in _SOOTHES):
        wanted.append(Strategy.EMPATHY)
    if moment.record:
        wanted.append(Strategy.DOCUMENT)
    return wanted


def _stands_still(moment: Moment, reading: Reading) -> bool:
    """Whether there is something to move on and the reply neither moves it nor asks for anything towards it."""
    if not moment.problem or moment.friendly or any(reading.shows(strategy) for strategy in _MOVES):
        return False
    return "?" not in reading.text or reading.violates(Strategy.LISTEN)
