"""How many scripted calls a core plays in a second, and whether the time grows in line with the turns.

Run ``python tests/bench/bench_calls.py [CALLS]``: that many calls (1,000 without a number) of 15 turns, the personas
by turns, and then the time of one turn in calls of 15, 30 and 60 turns, side by side.
"""

from __future__ import annotations

import itertools
import sys
import time
from datetime import UTC, datetime

from roleplay.library import files, load
from roleplay.persona import Persona
from roleplay.session import Session
from roleplay.voices.scripted import words

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LINES = {
    "en": ["I'm sorry about that. Could you tell me what happened?", "I see, one moment, I'm looking at it.", "Okay."],
    "it": ["Mi scusi. Può raccontarmi che cosa è successo?", "Vedo, un momento, sto guardando.", "Va bene."],
}


def play(persona: Persona, turns: int, seed: int) -> int:
    """Play that many turns with a customer whose patience never ends; returns the turns played."""
    session = Session.start(persona, seed=seed, at=AT)
    session.open(AT)
    session.spoke(words(session.scene()), voice="scripted", at=AT)
    lines = itertools.cycle(LINES[persona.language])
    for number in range(turns):
        if session.state.ended:
            return number
        session.say(f"{next(lines)} {number}.", AT)
        session.spoke(words(session.scene()), voice="scripted", at=AT)
    return turns


def endless(persona: Persona) -> Persona:
    """The persona with patience for any number of turns, so that every call is as long as it should be."""
    return persona.model_copy(update={"temper": persona.temper.model_copy(update={"patience": 1000, "heats": 0.3})})


def main() -> None:
    """Print the figures."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    personas = [endless(load(id)) for id in sorted(files())]
    for persona in personas:
        play(persona, 60, 0)  # compile the cues, and meet every sentence once
    start = time.process_time()
    turns = sum(play(personas[number % len(personas)], 15, number) for number in range(calls))
    took = time.process_time() - start
    print(f"{calls} calls, {turns / calls:.1f} turns each: {calls / took:.0f} calls a second on one core")
    for length in (15, 30, 60):
        start = time.process_time()
        turns = sum(play(persona, length, 1) for persona in personas)
        print(f"{length} turns: {(time.process_time() - start) / turns * 1000:.2f} ms a turn")


if __name__ == "__main__":
    main()
