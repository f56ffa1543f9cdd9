"""Facts of the case: sentences that tell the customer something, so that the matter moves without a stock phrase."""

from __future__ import annotations

from roleplay.reading.customer import Heard
from roleplay.reading.findings import Abuse
from roleplay.reading.tongue import Sense
from roleplay.strategies import Strategy

ENOUGH_WORDS = 3
"""A statement shorter than this is no answer, unless it is a short answer or a number by itself."""

_SHORT = 3  # words up to this length carry nothing by themselves

_HARM = (
    *(f"{strategy}.violated" for strategy in Strategy if strategy is not Strategy.SOLUTIONS),
    "slips.calm_down",
    "slips.blamed",
    "slips.mocked",
    "slips.brushed_off",
    "slips.cold",
    "insult",
)
_SAYS_OTHER = ("questions.requests", "empathy.shown", "apologize.shown", "boundaries.shown", "document.shown")
_EMPTY = ("answers.formulas", "answers.ignorance", "promises.vague")


def reports(sense: Sense) -> bool:
    """Whether a sentence reports a deed or a state of the case, in whatever voice ("Ride booked.")."""
    if not _is_said(sense) or sense.having(*_HARM):
        return False
    spared = sense.having("solutions.not_shown", any_force=True)
    return any(
        not any(other.first <= cue.first < other.last for other in spared) for cue in sense.having("answers.reports")
    )


def informs(sense: Sense, heard: Heard, *, asked: bool = False) -> bool:
    """Whether a sentence answers what the customer asked or wanted: a new figure or time, or a fact of the case.

    ``asked`` when the message asks a question of its own: then a statement beside it tells why it is asked. What is
    said to somebody abusive must hold a figure to be about the matter.
    """
    if not _is_said(sense) or sense.having(*_EMPTY, *_SAYS_OTHER, any_force=True) or sense.having(*_HARM):
        return False
    if sense.having("solutions.not_shown", any_force=True):
        return False
    words = sense.sentence.words
    if not heard.asks and heard.moment.abuse in (Abuse.INSULTING, Abuse.THREATENING):
        return any(word[0].isdigit() and word not in heard.words for word in words)
    if heard.asks and sense.having("answers.short"):
        return True
    new = _new(sense, heard)
    if len(words) < ENOUGH_WORDS:
        return new and heard.asks
    if heard.asks:
        return new or bool(sense.having("answers.substance", "answers.facts"))
    return new or (not asked and not _echoes(sense, heard) and bool(sense.having("answers.facts")))


def states(sense: Sense) -> bool:
    """Whether a sentence states anything at all: it is no formula, no kind word and no "I don't know"."""
    if not _is_said(sense) or len(sense.sentence.words) < ENOUGH_WORDS:
        return False
    if sense.having(*_EMPTY, "questions.requests", "empathy.shown", "apologize.shown", any_force=True):
        return False
    return any(word[0].isdigit() for word in sense.sentence.words) or bool(sense.having("answers.substance"))


def _echoes(sense: Sense, heard: Heard) -> bool:
    """Whether a sentence says nothing but what the customer has said."""
    return all(word in heard.words for word in sense.sentence.words if len(word) > _SHORT or word[0].isdigit())


def _is_said(sense: Sense) -> bool:
    """Whether a sentence is meant and asks nothing."""
    return not sense.asks and not sense.sarcasm and bool(sense.sentence.words)


def _new(sense: Sense, heard: Heard) -> bool:
    """Whether there is a figure or a time that the customer has not named."""
    said = heard.words
    words = sense.sentence.words
    if any(word[0].isdigit() and word not in said for word in words):
        return True
    named = {words[cue.first] for cue in sense.having("answers.figures", any_force=True)}
    for cue in sense.having("promises.when", any_force=True):
        named.update(word for word in words[cue.first : cue.last] if len(word) > _SHORT)
    return not named <= said
