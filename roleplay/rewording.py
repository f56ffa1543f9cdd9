"""What an agent could have said instead, when there is no persona: lines for any trade, from ``prompts/wordings``.

A line takes up the customer's own words where there are some worth quoting, and is given only if it reads as it should:
it shows its strategy in answer to this customer, and works against none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator
from ruamel.yaml import YAML

from roleplay.moment import read_moment
from roleplay.playbook import Playbook
from roleplay.reading import Abuse, Moment, Reading, read
from roleplay.resources import shipped
from roleplay.strategies import Strategy

PLACE = "{words}"
FEWEST, MOST = 4, 12
"""How many of the customer's words are worth quoting, and how many a line can carry."""

SLIPS = ("calm_down", "blamed", "mocked", "brushed_off")
HARMS = ("insult", *SLIPS, *(f"{strategy}_{how}" for strategy in Strategy for how in ("violated", "missed")))
"""The codes of what can be wrong with a moment."""

_ENDS = ",;:.!?…-–—()\n"
_EDGES = " \t,;:.!?…-–—"
_MARKS = re.compile(r"[\"“”«»\n{}]")
_WORTH = {
    Strategy.EMPATHY: ("feeling", "failure", "problem"),
    Strategy.APOLOGIZE: ("failure",),
    Strategy.SUPPORT: ("failure",),
}
"""Which of a moment's quotes a strategy takes up, the best first; these strategies take up no question."""
_OTHERWISE = ("problem", "failure", "feeling")


class Wordings(BaseModel):
    """Better wordings in one language, for each strategy some."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: dict[Strategy, tuple[str, ...]]
    leaning: frozenset[str]  # words with which a clause leans on what stands before it
    why: dict[str, str]  # why a moment is a bad one, by the code of a harm or of what was missing

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if absent := [s for s in Strategy if not any(PLACE not in line for line in self.say.get(s, ()))]:
            raise ValueError(f"{absent[0]}: a line without {PLACE} is missing")
        if silent := [code for code in HARMS if code not in self.why]:
            raise ValueError(f"why: {silent[0]} is missing")
        return self


@cache
def load_wordings(language: str) -> Wordings:
    """The wordings in ``en`` or ``it``."""
    return Wordings.model_validate(YAML(typ="safe").load(shipped("prompts") / "wordings" / f"{language}.yaml"))


def reword(wanted: tuple[Strategy, ...], moment: Moment, playbook: Playbook, number: int = 0) -> str:
    """A better wording for this moment: for the first of the ``wanted`` strategies that has one which fits.

    ``number`` turns to another line of the strategy, for those that were given before. When no line fits the moment,
    one without the customer's words.
    """
    lines = load_wordings(playbook.language).say
    for strategy in wanted:
        if strategy is Strategy.BOUNDARIES and not (moment.provocation or moment.abuse_quote):
            continue  # a limit that nobody called for does harm, whatever its words
        words = quotable(strategy, moment, playbook)
        own = [line for line in lines[strategy] if PLACE in line] if words else []
        choice = own + [line for line in lines[strategy] if PLACE not in line]
        for at in range(len(choice)):
            line = choice[(number + at) % len(choice)].replace(PLACE, words)
            if fits(line, strategy, read(line, moment.text, playbook)):
                return line
    return next(line for line in lines[wanted[0]] if PLACE not in line)


def fits(line: str, strategy: Strategy, reading: Reading) -> bool:
    """Whether a reading of the line shows the strategy and works against none."""
    harm = reading.insult or reading.slips or any(reading.violates(other) for other in Strategy)
    return bool(line) and reading.shows(strategy) and not harm


def quotable(strategy: Strategy, moment: Moment, playbook: Playbook) -> str:
    """Words of the customer that an agent can take up: a short whole clause, no abuse, nothing shouted, or nothing."""
    leaning = load_wordings(playbook.language).leaning
    for name in _WORTH.get(strategy, _OTHERWISE):
        words: str = getattr(moment, name).strip(_EDGES)
        if not FEWEST <= len(words.split()) <= MOST or words.split()[0].casefold() in leaning:
            continue
        asked = f"{words}?" in moment.text and strategy in _WORTH
        if asked or not _whole(words, moment.text) or _MARKS.search(words) or words.isupper():
            continue
        if read_moment(words, playbook).abuse is Abuse.NONE:
            return words
    return ""


def _whole(words: str, text: str) -> bool:
    """Whether the words stand between two marks of the text, so that they are no torn-off piece."""
    before, _found, after = text.partition(words)
    return (before.rstrip() or ".")[-1] in _ENDS and (after.lstrip() or ".")[0] in _ENDS
