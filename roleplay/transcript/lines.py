"""Transcripts in plain text: "Agent: …" and "Customer: …", with time stamps, names, Markdown and lines that run on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from roleplay.clean import clean
from roleplay.transcript.records import Row
from roleplay.transcript.terms import LONGEST, Side, labels, plain, side_of

# Every run of spaces is taken whole (``*+``): what a stranger pastes must not make the search go back and forth.
_TIME = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,6})?(?:\s?[ap]\.?m\b\.?)?Z?"
_STAMP = rf"[\[(<]?\s?(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}},?[T ]\s?)?{_TIME}\s?[\])>]?"
_OPENING = rf"^\s*+(?:[-*•>+]\s++|\#{{1,6}}\s*+|\d{{1,4}}[.)]\s++)?[*_`]*+\s*+(?:{_STAMP})?\s*+(?:[-–—|]\s++)?[*_`]*+"
_LABEL = r"(?P<label>[^\W\d_][^:：<>*\n\t]{0,48}?)"
_AFTER = rf"[*_`]*+\s*+(?:{_STAMP})?\s*+[*_`]*+"
_COLON = re.compile(rf"{_OPENING}{_LABEL}{_AFTER}[:：][*_`]*+(?:\s++|$)(?P<text>.*)$")
_TIGHT = re.compile(rf"{_OPENING}{_LABEL}{_AFTER}[:：](?!\d)[*_`]*+(?P<text>.*)$")
_ANGLE = re.compile(rf"^\s*+(?:{_STAMP})?\s*+<(?:v\s++)?(?P<label>[^<>\n]{{1,48}})>\s*+(?P<text>.*)$")
_DASH = re.compile(rf"{_OPENING}{_LABEL}{_AFTER}(?:(?<=\s)[-–—]\s|>\s)(?P<text>.*)$")
_ALONE = re.compile(rf"{_OPENING}{_LABEL}{_AFTER}(?P<text>)$")
_ONLY_TIME = re.compile(rf"^\s*+{_STAMP}(?:\s*+(?:-->|[-–—])\s*+{_STAMP}.*)?\s*+$")
_MOST_HEADING = 0.5
"""The share of the lines that must begin with strange names, so that a text with colons is no transcript yet."""

Cut = Callable[[str], tuple[str, str] | None]


def line_rows(text: str, agent: str = "") -> list[Row]:
    """The rows of a text, none when nobody is named in it. ``agent`` is the name that the user gave for the agent."""
    lines = [clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    colon, loose = _cutter(_COLON, _ANGLE, _TIGHT), _cutter(_COLON, _ANGLE, _DASH, _ALONE)
    names = _speakers(lines, colon, agent)
    cut = colon
    if not any(map(side_of, names)):
        others = _speakers(lines, loose, agent)
        if any(map(side_of, others)) or not names:
            names, cut = others, loose
    return list(_cut_up(lines, cut, names))


def _cutter(wide: re.Pattern[str], *known: re.Pattern[str]) -> Cut:
    """Cuts a line into label and text; any name before a colon and a space, only known speakers otherwise."""

    def cut(line: str) -> tuple[str, str] | None:
        for pattern in (wide, *known):
            found = pattern.match(line)
            if found is None:
                continue
            label = found["label"].strip(" \t-–—.,")
            if labels(label) or (pattern is wide and _namelike(label)):
                return label, found["text"].strip().removesuffix("**")
        return None

    return cut


def _namelike(label: str) -> bool:
    words = re.findall(r"[^\W_]+", label)
    return 0 < len(words) <= LONGEST and side_of(label) is None and (words[0][0].isupper() or len(words) == 1)


def _speakers(lines: list[str], cut: Cut, agent: str) -> set[str]:
    """The names that are speakers: the known ones; strange ones when a side is missing, and they return or lead."""
    found = [made[0] for line in lines if (made := cut(line))]
    known = {label for label in found if side_of(label)}
    sides = {side_of(label) for label in known}
    if sides >= {Side.AGENT, Side.CUSTOMER} and not agent:
        return known
    strange = Counter(plain(label) for label in found if not side_of(label))
    often = {name for name, count in strange.items() if count > 1}
    if len(often) + bool(known) < 2:
        often = set(strange)
    if agent and plain(agent) in strange:
        often.add(plain(agent))
    written = [line for line in lines if line.strip()]
    if not known and not (cut(written[0]) if written else None) and len(found) < _MOST_HEADING * len(written):
        return set()
    return known | {label for label in found if plain(label) in often}


def _cut_up(lines: list[str], cut: Cut, names: set[str]) -> Iterator[Row]:
    """A row for each line that a speaker begins, with the lines that run on; a heading before the first is left out."""
    label, begun, said = "", 0, list[str]()
    for number, line in enumerate(lines, 1):
        made = cut(line)
        if made and made[0] in names:
            if label:
                yield Row(label, "\n".join(said), begun)
            label, begun, said = made[0], number, [made[1]]
        elif label and not _ONLY_TIME.match(line):
            said.append(line)
    if label:
        yield Row(label, "\n".join(said), begun)
