"""The promises in a message: what the agent undertakes, who is to do it, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roleplay.reading.findings import By, Promise
from roleplay.reading.scope import Cue
from roleplay.reading.tongue import Sense

Senses = list[tuple[int, Sense]]

SHORTEST = 2
"""The fewest words of a promise: who, and a deed."""

_BY = {
    "details.self": By.AGENT,
    "details.ours": By.COMPANY,
    "details.other": By.OTHER,
    "details.nobody": By.NOBODY,
    "details.self_verbs": By.AGENT,
    "details.our_verbs": By.COMPANY,
}
_PRONOUN = {"details.self_verbs": "details.self", "details.our_verbs": "details.ours"}
_CLITIC = re.compile(r"['’](?:ll|m|d|re|ve)$", re.IGNORECASE)
_EDGES = " \t\n,;:–—-"


class Span(NamedTuple):
    """The words of one promise, from ``first`` up to, but without, ``last``."""

    first: int
    last: int

    def holds(self, cue: Cue) -> bool:
        """Whether the cue begins in this promise."""
        return self.first <= cue.first < self.last


def promises(senses: Senses) -> tuple[Promise, ...]:
    """What the agent undertakes: one promise a clause, and two where a clause joins two of them."""
    return tuple(promise for at, sense in senses if not sense.sarcasm and not sense.asks for promise in _of(at, sense))


def _of(at: int, sense: Sense) -> Iterator[Promise]:
    spans = _spans(sense)
    when = sense.having("promises.when", any_force=True)
    vague = sense.having("promises.vague", any_force=True)
    nobody = sense.having("promises.nobody", any_force=True)
    for span in spans:
        start, end = sense.sentence.quote(span.first, span.last)
        due = _due(span, spans, when)
        idle = any(cue.first < span.last and span.first < cue.last for cue in nobody)
        loose = any(span.first <= cue.first for cue in vague)
        who, by, deed = _undertaker(sense, span)
        yield Promise(
            quote=sense.sentence.text[start:end],
            start=at + start,
            when=sense.text(due) if due else "",
            vague=not due and (idle or loose),
            what=_deed(sense, deed, span.last, when),
            who=who,
            by=by,
        )


def _spans(sense: Sense) -> list[Span]:
    """Each promise from its cue to the end of the clause, or to the next promise that is joined to it."""
    spared = sense.having("promises.not_promise", any_force=True)
    links = sense.having("details.links", any_force=True)
    spans: list[Span] = []
    for cue in sense.having("promises.will", "details.will"):
        if any(other.first <= cue.first < other.last for other in spared):
            continue
        if spans and cue.first < spans[-1].last:
            joint = next((link for link in links if link.last == cue.first), None)
            if joint is None or joint.first < spans[-1].first + SHORTEST:
                continue
            spans[-1] = spans[-1]._replace(last=joint.first)
        end = min((begin for begin in sense.sentence.begins if begin >= cue.last), default=len(sense.sentence.words))
        spans.append(Span(cue.first, end))
    return spans


def _due(span: Span, spans: Sequence[Span], when: Sequence[Cue]) -> Cue | None:
    """The longest words for the deadline: in the promise or behind it, else anywhere but in another promise."""
    free = [cue for cue in when if not _elsewhere(cue, span, spans)]
    due = [cue for cue in free if span.first <= cue.first] or free
    return max(due, key=lambda cue: cue.end - cue.start, default=None)


def _elsewhere(cue: Cue, span: Span, spans: Sequence[Span]) -> bool:
    return any(other != span and other.holds(cue) for other in spans)


def _thing(sense: Sense, cue: Cue) -> bool:
    """Whether the cue is a thing and not a deed, as "rimborso" in "il rimborso"."""
    return any(other.first < cue.first < other.last for other in sense.having("promises.not_promise", any_force=True))


def _undertaker(sense: Sense, span: Span) -> tuple[str, By, int]:
    """Who does it, in the promise's first words for it; and the word at which the deed begins."""
    named = [cue for cue in sense.having(*_BY, any_force=True) if span.holds(cue) and not _thing(sense, cue)]
    begins = next((cue for cue in sense.having("details.begins", any_force=True) if span.holds(cue)), None)
    # "My colleague Dana will": a later "I" or "we" is somebody in the deed.
    found = named[0] if named and (not begins or named[0].first <= begins.first) else None
    if found is None:
        return "", By.UNSAID, span.first
    by = _BY[found.label]
    if found.label in _PRONOUN:
        pronoun = next((cue for cue in named if cue.label == _PRONOUN[found.label]), found)
        return sense.text(pronoun), by, span.first
    if by in (By.AGENT, By.COMPANY):
        deed = begins.last if begins else found.last
        return _CLITIC.sub("", sense.text(found)), by, deed if deed < span.last else span.first
    last = begins.first if begins else _named(sense, found.last, span.last)
    start, end = sense.sentence.quote(found.first, max(last, found.first + 1))
    deed = begins.last if begins else last
    return sense.sentence.text[start:end], by, deed if deed < span.last else span.first


def _named(sense: Sense, at: int, last: int) -> int:
    """The word behind a name that follows at once: "la mia collega Dana"."""
    while at < last and at not in sense.sentence.begins and sense.sentence.text[sense.sentence.spans[at][0]].isupper():
        at += 1
    return at


def _deed(sense: Sense, first: int, last: int, when: Sequence[Cue]) -> str:
    """The deed without the words for the deadline that end it."""
    end = last
    while due := next((cue for cue in when if cue.last == end and first < cue.first), None):
        end = due.first
    start, stop = sense.sentence.quote(first, end)
    return sense.sentence.text[start:stop].strip(_EDGES)
