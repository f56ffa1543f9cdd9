"""The deeds in a message: questions, vagueness, the agent's own abuse; promises have a module of their own."""

from __future__ import annotations

from roleplay.reading.findings import Hit, Promise
from roleplay.reading.scope import Cue
from roleplay.reading.tongue import Sense

Senses = list[tuple[int, Sense]]


def first_hit(senses: Senses, name: str, *labels: str) -> Hit | None:
    """The first words plainly meant under one of the labels."""
    for at, sense in senses:
        if found := sense.having(*labels):
            return hit(at, sense, found[0], name)
    return None


def hit(at: int, sense: Sense, cue: Cue, name: str) -> Hit:
    """A cue as a hit in the whole message."""
    return Hit(id=name, quote=sense.text(cue), start=at + cue.start)


def vague_talk(senses: Senses, made: tuple[Promise, ...]) -> Hit | None:
    """Vague words with nothing concrete beside them: no deadline, and no deed done."""
    if any(promise.when for promise in made):
        return None
    if any(sense.having("promises.when") for _, sense in senses):
        return None
    if any(not promise.vague for promise in made):
        return None
    loose = next((Hit(id="vague", quote=promise.quote, start=promise.start) for promise in made), None)
    return first_hit(senses, "vague", "promises.vague") or loose


def asking(sense: Sense) -> bool:
    """Whether the sentence asks something of substance: about the problem, the need or what happened."""
    if not sense.asks or sense.sarcasm or not sense.sentence.words:
        return False
    if sense.having("questions.rhetorical", any_force=True):
        return False
    opened = {cue.first for cue in sense.having("questions.opens", any_force=True)}
    if any(cue.first not in opened for cue in sense.having("questions.routine", "questions.offers", any_force=True)):
        return False
    return sense.sentence.asks or bool(sense.having("questions.starts"))
