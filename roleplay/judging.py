"""One line's judgement while a call goes on: asked for in the background, used if it comes, missed by nobody if not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from roleplay.i18n import _
from roleplay.llm.judge import JudgeFailed

if TYPE_CHECKING:
    from roleplay.judgement import Judgement
    from roleplay.session import State

GRACE = 0.8
"""Seconds for which the customer's reaction waits for the model's verdicts: as long as the customer thinks anyway
before the first word appears, so that at the usual pace the trainee does not wait for it."""


class Judge(Protocol):
    """Somebody who judges a line.

    One with an attribute ``notice`` has something to tell the trainee about it, unless it is empty.
    """

    async def judge(self, customer: str, line: str, language: str) -> Judgement:
        """The verdicts; raises JudgeFailed."""


@dataclass(frozen=True)
class Answer:
    """The verdicts on the line of this turn, or None; in ``problem`` one calm sentence when something went wrong."""

    turn: int
    judgement: Judgement | None = None
    problem: str = ""


async def judge_last(state: State, judge: Judge) -> Answer:
    """Have the trainee's last line judged, which the customer has not answered yet; never an error."""
    line, reading = state.readings[-1]
    if not reading.substance:  # the customer is puzzled by it, whatever a model makes of it
        return Answer(line.turn)
    try:
        found = await judge.judge(state.last_customer, line.text, state.persona.language)
        return Answer(line.turn, found, problem=str(getattr(judge, "notice", "")))
    except JudgeFailed as failure:
        return Answer(line.turn, problem=str(failure))
    except Exception:  # a fault of a judge is no reason to end a call
        told = _("The model's verdicts failed for a reason of their own. The coach's own verdicts stand.")
        return Answer(line.turn, problem=told)
