"""A call that goes on as long as wanted, played by a scripted agent: to see what a prompt looks like late in a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from roleplay.persona import Persona
from roleplay.session import Session, State
from roleplay.voices.scene import Scene
from roleplay.voices.scripted import words

SHARE = 0.2
"""How much of a need a remedy meets here: too little for the customer ever to be content."""
_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def endless(persona: Persona) -> Persona:
    """The persona with patience for any number of turns, for whom no remedy is enough."""
    temper = persona.temper.model_copy(update={"patience": 1000, "heats": 0.3})
    remedies = tuple(remedy.model_copy(update={"share": SHARE}) for remedy in persona.remedies)
    return persona.model_copy(update={"temper": temper, "remedies": remedies})


def scenes(persona: Persona, agent: Callable[[State], str], *, seed: int = 1) -> Iterator[Scene]:
    """What the voice would have to say in turn 0, 1, 2 …, until the call ends; ``agent`` says the trainee's lines."""
    at = _START
    session = Session.start(persona, seed=seed, at=at)
    session.open(at)
    while not session.state.ended:
        scene = session.scene()
        yield scene
        at += timedelta(seconds=15)
        session.spoke(words(scene), voice="scripted", at=at)
        if not session.state.ended:
            session.say(agent(session.state), at)
