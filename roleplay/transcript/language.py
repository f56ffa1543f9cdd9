"""The language of a transcript, by its most frequent words: the two playbooks list those of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from roleplay.i18n import _
from roleplay.playbook import LANGUAGES, load_playbook
from roleplay.reading.sentences import fold, words_of
from roleplay.transcript.fault import TranscriptError
from roleplay.transcript.turns import Turn

ENOUGH = 8
"""So many frequent words of other languages, and more than of both ours, show that it is neither."""
CHARACTERS = 50_000
"""So much of a transcript is looked at."""


def recognise(turns: Sequence[Turn], otherwise: str = "en") -> str:
    """``en`` or ``it``; ``otherwise`` when nothing tells. Raises TranscriptError when it is another language."""
    text = "\n".join(turn.text for turn in turns)[:CHARACTERS]
    own, foreign = _marks()
    found = dict.fromkeys(LANGUAGES, 0)
    strange = 0
    for word, _start, _end in words_of(text, "it"):
        for language in LANGUAGES:
            found[language] += word in own[language]
        strange += word in foreign
    if strange >= ENOUGH and strange > sum(found.values()):
        raise TranscriptError(_("it seems to be neither in English nor in Italian; --lang says which, if it is"))
    best = max(LANGUAGES, key=lambda language: found[language])
    return best if sum(count == found[best] for count in found.values()) == 1 else otherwise


@cache
def _marks() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """The words that only one of our languages has, and those that are of none of them."""
    letters = {language: load_playbook(language).letters for language in LANGUAGES}
    common = {language: {fold(word) for word in letters[language].common} for language in LANGUAGES}
    foreign = {language: {fold(word) for word in letters[language].foreign} for language in LANGUAGES}
    ours = set().union(*common.values())
    own = {
        language: frozenset(common[language] - set().union(*(common[o] for o in LANGUAGES if o != language)))
        for language in LANGUAGES
    }
    return own, frozenset(set.intersection(*foreign.values()) - ours)
