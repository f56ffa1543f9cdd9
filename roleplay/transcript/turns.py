"""Rows become turns: who is the agent and who the customer, and what each of them said at a stretch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roleplay.clean import clean
from roleplay.i18n import _
from roleplay.transcript.fault import TranscriptError
from roleplay.transcript.lines import line_rows
from roleplay.transcript.records import Row, json_rows, table_rows
from roleplay.transcript.terms import Side, plain, side_of

__all__ = ["MOST_TURNS", "Side", "Transcript", "TranscriptError", "Turn", "parse"]

MOST_TURNS = 2_000
"""The most turns of one call: no call has a tenth of them, and a scorecard of more would be read by nobody."""
MOST_NAMES = 6
"""The most names that a complaint lists."""


@dataclass(frozen=True)
class Turn:
    """What one side said at a stretch. ``line`` is the file's line in which it begins, 0 when the form has none."""

    who: Side
    text: str
    line: int


@dataclass(frozen=True)
class Transcript:
    """A call: its turns, agent and customer in alternation, and the speakers who are neither and were left out."""

    turns: tuple[Turn, ...]
    left_out: tuple[str, ...] = ()


def parse(text: str, agent: str = "") -> Transcript:
    """The call in a text of any of the forms; ``agent`` is the agent's name there, when the labels do not say it.

    Every turn is clean and not empty, two neighbours are never of the same side, and both sides speak. Raises
    TranscriptError.
    """
    if not text.strip():
        raise TranscriptError(_("it is empty"))
    rows = json_rows(text)
    if isinstance(rows, str):
        rows = line_rows(rows, agent)
    elif rows is None:
        rows = table_rows(text)
        if rows is None:
            rows = line_rows(text, agent)
    rows = [Row(_label(row.label), said, row.line) for row in rows if (said := clean(row.text).strip())]
    if not rows:
        raise TranscriptError(
            _("it is no transcript: neither “Agent: …” and “Customer: …” nor CSV or JSON with a role and a text")
        )
    sides = _cast(tuple(dict.fromkeys(row.label for row in rows)), agent)
    turns = _joined((sides[row.label], row) for row in rows)
    left_out = tuple(label for label, side in sides.items() if side is Side.NEITHER)
    if len({turn.who for turn in turns}) < 2:
        names = _listed(label for label, side in sides.items() if side is not Side.NEITHER)
        raise TranscriptError(_("only one side speaks in it: {names}").format(names=names or _listed(left_out)))
    if len(turns) > MOST_TURNS:
        raise TranscriptError(
            _("it has more than {number} turns; a scorecard is made of one call").format(number=MOST_TURNS)
        )
    return Transcript(turns, left_out)


def _label(label: str) -> str:
    return " ".join(clean(label).split())[:60]


def _cast(labels: tuple[str, ...], agent: str) -> dict[str, Side]:
    """The side of each label. A single stranger takes the side that is missing; more of them need the user's word."""
    sides = {label: side_of(label) for label in labels}
    if agent:
        chosen = {label for label in labels if plain(label) == plain(agent) or label == agent}
        if not chosen:
            wanted = _("nobody in it is called “{agent}”; the speakers are {names}")
            raise TranscriptError(wanted.format(agent=clean(agent), names=_listed(labels)))
        return {
            label: Side.AGENT if label in chosen else Side.NEITHER if side is Side.NEITHER else Side.CUSTOMER
            for label, side in sides.items()
        }
    strangers = [label for label, side in sides.items() if side is None]
    known = set(sides.values())
    missing = {Side.AGENT, Side.CUSTOMER} - known
    if missing and len(strangers) > 1:
        names = _listed(label for label, side in sides.items() if side is not Side.NEITHER)
        raise TranscriptError(
            _("it does not say who the agent is; the speakers are {names}: add --agent NAME").format(names=names)
        )
    takes = missing.pop() if len(missing) == 1 else Side.NEITHER
    return {label: side or takes for label, side in sides.items()}


def _listed(labels: Iterable[str]) -> str:
    names = [f"“{label}”" for label in labels]
    return ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")


def _joined(rows: Iterable[tuple[Side, Row]]) -> tuple[Turn, ...]:
    """What one side says at a stretch is one turn."""
    turns: list[tuple[Side, list[str], int]] = []
    for side, row in rows:
        if side is Side.NEITHER:
            continue
        if turns and turns[-1][0] is side:
            turns[-1][1].append(row.text)
        else:
            turns.append((side, [row.text], row.line))
    return tuple(Turn(who, "\n".join(said), line) for who, said, line in turns)
