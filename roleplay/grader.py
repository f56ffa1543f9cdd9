"""Words that talk to whoever grades the line, instead of to the customer: they gain nothing, here or with a model.

The cues are data in ``prompts/grader``. Both languages count in every call: a grader may be asked in either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from ruamel.yaml import YAML

from roleplay.reading import Reading
from roleplay.resources import shipped

LANGUAGES = ("en", "it")
LONGEST = 20_000
"""Characters of a line that are looked at; a reading does not go further either."""
Spans = tuple[tuple[int, int], ...]

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"'”’»)\]}]*(?=\s)|(?=\n)|\Z)")
_GAP = r"\W+(?:\w+\W+){0,5}?"


@cache
def _cues(part: str) -> re.Pattern[str]:
    """One pattern for all cues of both languages under ``cues`` or ``spare``."""
    lines = [
        str(line)
        for language in LANGUAGES
        for line in YAML(typ="safe").load(shipped("prompts") / "grader" / f"{language}.yaml")[part]
    ]
    return re.compile("|".join(rf"\b(?:{_pattern(line)})\b" for line in lines))


def _pattern(cue: str) -> str:
    made, joint = "", ""
    for step in _fold(cue).split():
        if step == "…":
            joint = _GAP
        else:
            made += f"{joint}(?:{'|'.join(map(re.escape, step.split('/')))})"
            joint = r"\W+"
    return made


def _fold(text: str) -> str:
    """Small letters without accents or look-alike forms; every character keeps its place."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    if letter.isascii() or letter == "…":
        return letter.lower()
    small = unicodedata.normalize("NFKD", letter.lower())[:1]
    return small or letter


def appeals(line: str) -> Spans:
    """Where the sentences that talk to the grader begin and end, in order; empty for nearly every line."""
    folded = _fold(line[:LONGEST])
    if not _cues("cues").search(folded):
        return ()
    return tuple(
        found.span()
        for found in _SENTENCE.finditer(folded)
        if _cues("cues").search(found[0]) and not _cues("spare").search(found[0])
    )


def silenced(line: str, spans: Spans) -> str:
    """The line with line breaks in place of these spans; all else keeps its place."""
    for start, end in spans:
        line = line[:start] + "\n" * (end - start) + line[end:]
    return line


def fair(line: str, read: Callable[[str], Reading]) -> Reading:
    """The reading of a line in which words to the grader gain nothing, though the harm in them counts."""
    whole = read(line)
    spans = appeals(line)
    if not spans:
        return whole
    rest = read(silenced(line, spans))
    return whole.model_copy(
        update={
            "findings": {
                strategy: finding if whole.violates(strategy) else rest.findings[strategy]
                for strategy, finding in whole.findings.items()
            },
            "case": whole.case.model_copy(update={"asked": rest.case.asked, "offers": rest.case.offers}),
            "promises": rest.promises,
            "question": rest.question,
            "handover": rest.handover,
            "farewell": rest.farewell,
            "substance": rest.substance,
            "apologies": rest.apologies,
            "limits": rest.limits,
            "options": rest.options,
            "asked": rest.asked,
            "context": rest.context,
        }
    )
