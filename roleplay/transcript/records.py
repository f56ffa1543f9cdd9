"""Transcripts made of records: JSON lines, a JSON list or object, and tables."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from roleplay.i18n import _
from roleplay.transcript.fault import TranscriptError
from roleplay.transcript.terms import Side, labels, plain, side_of, tells, terms

DELIMITERS = ",;\t|"
DEEPEST = 4
"""How deep the turns may lie in a JSON object."""

_OURS = {"said": "agent", "spoke": "customer"}
_SEPARATOR_LINE = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """Words as the file has them: whose, by their label there, and in which line they begin (0: it has no lines)."""

    label: str
    text: str
    line: int


def json_rows(text: str) -> list[Row] | str | None:
    """The rows of a JSON text; a text when the JSON holds nothing but one; None when it is no JSON.

    Raises TranscriptError when it is JSON, but no transcript.
    """
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _json_lines(text)
    found = _turns(whole, 0)
    if isinstance(found, str):
        return found
    return _rows((0, record) for record in found)


def _json_lines(text: str) -> list[Row] | None:
    """One record a line; None when the first line is none, so that it may be something else."""
    records: list[tuple[int, object]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            records.append((number, json.loads(line)))
        except (ValueError, RecursionError) as error:
            if not records:
                return None
            raise TranscriptError(
                _("line {number} is not JSON, as the lines before it are").format(number=number)
            ) from error
    if all(isinstance(record, dict) and _nested(record) for _number, record in records):
        _one_call(len(records))
    return _rows(records)


def _turns(data: object, depth: int) -> list[object] | str:
    """The list of turns, wherever it lies."""
    if isinstance(data, str):
        return data
    if isinstance(data, dict) and depth < DEEPEST:
        nested = _nested(data)
        return _turns(nested, depth + 1) if nested else [data]
    if not isinstance(data, list):
        return []
    if data and all(isinstance(item, str) for item in data):
        return "\n".join(data)
    if data and depth < DEEPEST and all(isinstance(item, dict) and _nested(item) for item in data):
        _one_call(len(data))
        return _turns(data[0], depth + 1)
    return data


def _nested(record: Mapping[str, object]) -> object:
    """What holds the turns of an object; None in an object that is a turn itself."""
    if _who(record) and _text(record):
        return None
    for name in terms().turns:
        for key, value in record.items():
            if plain(str(key)) == name and (
                isinstance(value, list | dict) or (isinstance(value, str) and "\n" in value)
            ):
                return value
    return None


def _rows(records: Iterable[tuple[int, object]]) -> list[Row]:
    rows: list[Row] = []
    fields: dict[str, None] = {}
    calls: set[str] = set()
    for line, record in records:
        if isinstance(record, list) and len(record) == 2 and all(isinstance(part, str) for part in record):
            rows.append(Row(record[0], record[1], line))
        elif isinstance(record, dict):
            fields |= dict.fromkeys(map(str, record))
            calls.update(str(value) for key, value in record.items() if plain(str(key)) in terms().call)
            rows += _row(record, line)
    _one_call(len(calls))
    if not rows and fields:
        wanted = _("its fields do not say who speaks and what is said; it has {fields}")
        raise TranscriptError(wanted.format(fields=", ".join(list(fields)[:8])))
    return rows


def _one_call(number: int) -> None:
    if number > 1:
        raise TranscriptError(_("it holds {number} calls; a scorecard is made of one").format(number=number))


def _row(record: Mapping[str, object], line: int) -> Iterator[Row]:
    """The words of one record: a turn, an exchange, or nothing at all."""
    if "kind" in record and ("turn" in record or "at" in record):  # an event of roleplay talk --json
        if (label := _OURS.get(str(record["kind"]))) and _text(record):
            yield Row(label, _text(record), line)
        return
    label, text = _who(record), _text(record)
    if label and text:
        yield Row(label, text, line)
        return
    for key, value in record.items():
        if isinstance(value, str) and value.strip() and tells(str(key)):
            yield Row(str(key), value, line)


def _who(record: Mapping[str, object]) -> str:
    """The label of the speaker: of several the one whose words say the side, else the clearest field's."""
    found = [
        label
        for name in terms().who
        for key, value in record.items()
        if plain(str(key)) == name and (label := _who(value) if isinstance(value, dict) else _named(value))
    ]
    return next((label for label in found if side_of(label)), found[0] if found else "")


def _named(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _text(record: Mapping[str, object]) -> str:
    for name in terms().words:
        for key, value in record.items():
            if plain(str(key)) == name and (text := _words_in(value, 0)):
                return text
    return ""


def _words_in(value: Any, depth: int) -> str:
    """The words of a text, of a list of parts, or of an object with a text in it."""
    if isinstance(value, str):
        return value if value.strip() else ""
    if depth < DEEPEST and isinstance(value, list):
        return "\n".join(text for part in value if (text := _words_in(part, depth + 1)))
    if depth < DEEPEST and isinstance(value, dict):
        return next(
            (
                t
                for name in terms().words
                for k, v in value.items()
                if plain(str(k)) == name and (t := _words_in(v, depth + 1))
            ),
            "",
        )
    return ""


def table_rows(text: str) -> list[Row] | None:
    """The rows of a table whose header, or whose every line, says who speaks; None when it is no such table.

    The delimiter is the one with which the header makes sense. Raises TranscriptError when the table breaks off.
    """
    mark = _SEPARATOR_LINE.match(text)
    first, body = (1, text[mark.end() :]) if mark else (0, text)
    for delimiter in mark[1] if mark else DELIMITERS:
        head = next(_cells(body.lstrip("\r\n"), delimiter, 0, lenient=True), (0, []))[1]
        if len(head) < 2:
            continue
        names = [plain(name) for name in head]
        sides = {tells(name) for name in head}
        if (set(names) & set(terms().who) and set(names) & set(terms().words)) or sides >= {Side.AGENT, Side.CUSTOMER}:
            lines = _cells(body, delimiter, first)
            next(lines)
            return _rows((line, dict(zip(head, cells, strict=False))) for line, cells in lines)
    for delimiter in DELIMITERS:
        if (rows := _bare(list(_cells(body, delimiter, first, lenient=True)))) is not None:
            return rows
    return None


def _cells(text: str, delimiter: str, first: int, *, lenient: bool = False) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table that are not empty, each with the number of the line in which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield first + line + 1, [cell.strip() for cell in cells]
            line = reader.line_num
    except csv.Error as error:
        if not lenient:
            raise TranscriptError(
                _("line {number} of the table cannot be read").format(number=first + line + 1)
            ) from error


def _bare(lines: list[tuple[int, list[str]]]) -> list[Row] | None:
    """The rows of a table without a header: one column holds nothing but labels, and the longest one the words."""
    width = min((len(cells) for _, cells in lines), default=0)
    if width < 2 or len(lines) < 2:
        return None
    for who in range(width):
        if all(labels(cells[who]) for _line, cells in lines):
            said = max(
                (at for at in range(width) if at != who), key=lambda at: sum(len(cells[at]) for _, cells in lines)
            )
            return [Row(cells[who], cells[said], line) for line, cells in lines]
    return None
