"""A cue taken apart. The marks of a cue are told in :mod:`roleplay.playbook`."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from roleplay.reading.sentences import fold, words_of

_TOKEN = re.compile(r"\)\??|\(|\||\.\.\.|…|\{n\}|<\w+>|\^|[^\s()|<>{}^]+")
_MARKS = "$?!"


class Step(NamedTuple):
    """One step of a cue: any of ``words`` or of ``phrases``; an optional step may be missing.

    A word may end in ``*``, and ``...``, ``^``, ``{n}`` and ``<list>`` stand for what they stand for in a cue.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[Step, ...], ...] = ()
    optional: bool = False


class Phrase(NamedTuple):
    """A whole cue: its steps, and the marks ``$``, ``?``, ``!`` that bind it; ``+`` when it runs on for some words."""

    steps: tuple[Step, ...]
    marks: str


GAP = Step(("...",))


def parse_cue(cue: str, language: str) -> Phrase:
    """Take a cue apart. Brackets that do not match are read as if they did; a playbook is checked before."""
    body = cue.strip()
    marks = ""
    while body and body[-1] in _MARKS and not body.endswith(")?"):
        marks += body[-1]
        body = body[:-1].rstrip()
    steps, _ = _sequence(_TOKEN.findall(body), 0, language)
    while steps and steps[-1] == GAP:
        steps.pop()
        marks += "+"
    return Phrase(tuple(steps), marks)


def _sequence(pieces: list[str], at: int, language: str, deep: bool = False) -> tuple[list[Step], int]:
    """Steps up to the end, or up to the ``|`` or ``)`` that ends an alternative."""
    steps: list[Step] = []
    while at < len(pieces):
        piece = pieces[at]
        if piece.startswith(")") or (piece == "|" and deep):
            if deep:
                break
            at += 1
        elif piece == "(":
            group, at = _group(pieces, at + 1, language)
            if group is not None:
                steps.append(group)
        elif at + 1 < len(pieces) and pieces[at + 1] == "|" and not deep:
            words = [piece]
            while at + 2 < len(pieces) and pieces[at + 1] == "|":
                words.append(pieces[at + 2])
                at += 2
            steps.append(_choice([list(_steps(word, language)) for word in words], False))
            at += 1
        else:
            steps += _steps(piece, language)
            at += 1
    return steps, at


def _group(pieces: list[str], at: int, language: str) -> tuple[Step | None, int]:
    """What stands in brackets: one of several alternatives; it may be missing when a ``?`` follows."""
    choices: list[list[Step]] = []
    while at < len(pieces):
        steps, at = _sequence(pieces, at, language, deep=True)
        choices.append(steps)
        if at >= len(pieces) or pieces[at] != "|":
            break
        at += 1
    optional = at < len(pieces) and pieces[at] == ")?"
    return (_choice(choices, optional) if any(choices) else None), at + 1


def _choice(choices: list[list[Step]], optional: bool) -> Step:
    """One step out of several alternatives."""
    if choices == [[GAP]]:
        return GAP
    optional = optional or not all(choices)
    single = [steps[0] for steps in choices if len(steps) == 1 and not steps[0].phrases and not steps[0].optional]
    if any("..." in step.words or "^" in step.words for step in single):
        single = []
    words = tuple(dict.fromkeys(word for step in single for word in step.words))
    longer = tuple(tuple(steps) for steps in choices if (steps and steps[0] not in single) or len(steps) > 1)
    return Step(words, longer, optional)


@functools.cache
def _steps(piece: str, language: str) -> tuple[Step, ...]:
    """The steps of a plain piece: one word, or several when an apostrophe or a hyphen parts it."""
    if piece in ("...", "…"):
        return (GAP,)
    if piece in ("^", "{n}") or piece.startswith("<"):
        return (Step((piece,)),)
    if "*" in piece:
        stem = fold(piece).replace("'", "").replace("*", "")
        return (Step((stem + "*",)),)
    return tuple(Step((word,)) for word, _, _ in words_of(piece, language))
