"""The scripted voice: puts the act into words from the persona's own lines, and repeats none of them in a call."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Literal

from roleplay.events import Rung
from roleplay.persona import Act, Persona
from roleplay.voices.scene import Scene

# Where an act's own lines are used up, lines of the next of kin say much the same.
_KIN: dict[Act, tuple[Act, ...]] = {
    Act.VENT: (Act.REPEAT, Act.OBJECT),
    Act.REPEAT: (Act.OBJECT, Act.VENT),
    Act.OBJECT: (Act.DECLINE, Act.REPEAT, Act.VENT),
    Act.DECLINE: (Act.OBJECT, Act.REPEAT),
    Act.TEST_PROMISE: (Act.OBJECT, Act.REPEAT),
    Act.SOFTEN: (Act.ANSWER, Act.REPEAT),
    Act.ANSWER: (),
    Act.INSULT: (Act.VENT, Act.REPEAT),
    Act.THREATEN: (Act.VENT, Act.OBJECT),
    Act.DEMAND_MANAGER: (Act.OBJECT, Act.VENT),
}
_INSISTS_ALONE = frozenset({Act.REPEAT, Act.OBJECT})
"""Acts that a need's own words can stand in for; with the others the need comes after the act's line."""


class ScriptedVoice:
    """Speaks from the persona's lines; the same seed and the same call give the same words."""

    name: Literal["scripted", "model"] = "scripted"

    async def speak(self, scene: Scene) -> AsyncIterator[str]:
        """The customer's whole line, in one piece."""
        yield words(scene)


def words(scene: Scene) -> str:
    """The customer's line for this scene: a reaction, the act, the facts that are due, a need to insist on."""
    rng = random.Random(f"{scene.seed}:{scene.turn}:words")
    spoken = set(scene.used)
    parts: list[str] = []
    for part in _parts(scene, rng, spoken):
        if part:
            parts.append(part)
            spoken.add(part)
    return " ".join(parts)


def _parts(scene: Scene, rng: random.Random, spoken: set[str]) -> Iterator[str]:
    persona, direction = scene.persona, scene.direction
    opened_with = ""
    if direction.button:
        opened_with = _fresh(persona.hot_button(direction.button).reacts, rng, spoken)
    elif direction.reaction:
        opened_with = _fresh(persona.reactions.get(direction.reaction, ()), rng, spoken)
    yield opened_with
    if direction.manner:
        # A manner takes the place of the act's own words where these only say the same again.
        quirk = persona.manners.get(direction.manner)
        manner = _fresh(quirk.lines, rng, spoken) if quirk else ""
        yield manner
        if manner and direction.act in (Act.VENT, Act.REPEAT) and not direction.facts:
            return
    if direction.facts:
        if direction.act is not Act.ANSWER:
            yield _act_line(scene, rng, spoken)
        elif not opened_with and not direction.manner and rng.random() < 0.5:
            yield _fresh(persona.lines.get(Act.ANSWER, ()), rng, spoken)
        for id in direction.facts:
            yield _telling(scene, id, spoken)
        return
    if direction.act is Act.ANSWER and opened_with:
        return
    still = _fresh(persona.need(direction.need).still, rng, spoken) if direction.need else ""
    if still and direction.act in _INSISTS_ALONE and scene.turn % 2:
        yield still
        return
    yield _act_line(scene, rng, spoken)
    if direction.act in (Act.SOFTEN, Act.DECLINE) and not opened_with:
        yield still


def _act_line(scene: Scene, rng: random.Random, spoken: set[str]) -> str:
    """The act's own line; an insult comes from its rung of the ladder, or from the rung below when that is used up."""
    direction, abuse = scene.direction, scene.persona.abuse
    if direction.act is Act.INSULT and abuse:
        rungs = [abuse.rude, abuse.insulting, abuse.threatening]
        height = [Rung.RUDE, Rung.INSULTING, Rung.THREATENING].index(direction.rung or Rung.RUDE)
        if direction.strong and height and (line := _fresh(abuse.strong, rng, spoken)) and rng.random() < 0.5:
            return line
        for lines in reversed(rungs[: height + 1]):
            if line := _fresh(lines, rng, spoken):
                return line
    return _line(scene.persona, direction.act, rng, spoken)


def _line(persona: Persona, act: Act, rng: random.Random, spoken: set[str]) -> str:
    """A line for this act that was not said yet, or for its next of kin, or else any that was not said."""
    for kin in (act, *_KIN.get(act, ())):
        if line := _fresh(persona.lines.get(kin, ()), rng, spoken):
            return line
    spare = [line for kin in (Act.REPEAT, Act.VENT, Act.OBJECT) for line in persona.lines.get(kin, ())]
    spare += [line for need in persona.needs for line in need.still]
    # Past the last line of a very long call, an old one is better than silence.
    return _fresh(spare, rng, spoken) or rng.choice(persona.lines[Act.REPEAT])


def _fresh(lines: Iterable[str], rng: random.Random, spoken: set[str]) -> str:
    left = [line for line in lines if line not in spoken]
    return rng.choice(left) if left else ""


def _telling(scene: Scene, id: str, spoken: set[str]) -> str:
    """The fact in words; each time it is asked for in the next of its wordings."""
    says = scene.persona.fact(id).says
    left = [line for line in says if line not in spoken]
    return left[0] if left else says[(scene.times_told.get(id, 1) - 1) % len(says)]
