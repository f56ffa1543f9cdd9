"""Reads the customer's last message: what it brings up, and what it gives."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from roleplay.reading.findings import Abuse, Moment
from roleplay.reading.scope import Cue, Force
from roleplay.reading.sentences import Sentence
from roleplay.reading.tongue import Sense, Tongue

SHOUTED_WORDS = 3
"""So many words of four letters and more in capitals are shouting."""

LONGEST = 4000
"""So many characters of a customer's message are read: twice what a customer ever says."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The customer's message as far as a reading of the reply needs it."""

    moment: Moment
    asks: bool = False  # asks for information
    given: frozenset[int] = frozenset()  # which of the playbook's given things are in it
    refused: frozenset[str] = frozenset()  # words for what the customer does not want
    words: frozenset[str] = frozenset()  # every word of the message

    content: frozenset[str] = frozenset()  # the words that carry the message: numbers, and words that are not common
    tried: frozenset[int] = frozenset()  # which of the given things are advice already followed
    unfinished: bool = False  # breaks off in the middle of a sentence

    @property
    def open(self) -> bool:
        """Whether something is left to answer or to solve."""
        return bool(self.moment.text.strip()) and (self.asks or not self.moment.friendly)


@functools.lru_cache(maxsize=512)
def hear(text: str, tongue: Tongue) -> Heard:
    """Read a customer's message; empty text brings up nothing."""
    senses = [(at, tongue.said(piece)) for at, piece in tongue.sentences(text[:LONGEST])]
    quotes = {
        name: _quote(senses, f"customer.{name}") for name in ("feeling", "failure", "problem", "superior", "record")
    }
    abuse, abuse_quote = _abuse(senses)
    asks = any(
        (sense.asks or sense.having("customer.asks")) and not sense.having("customer.superior") for _, sense in senses
    )
    asking = next((sense.sentence.text.strip() for _, sense in senses if sense.asks), "")
    friendly = any(sense.having("customer.friendly") for _, sense in senses)
    provocation = _quote(senses, "customer.provocation") or abuse_quote or _shouted(senses)
    moment = Moment(
        text=text,
        provocation=provocation,
        abuse=abuse,
        abuse_quote=abuse_quote,
        feeling=quotes["feeling"],
        failure=quotes["failure"],
        problem=quotes["problem"] or _quote(senses, "customer.asks") or asking or quotes["failure"],
        superior=quotes["superior"],
        record=quotes["record"],
        friendly=friendly and not provocation,
    )
    given = frozenset(
        index
        for _, sense in senses
        for index in range(len(tongue.playbook.given))
        if not sense.asks
        and any(cue.force is not Force.NEGATED for cue in sense.having(f"given.{index}", any_force=True))
    )
    words = frozenset(word for _, sense in senses for word in sense.sentence.words)
    return Heard(
        moment,
        asks,
        given,
        refused=_refused(senses, tongue.common),
        words=words,
        content=frozenset(word for word in words if word[0].isdigit() or (len(word) > 3 and word not in tongue.common)),
        tried=frozenset(index for index in given if tongue.playbook.given[index].advice),
        unfinished=_unfinished(senses),
    )


def _quote(senses: list[tuple[int, Sense]], label: str) -> str:
    """The clause of the longest words under the label, in the first sentence that has them."""
    for _, sense in senses:
        if found := sense.having(label):
            best = max(found, key=lambda cue: cue.end - cue.start)
            start, end = sense.sentence.clause(best.first, best.last)
            return sense.sentence.text[start:end]
    return ""


def _abuse(senses: list[tuple[int, Sense]]) -> tuple[Abuse, str]:
    """The highest rung of the ladder, and its words."""
    for rung in (Abuse.THREATENING, Abuse.INSULTING, Abuse.RUDE):
        for _, sense in senses:
            spared = sense.having("customer.not_abuse")
            for cue in sense.having(f"customer.{rung}"):
                if not any(_overlap(cue, other) for other in spared):
                    return rung, sense.text(cue)
    return Abuse.NONE, ""


def _overlap(cue: Cue, other: Cue) -> bool:
    return cue.first < other.last and other.first < cue.last


def _shouted(senses: list[tuple[int, Sense]]) -> str:
    """The sentence in capitals; or one of trouble with more than one ``!``, when nothing in the message is friendly."""
    for _, sense in senses:
        if shouts(sense.sentence):
            return sense.sentence.text.strip()
    if any(sense.having("customer.friendly") for _, sense in senses):
        return ""
    return next((sense.sentence.text.strip() for _, sense in senses if _calls_out(sense)), "")


def _calls_out(sense: Sense) -> bool:
    trouble = ("customer.failure", "customer.feeling", "customer.problem")
    return "!!" in sense.sentence.text and bool(sense.having(*trouble))


def shouts(sentence: Sentence) -> bool:
    """Whether the sentence is written in capitals."""
    words = [sentence.text[start:end] for start, end in sentence.spans]
    loud = [word for word in words if len(word) >= 3 and word.isalpha() and word.isupper()]
    return len(loud) >= SHOUTED_WORDS and len(loud) * 2 > len([word for word in words if len(word) >= 3])


def _unfinished(senses: list[tuple[int, Sense]]) -> bool:
    """Whether the last sentence stops at a word with which nobody ends."""
    if not senses:
        return False
    sense = senses[-1][1]
    text = sense.sentence.text.rstrip()
    if not text or text[-1] in ".!?":
        return False
    return any(cue.last == len(sense.sentence.words) for cue in sense.having("customer.unfinished", any_force=True))


def _refused(senses: list[tuple[int, Sense]], common: frozenset[str]) -> frozenset[str]:
    """The words that name what the customer does not want: up to three after the refusal, in its clause."""
    found: set[str] = set()
    for _, sense in senses:
        words = sense.sentence.words
        for cue in sense.having("customer.stops", any_force=True):
            found |= {word for word in words[cue.first : cue.last] if len(word) > 3 and word not in common}
        for cue in sense.having("customer.refused"):
            for at in range(cue.last, min(cue.last + 3, len(words))):
                if at in sense.sentence.begins:
                    break
                if len(words[at]) > 3 and words[at] not in common:
                    found.add(words[at])
    return frozenset(found)
