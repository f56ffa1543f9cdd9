"""The deeds in a message: promises, questions, vagueness, a handover, a farewell, the agent's own abuse."""

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


def promises(senses: Senses) -> tuple[Promise, ...]:
    """What the agent undertakes, one promise a clause at the most."""
    found: list[Promise] = []
    for at, sense in senses:
        if sense.sarcasm or sense.asks:
            continue
        spared = sense.having("promises.not_promise", any_force=True)
        when = sense.having("promises.when", any_force=True)
        vague = sense.having("promises.vague", any_force=True)
        nobody = sense.having("promises.nobody", any_force=True)
        done = -1
        for cue in sense.having("promises.will"):
            if cue.first < done or any(other.first <= cue.first < other.last for other in spared):
                continue
            done = _end_of_promise(sense, cue)
            start, end = sense.sentence.quote(cue.first, done)
            due = [other for other in when if cue.first <= other.first] or when
            words = sense.text(max(due, key=lambda other: other.end - other.start)) if due else ""
            idle = any(other.first < done and cue.first < other.last for other in nobody)
            found.append(
                Promise(
                    quote=sense.sentence.text[start:end],
                    start=at + start,
                    when=words,
                    vague=not words and (idle or any(cue.first <= other.first for other in vague)),
                )
            )
    return tuple(found)


def _end_of_promise(sense: Sense, cue: Cue) -> int:
    """The clause's end: where the next clause begins, but never in the middle of the cue."""
    later = [begin for begin in sense.sentence.begins if begin >= cue.last]
    return min(later, default=len(sense.sentence.words))


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
