"""Agents for calls of sixty turns: an expert, and one who talks and promises without end."""

from collections.abc import Callable

from roleplay.agents import Player
from roleplay.persona import Persona
from roleplay.session import State

PROMISES = {
    "en": "I'll call you back about step {n} on the {day}th at {hour} o'clock, and our team will send you a letter.",
    "it": "La richiamo per il passo {n} il {day} maggio alle {hour}, e il gruppo le manda una lettera.",
}

SHORT = {
    "en": ["I'm sorry. What happened?", "I see. How long?", "Which one is it?", "I understand, go on.", "Okay."],
    "it": ["Mi scusi. Che è successo?", "Vedo. Da quando?", "Quale, di preciso?", "La capisco, dica.", "Va bene."],
}


def expert(persona: Persona) -> Callable[[State], str]:
    return Player("expert", persona, 1).line


def talkative(persona: Persona) -> Callable[[State], str]:
    """Says what three good agents would say at once, and promises something new each time."""
    players = [Player(name, persona, 1) for name in ("expert", "decent", "expert")]

    def line(state: State) -> str:
        n = state.turn + 1
        promise = PROMISES[persona.language].format(n=n, day=n % 28 + 1, hour=n % 9 + 9)
        return " ".join([*(player.line(state) for player in players), promise])

    return line


def terse(persona: Persona) -> Callable[[State], str]:
    """Hardly says anything."""
    short = SHORT[persona.language]
    return lambda state: short[state.turn % len(short)]


def changing(persona: Persona) -> Callable[[State], str]:
    """Hardly says anything for twenty turns, and then talks without end: another talk, and not a longer one."""
    short, long = terse(persona), talkative(persona)
    return lambda state: (short if state.turn < 20 else long)(state)


AGENTS = {"expert": expert, "talkative": talkative, "terse": terse}
