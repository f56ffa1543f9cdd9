"""Reads the case note against the transcript: date and time, who, facts, what was done, promises, the outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roleplay.coaching import Coaching, NoteWords, load_coaching
from roleplay.content import holds
from roleplay.score import Check, Score
from roleplay.session import State

_CLOCK = re.compile(r"\b([01]?\d|2[0-3])\s?([:.h]\s?[0-5]\d|\s?[ap]\.?m\b)", re.IGNORECASE)
ENOUGH = 0.5
"""Share of a promise's or a remedy's content words that the note must have for it to count as noted."""


def grade(state: State, coaching: Coaching) -> Score:
    """The documentation score of the note; None when the call had nothing to note."""
    if not state.readings:
        return Score(None, ())
    return Score.of(list(_checks(state, coaching, load_coaching(state.persona.language).note)))


def _checks(state: State, coaching: Coaching, words: NoteWords) -> Iterator[Check]:
    note, persona = state.note, state.persona
    yield Check(coaching.say(coaching.checks, "date"), _dated(note, state, words))
    yield Check(coaching.say(coaching.checks, "time"), _timed(note, words))
    who = coaching.say(coaching.checks, "who", what=persona.name)
    yield Check(who, any(part.casefold() in note.casefold() for part in persona.name.split() if len(part) > 2))
    for fact in persona.facts:
        if state.memory.knows(fact.id, persona):
            label = coaching.say(coaching.checks, "fact", what=fact.what)
            yield Check(label, holds(note, fact.value, words, 0.6), fact.value)
    offers = {offer.remedy: (offer, line.turn) for line, reading in state.readings for offer in reading.case.offers}
    for id, (offer, turn) in offers.items():
        remedy = persona.remedy(id)
        label = coaching.say(coaching.checks, "done", what=remedy.what)
        noted = holds(note, remedy.what, words, ENOUGH) or holds(note, offer.quote, words, ENOUGH)
        yield Check(label, noted, offer.quote, turn)
    for line, reading in state.readings:
        for promise in reading.promises:
            if not promise.vague and not any(offer.quote in promise.quote for offer in reading.case.offers):
                label = coaching.say(coaching.checks, "promise", what=promise.quote)
                noted = holds(note, promise.quote, words, ENOUGH)
                if noted and promise.when:
                    noted = holds(note, promise.when, words, ENOUGH)
                yield Check(label, noted, promise.quote, line.turn)
    low = note.casefold()
    yield Check(coaching.say(coaching.checks, "outcome"), any(_begins(low, word) for word in words.outcome))
    judging = next((word for word in words.judging if _begins(low, word)), "")
    if note.strip():
        yield Check(coaching.say(coaching.checks, "judgement"), not judging, judging)


def _timed(note: str, words: NoteWords) -> bool:
    """Whether the note names an hour: 9:30, 9 am, or a bare figure after a word such as the Italian "ore"."""
    hours = "|".join(re.escape(word) for word in words.hours)
    return bool(_CLOCK.search(note) or re.search(rf"\b(?:{hours})\s+(?:[01]?\d|2[0-3])\b", note.casefold()))


def _dated(note: str, state: State, words: NoteWords) -> bool:
    """Whether the note names the day of the call: today's, or the one on which the persona's case is set.

    A later reader does not know what day "today" was.
    """
    persona = state.persona
    told = " ".join([persona.setting, *persona.brief.records])
    days = {(at.day, at.month) for at in (state.started_at, state.started_at.astimezone())} | _days(told, words)
    return bool(_days(note, words) & days)


def _days(text: str, words: NoteWords) -> set[tuple[int, int]]:
    """The days, with their months, that a text names in figures or with the month's name; both orders of figures."""
    low = text.casefold()
    found: set[tuple[int, int]] = set()
    for number, month in enumerate(words.months, 1):
        name = rf"(?:{re.escape(month)}|{re.escape(month[:3])})[a-z]*\.?"
        for day in re.findall(rf"\b(\d{{1,2}})[a-z°º]{{0,2}}\.?\s+(?:\w{{1,3}}\s+)?{name}\b", low):
            found.add((int(day), number))
        for day in re.findall(rf"\b{name}\s+(\d{{1,2}})\b", low):
            found.add((int(day), number))
    for _year, month_text, day in re.findall(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", low):
        found.add((int(day), int(month_text)))
    for one, other in re.findall(r"\b(\d{1,2})[./-]\s?(\d{1,2})\b", low):
        found |= {(int(one), int(other)), (int(other), int(one))}
    return found


def _begins(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}", text) is not None
