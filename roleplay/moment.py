"""What the customer's last message brings up, and which strategies a good coach would miss in the reply."""

from __future__ import annotations

from roleplay.playbook import Playbook
from roleplay.reading.customer import hear
from roleplay.reading.findings import Abuse, Moment, Reading
from roleplay.reading.tongue import tongue
from roleplay.strategies import Strategy

MOST = 2
"""A coach names two things at the most."""

HARM_FELT = (
    Strategy.CALM,
    Strategy.RESPECT,
    Strategy.APOLOGIZE,
    Strategy.EMPATHY,
    Strategy.LISTEN,
    Strategy.SUPPORT,
    Strategy.SOLUTIONS,
    Strategy.DOCUMENT,
    Strategy.BOUNDARIES,
    Strategy.POSITIVE,
)
"""Harm in the order in which a customer feels it, the worst first."""


def read_moment(customer: str, playbook: Playbook) -> Moment:
    """Read the customer's last message; every quote is a part of it."""
    return hear(customer, tongue(playbook)).moment


def missed(moment: Moment, reading: Reading) -> tuple[Strategy, ...]:
    """The strategies that the reply to this moment lacks, none to two, the most important first.

    Only strategies that the reply does not show; empty when it does what the moment needs.
    """
    wanted = _wanted(moment, reading)
    return tuple(dict.fromkeys(strategy for strategy in wanted if not reading.shows(strategy)))[:MOST]


def _wanted(moment: Moment, reading: Reading) -> list[Strategy]:
    """What the moment needs, in order of weight."""
    wanted: list[Strategy] = []
    if moment.abuse in (Abuse.INSULTING, Abuse.THREATENING):
        wanted.append(Strategy.BOUNDARIES)
    wanted += [strategy for strategy in HARM_FELT if reading.violates(strategy)]
    if moment.feeling:
        wanted.append(Strategy.EMPATHY)
    if moment.failure:
        wanted.append(Strategy.APOLOGIZE)
    if moment.superior:
        wanted.append(Strategy.SUPPORT)
    if moment.problem and not reading.shows(Strategy.LISTEN):
        wanted.append(Strategy.SOLUTIONS)
    if moment.provocation and not reading.shows(Strategy.EMPATHY):
        wanted.append(Strategy.EMPATHY if not moment.problem else Strategy.LISTEN)
    if moment.record:
        wanted.append(Strategy.DOCUMENT)
    return wanted
