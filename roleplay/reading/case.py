"""What a message does with the facts of a persona's case: facts asked for, remedies offered, hot buttons pressed."""

from __future__ import annotations

import functools

from roleplay.persona import Persona
from roleplay.reading.cues import Lexicon
from roleplay.reading.findings import CaseFacts, Hit, Offer
from roleplay.reading.scope import Cue, Force
from roleplay.reading.tongue import Sense, Tongue

TOLD = 2
"""A verb of being so many words after a fact's name tells the fact, it does not ask for it."""


class Case:
    """One persona's cues, compiled."""

    def __init__(self, persona: Persona, tongue: Tongue) -> None:
        """Compile the cues with the word lists of the playbook."""
        groups = {f"fact.{fact.id}": fact.asks for fact in persona.facts}
        groups |= {f"remedy.{remedy.id}": remedy.cues for remedy in persona.remedies}
        groups |= {f"button.{button.id}": button.cues for button in persona.hot_buttons}
        self._lexicon = Lexicon(groups, {}, tongue.language)
        self._cues = functools.lru_cache(maxsize=1024)(self._find)

    def read(self, senses: list[tuple[int, Sense]]) -> CaseFacts:
        """The case facts in a message; each id once, at its first place."""
        asked: dict[str, Hit] = {}
        offers: dict[str, Offer] = {}
        refused: dict[str, Hit] = {}
        buttons: dict[str, Hit] = {}
        for at, sense in senses:
            for cue in self._cues(sense):
                kind, _, name = cue.label.partition(".")
                quote = sense.text(cue)
                start = at + cue.start
                if kind == "button":
                    if cue.force in (Force.PLAIN, Force.HYPOTHETICAL):
                        buttons.setdefault(name, Hit(id=name, quote=quote, start=start))
                elif kind == "fact":
                    if cue.force is not Force.NEGATED and _asks_for(sense, cue):
                        asked.setdefault(name, Hit(id=name, quote=quote, start=start))
                elif cue.force is Force.NEGATED:
                    refused.setdefault(name, Hit(id=name, quote=quote, start=start))
                elif _offered(sense, cue):
                    only_asked = sense.asks and not sense.having("questions.offers")
                    offer = Offer(remedy=name, quote=quote, start=start, asked=only_asked)
                    if name not in offers or (offers[name].asked and not only_asked):
                        offers[name] = offer
        return CaseFacts(
            asked=tuple(asked.values()),
            offers=tuple(sorted(offers.values(), key=lambda offer: offer.start)),
            refused=tuple(hit for name, hit in refused.items() if name not in offers),
            hot_buttons=tuple(buttons.values()),
        )

    def _find(self, sense: Sense) -> tuple[Cue, ...]:
        matches, asking = self._lexicon.find(sense.sentence)
        cues = [sense.scope.cue(match) for match in (matches + asking if sense.asks else matches)]
        return tuple(sorted(cues, key=lambda cue: (cue.first, -cue.last)))


def _asks_for(sense: Sense, cue: Cue) -> bool:
    """Whether the sentence asks for the thing, and does not tell it ("your number is 4471")."""
    if not sense.asks and not sense.having("questions.requests"):
        return False
    words = sense.sentence.words
    after = words[cue.last : cue.last + TOLD]
    return not any(word[0].isdigit() for word in after)


def _offered(sense: Sense, cue: Cue) -> bool:
    return cue.force is Force.PLAIN and not sense.sarcasm and not sense.scope.refused_after(cue)


class _Pair:
    """A key that compares persona and tongue by identity."""

    __slots__ = ("persona", "tongue")

    def __init__(self, persona: Persona, tongue: Tongue) -> None:
        self.persona = persona
        self.tongue = tongue

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and other.persona is self.persona and other.tongue is self.tongue

    def __hash__(self) -> int:
        return hash((id(self.persona), id(self.tongue)))


@functools.lru_cache(maxsize=32)
def _compiled(key: _Pair) -> Case:
    return Case(key.persona, key.tongue)


def case_of(persona: Persona, tongue: Tongue) -> Case:
    """The compiled cues of a persona, made once."""
    return _compiled(_Pair(persona, tongue))
