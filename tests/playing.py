"""Plays whole calls with the scripted voice: a script of the trainee's lines in, the finished session out."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from roleplay.events import Caps
from roleplay.persona import Persona
from roleplay.session import Session
from roleplay.voices.scripted import words

START = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)


@cache
def agents(name: str) -> dict[str, Any]:
    """The scripts in ``agents``: for a persona by kind, under ``common`` by kind and language."""
    scripts: dict[str, Any] = YAML(typ="safe").load(Path(__file__).parent / "agents" / f"{name}.yaml")
    return scripts


def script(kind: str, persona: Persona, turns: int = 30) -> Iterable[str]:
    """What an agent of this kind says to this persona; a good one goes through it once, the others go on and on."""
    if kind == "good":
        return list[str](agents(persona.id)[kind])
    lines: list[str] = agents(persona.id).get(kind) or agents("common")[kind][persona.language]
    return islice(cycle(lines), turns)


def play(persona: Persona, lines: Iterable[str], seed: int = 1) -> Session:
    """The session after these lines, or after the call's end."""
    return play_capped(persona, lines, seed, Caps.MILD)


def play_capped(persona: Persona, lines: Iterable[str], seed: int, abuse: Caps) -> Session:
    """The same with another cap on the customer's language."""
    ticks = (START + timedelta(seconds=20 * n) for n in count())
    session = Session.start(persona, seed=seed, at=next(ticks), abuse=abuse)
    session.open(next(ticks))
    session.spoke(words(session.scene()), voice="scripted", at=next(ticks))
    for line in lines:
        if session.state.ended:
            break
        session.say(line, next(ticks))
        session.spoke(words(session.scene()), voice="scripted", at=next(ticks))
    return session


def told(session: Session) -> str:
    """The call as text, for a person who wants to see what went wrong in a test."""
    state = session.state
    return "\n".join(
        f"{line.who}: {line.text}" + (f"   [{state.steps[line.turn].mood}]" if line.who == "customer" else "")
        for line in state.lines
    )
