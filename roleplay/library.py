"""Finds the personas: those shipped, and the user's own on top of them. A broken file never hides the others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from roleplay.i18n import _
from roleplay.resources import shipped
from roleplay.wording import fault

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from roleplay.persona import Persona

MOST_BYTES = 1_000_000
"""A persona file larger than this is not read."""
_HEAD = ("name", "headline", "language", "industry", "difficulty", "trains")


@dataclass(frozen=True)
class Listing:
    """The head of a persona file: what the lobby shows, read without reading the rest."""

    id: str
    path: Path
    name: str
    headline: str
    language: str
    industry: str
    difficulty: int
    trains: tuple[str, ...]
    shipped: bool


@dataclass(frozen=True)
class Broken:
    """A persona file that does not load: where, what is wrong, and what to write. ``line`` counts from 1, 0 unknown."""

    path: Path
    line: int
    problem: str
    fix: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.problem}; {self.fix}" if self.fix else f"{place}: {self.problem}"


class PersonaError(Exception):
    """A persona cannot be used. ``broken`` has the problems, the first of which is the message."""

    def __init__(self, *broken: Broken) -> None:
        super().__init__(str(broken[0]))
        self.broken = broken


class UnknownPersona(PersonaError):
    """There is no persona of that name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        there = ", ".join(sorted(known)) or _("none")
        super().__init__(
            Broken(Path(name), 0, _("there is no such persona"), _("there are: {names}").format(names=there))
        )


def files(own: Path | None = None) -> dict[str, tuple[Path, bool]]:
    """Persona files by id, with whether each is shipped; a file of the user's own replaces the shipped one.

    A folder that cannot be read counts as empty; ``closed`` says what is wrong with it.
    """
    found: dict[str, tuple[Path, bool]] = {}
    for folder, ours in ((shipped("personas"), True), (own, False)):
        if folder and not closed(folder):
            for path in sorted(folder.glob("*.yaml")):
                found[path.stem] = (path, ours)
    return found


def closed(folder: Path | None) -> tuple[Broken, ...]:
    """What keeps a folder of personas from being read; nothing when there is no such folder."""
    if folder is None:
        return ()
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        return ()
    except OSError as error:
        what = _("the folder cannot be read ({why})").format(why=fault(error))
        return (Broken(folder, 0, what, _("check its name and rights")),)
    return ()


def listings(own: Path | None = None) -> tuple[list[Listing], list[Broken]]:
    """What there is, easiest first, and what is wrong in the heads; ``own`` is the user's persona folder."""
    good: list[Listing] = []
    bad: list[Broken] = [*closed(own)]
    for path, ours in files(own).values():
        try:
            good.append(_listing(path, ours))
        except PersonaError as error:
            bad.extend(error.broken)
    return sorted(good, key=lambda listing: (listing.difficulty, listing.name)), bad


def load(name: str, own: Path | None = None) -> Persona:
    """The persona with this id, or in the file of this path; PersonaError when it is unknown or broken."""
    found = files(own)
    if name in found:
        return read(found[name][0])
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return read(Path(name))
    if shut := closed(own):
        raise PersonaError(*shut)
    raise UnknownPersona(name, found)


def read(path: Path) -> Persona:
    """The persona in this file; PersonaError with each problem, its line, and what to write instead."""
    from pydantic import ValidationError

    from roleplay.persona import Persona

    text = _text(path)
    data = _parse(path, text)
    try:
        return Persona.model_validate({**_flat(data), "id": path.stem})
    except ValidationError as error:
        raise PersonaError(*_problems(path, text, error.errors())) from None


def check(paths: Iterable[Path]) -> Iterator[tuple[Path, Sequence[Broken]]]:
    """Each file with its problems, none when it is sound."""
    for path in paths:
        try:
            read(path)
        except PersonaError as error:
            yield path, error.broken
        else:
            yield path, ()


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PersonaError(
                Broken(path, 0, _("the file is larger than 1 MB"), _("a persona is a few hundred lines"))
            )
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise PersonaError(Broken(path, 0, _("the file is not text in UTF-8"), _("save it as UTF-8"))) from None
    except OSError as error:
        what = _("the file cannot be read ({why})").format(why=fault(error))
        raise PersonaError(Broken(path, 0, what, _("check its name and rights"))) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        data = YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = _("this is not YAML ({why})").format(why=(error.problem or "?").splitlines()[0])
        fix = _("check the indentation and the quotes on this line and the one above")
        raise PersonaError(Broken(path, mark.line + 1 if mark else 0, what, fix)) from None
    except (YAMLError, ValueError, RecursionError) as error:
        what = _("this is not YAML ({why})").format(why=(str(error).splitlines() or ["?"])[0])
        raise PersonaError(Broken(path, 0, what, _("check the indentation and the quotes"))) from None
    if not isinstance(data, dict):
        fix = _("write 'name: …' and the other keys, one a line")
        raise PersonaError(Broken(path, 1, _("this is not a persona"), fix))
    return data


