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
    spared = {cue.first for cue in sense.having("questions.opens", any_force=True)}
    for cue in sense.having("questions.routine", "questions.offers", any_force=True):
        if cue.first not in spared and not _leads_in(sense, cue):
            return False
    if sense.sentence.asks:
        return True
    # Without its mark a question is one only where the sentence begins with it.
    starts = [cue.first for cue in sense.having("questions.starts") if cue.first <= _LEAD]
    if not sense.sentence.text.rstrip().endswith("."):
        return bool(starts)
    return any(cue.first in starts for cue in sense.having("questions.requests"))


_LEAD = 1  # so many words may stand before an unmarked question: "ok, what ..."


def _leads_in(sense: Sense, cue: Cue) -> bool:
    """Whether the cue is a lone word before the question itself: "Ok, since when ...?"."""
    return cue.last - cue.first == 1 and cue.last < len(sense.sentence.words)
