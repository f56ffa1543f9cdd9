"""What the coach and the debrief say, in the trainee's language: sentences by code, from ``prompts/coaching``."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from roleplay.resources import shipped


class NoteWords(BaseModel):
    """The words by which a case note is read, in the language in which it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: tuple[str, ...]
    hours: tuple[str, ...]  # words before a bare hour
    outcome: tuple[str, ...]  # beginnings of words that say how it ended or what is open
    judging: tuple[str, ...]  # beginnings of words that judge the customer
    small: tuple[str, ...]  # words that carry no content


class Coaching(BaseModel):
    """The sentences of one language. ``{quote}``, ``{name}`` and the like stand for words of the call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dangling: frozenset[str]  # words at which a quote must not end
    warnings: dict[str, str]  # why the draft would do harm, by the code of the harm
    needs: dict[str, str]  # what the moment needs, by strategy and cause
    reasons: dict[str, str]  # why the mood moved, by the code of a Reason
    endings: dict[str, str]  # how the call ended, by Ending
    fatal: dict[str, str]
    checks: dict[str, str]  # what a check of the debrief looks at
    praise: dict[str, str]  # what went well, by strategy
    note: NoteWords
    better: dict[str, str]  # what to do differently next time, by code

    def say(self, group: dict[str, str], code: str, **words: str) -> str:
        """The sentence for a code; the code itself when there is none, so that nothing is ever blank."""
        text = group.get(code, code)
        for name, value in words.items():
            text = text.replace("{" + name + "}", value)
        return text


@cache
def load_coaching(language: str) -> Coaching:
    """The sentences in ``en`` or ``it``."""
    return Coaching.model_validate(YAML(typ="safe").load(shipped("prompts") / "coaching" / f"{language}.yaml"))