def _flat(data: dict[str, Any]) -> dict[str, Any]:
    """The file's content with name and headline in one line each, since lists show them so."""
    flat = {key: " ".join(data[key].split()) for key in ("name", "headline") if isinstance(data.get(key), str)}
    return {**data, **flat}


def _listing(path: Path, ours: bool) -> Listing:
    from_text = _text(path)
    # The head ends where the first other key begins, so that the lobby parses ten lines and not four hundred.
    end = next((m.start() for m in re.finditer(r"^([a-z_]+):", from_text, re.M) if m[1] not in _HEAD), len(from_text))
    data = _flat(_parse(path, from_text[:end])) if end else {}
    if missing := [key for key in _HEAD if key not in data]:
        raise PersonaError(Broken(path, 1, _("{name} is missing").format(name=missing[0]), _begin()))
    trains = data["trains"]
    sound = data["difficulty"] in range(1, 6) and data["language"] in ("en", "it") and isinstance(trains, list)
    if not sound or not all(isinstance(data[key], str) for key in ("name", "headline", "industry")):
        read(path)  # says what is wrong, with the line
        raise PersonaError(Broken(path, 1, _("the head is wrong"), _begin()))
    return Listing(
        id=path.stem,
        path=path,
        name=str(data["name"]),
        headline=str(data["headline"]),
        language=str(data["language"]),
        industry=str(data["industry"]),
        difficulty=int(data["difficulty"]),
        trains=tuple(str(strategy) for strategy in trains),
        shipped=ours,
    )


def _begin() -> str:
    return _("begin the file with {keys}").format(keys=", ".join(_HEAD))


def _problems(path: Path, text: str, errors: Sequence[ErrorDetails]) -> list[Broken]:
    """The validation errors with their lines; only now is the file read again by the parser that keeps them."""
    tree = YAML(typ="rt").load(text)
    return [Broken(path, _line(tree, error["loc"] or _named(error)), _problem(error), _fix(error)) for error in errors]


def _named(error: ErrorDetails) -> tuple[str, ...]:
    """The place that a check of the whole file names at the head of its message, as in "lines: vent has …"."""
    words = re.match(r"Value error, (\w+): (\w*)", error["msg"])
    return (words[1], words[2]) if words else ()


def _line(tree: Any, loc: tuple[int | str, ...]) -> int:
    """The line, from 1, of the deepest part of ``loc`` that the file has."""
    line = 1
    for key in loc:
        if not hasattr(tree, "lc"):
            break
        try:
            place = tree.lc.key(key) if hasattr(tree, "keys") else tree.lc.item(key)
            tree = tree[key]
        except (KeyError, IndexError, TypeError):
            break
        line = place[0] + 1
    return line


def _problem(error: ErrorDetails) -> str:
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"] if part != "[key]")
    if not where:
        return error["msg"].removeprefix("Value error, ").split("; ")[0]
    match error["type"]:
        case "missing":
            return _("{name} is missing").format(name=where)
        case "extra_forbidden":
            return _("{name} is not a key that a persona has").format(name=where)
        case "value_error":
            return f"{where}: {error['msg'].removeprefix('Value error, ')}"
        case _:
            return _("{name} cannot be {value}").format(name=where, value=_shortened(error["input"]))


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _fix(error: ErrorDetails) -> str:
    from roleplay.persona import Persona

    if error["type"] == "extra_forbidden":
        return _("remove it or check its spelling")
    if not error["loc"]:
        return error["msg"].partition("; ")[2]
    what = _(_description(Persona, error["loc"])) or _("it as the shipped personas do")
    return _("write {what}").format(what=what)


def _description(model: Any, loc: tuple[int | str, ...]) -> str:
    """The schema's words for the field at ``loc``, empty when it has none."""
    found = ""
    for part in loc:
        fields = getattr(model, "model_fields", {})
        if isinstance(part, int) or part not in fields:
            continue
        info = fields[part]
        found = info.description or ""
        model = _model_in(info.annotation)
    return found


def _model_in(annotation: Any) -> Any:
    """The first persona part inside an annotation such as ``tuple[Fact, ...]``."""
    if hasattr(annotation, "model_fields"):
        return annotation
    return next((inner for arg in getattr(annotation, "__args__", ()) if (inner := _model_in(arg))), None)
