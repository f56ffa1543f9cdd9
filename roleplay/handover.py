"""A handover to the supervisor, judged on its timing and on the context that goes with it.

What the supervisor does not know, the customer has to tell again, and minds. Practice asks for a warm handover before
it is demanded; no effect sizes are published, so the numbers here are assumptions.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from roleplay.coaching import load_coaching
from roleplay.content import holds
from roleplay.customer import heat
from roleplay.events import Direction
from roleplay.memory import Memory
from roleplay.mood import Mood, Reason
from roleplay.persona import Act, Kind, Persona, Reaction
from roleplay.resources import shipped

EARLY = 2
"""The turn before which a handover comes at the first breath, unless the customer is very hot or abusive."""
VERY_HOT = 8.5
WARM = 0.5
"""Share of the context from which the supervisor counts as informed."""


class Timing(StrEnum):
    """When the handover came."""

    EARLY = "early"  # at the first breath
    BEFORE = "before"  # before it was demanded
    AFTER = "after"  # once it was demanded


class SupervisorWords(BaseModel):
    """What a supervisor says on joining."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    informed: tuple[str, ...]
    uninformed: tuple[str, ...]


@cache
def supervisor_words(language: str) -> SupervisorWords:
    """The words in ``en`` or ``it``."""
    path = shipped("prompts") / "supervisor" / f"{language}.yaml"
    return SupervisorWords.model_validate(YAML(typ="safe").load(path))


@dataclass(frozen=True)
class Part:
    """One thing that the supervisor needs to know, and whether the message tells it."""

    what: str
    told: bool
    fact: str = ""  # id of the fact, if it is one


@dataclass(frozen=True)
class Handover:
    """How good a handover is."""

    timing: Timing
    parts: tuple[Part, ...]

    @property
    def context(self) -> float:
        """Share of what the supervisor needs to know that the message tells, 0 to 1."""
        return sum(part.told for part in self.parts) / len(self.parts)

    @property
    def warm(self) -> bool:
        """Whether the supervisor knows the story."""
        return self.context >= WARM


def judge(message: str, memory: Memory, mood: Mood, persona: Persona) -> Handover:
    """What the message tells of the call so far: who, what it is about, the facts given, and what was offered."""
    words = load_coaching(persona.language).note
    who = any(name.casefold() in message.casefold() for name in persona.name.split() if len(name) > 2)
    about = [
        persona.problem,
        persona.headline,
        *(need.what for need in persona.needs if need.kind is not Kind.ATTENTION),
    ]
    parts = [Part(persona.name, who), Part(persona.problem, any(holds(message, text, words, 0.4) for text in about))]
    for fact in persona.facts:
        if fact.id in memory.told:
            parts.append(Part(fact.what, holds(message, fact.value, words, 0.6), fact.id))
    for id in sorted(memory.offered):
        what = persona.remedy(id).what
        parts.append(Part(what, holds(message, what, words, 0.4)))
    return Handover(_timing(memory, mood), tuple(parts))


def _timing(memory: Memory, mood: Mood) -> Timing:
    if memory.done(Act.DEMAND_MANAGER):
        return Timing.AFTER
    hot = mood.anger >= VERY_HOT or memory.done(Act.INSULT) > 0
    return Timing.EARLY if memory.turn < EARLY and not hot else Timing.BEFORE


def greeting(handover: Handover, persona: Persona, seed: int) -> str:
    """What the supervisor says on joining."""
    words = supervisor_words(persona.language)
    line = random.Random(f"{seed}:supervisor").choice(words.informed if handover.warm else words.uninformed)
    places = {"supervisor": re.split(r"[,;(]", persona.brief.supervisor)[0].strip(), "name": persona.name}
    for name, value in {**places, "problem": persona.problem}.items():
        line = line.replace("{" + name + "}", value)
    return line


def received(handover: Handover, mood: Mood) -> tuple[Mood, tuple[Reason, ...]]:
    """How the customer takes the change of hands."""
    reasons = [
        Reason(code="handover_warm", anger=-1.5, satisfaction=0.8)
        if handover.warm
        else Reason(code="handover_cold", anger=1.0, satisfaction=-0.5)
    ]
    if handover.timing is Timing.EARLY:
        reasons.append(Reason(code="handover_early", anger=0.6))
    elif handover.timing is Timing.BEFORE:
        reasons.append(Reason(code="handover_before", anger=-0.4))
    anger = min(max(mood.anger + sum(reason.anger for reason in reasons), 0.0), 10.0)
    pleased = min(max(mood.satisfaction + sum(reason.satisfaction for reason in reasons), 0.0), 10.0)
    return mood.model_copy(update={"anger": round(anger, 3), "satisfaction": round(pleased, 3)}), tuple(reasons)


def answer(handover: Handover, mood: Mood) -> Direction:
    """What the customer says to the supervisor: relief, or the story once more."""
    if handover.warm:
        return Direction(act=Act.SOFTEN, heat=heat(mood.anger))
    again = tuple(part.fact for part in handover.parts if part.fact and not part.told)[:2]
    return Direction(
        act=Act.REPEAT, heat=heat(mood.anger), reaction=Reaction.ASKED_AGAIN, facts=again, again=again, sentences=4
    )
