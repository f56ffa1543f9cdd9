"""Proofreads prompt templates: what would keep one from being used, or make a model do worse, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, get_args

from jinja2 import nodes

from roleplay.agents import Player
from roleplay.events import Direction, Rung
from roleplay.i18n import LANGUAGES, _
from roleplay.ledger import ledger
from roleplay.library import Broken, closed, files, load
from roleplay.persona import Act, Manner, Persona, Reaction
from roleplay.prompts import PARTS, customer_values, exchange_values, file_name, read_template, shipped_file
from roleplay.rehearsal import endless, scenes
from roleplay.sandbox import Parsed, TemplateFault, parse, render
from roleplay.tokens import tokens
from roleplay.voices.scene import Scene

Values = dict[str, dict[str, Any]]
"""For each part of a template what it may name."""

WELL = {
    "customer": {"system": 1500, "ledger": 600, "direction": 400},
    "coach": {"system": 5000, "exchange": 400, "again": 200},
}
"""Tokens up to which a part is short enough; the shipped ones are well below."""
_NEEDED = {
    "customer": {"system": ("name",), "ledger": (), "direction": ("act",)},
    "coach": {"system": (), "exchange": ("exchange", "agent"), "again": ("error",)},
}
# One of these values must stand in the part, or the model does not know what it needs to know.
_FILE = re.compile(r"(customer|coach)(?:\.(it))?\.j2")
_REHEARSED = 12
"""The turn of the rehearsal in whose scene a template is tried: by then there is something of everything."""


@dataclass(frozen=True)
class Proof:
    """A template's file, what is wrong with it, and what is good to know."""

    path: Path
    problems: tuple[Broken, ...] = ()
    notes: tuple[str, ...] = ()


def kind(path: Path) -> tuple[str, str] | None:
    """Which prompt a file of this name is, and in which language; None when it is none."""
    found = _FILE.fullmatch(path.name)
    return (found[1], found[2] or "en") if found else None


def all_files(own: Path) -> Iterator[Path]:
    """Every shipped template, and whatever stands in the user's own folder of prompts."""
    for name in PARTS:
        for language in LANGUAGES:
            yield shipped_file(name, language)
    if not closed(own):
        yield from sorted(own.glob("*.j2"))


def proofread(path: Path) -> Proof:
    """The proof of one file."""
    known = kind(path)
    if known is None:
        names = ", ".join(file_name(name, language) for name in PARTS for language in LANGUAGES)
        return Proof(
            path, (Broken(path, 0, _("no prompt has this name"), _("there are: {names}").format(names=names)),)
        )
    name, language = known
    try:
        parsed = parse(read_template(path))
    except TemplateFault as fault:
        return Proof(path, (Broken(path, fault.line, str(fault), ""),))
    problems = [*_structure(path, parsed, name)]
    trials = list(_trials(name, language))
    problems += _unknown(path, parsed, trials[0])
    if not problems:
        problems += _tried(path, parsed, trials)
    if not problems:
        problems += _lengths(path, parsed, name, language, trials)
    others = [file_name(name, other) for other in LANGUAGES if other != language]
    notes = [
        _("{other} is not beside it: calls in that language have the shipped prompt").format(other=other)
        for other in others
        if not (path.parent / other).exists()
    ]
    return Proof(path, tuple(sorted(problems, key=lambda problem: problem.line)), tuple(notes))


def _blocks(parsed: Parsed) -> dict[str, nodes.Block]:
    return {block.name: block for block in parsed.tree.find_all(nodes.Block)}


def _structure(path: Path, parsed: Parsed, name: str) -> Iterator[Broken]:
    """Parts that are missing, unknown, or without what the model must be told; and words outside of all."""
    blocks = _blocks(parsed)
    for part in PARTS[name]:
        if part not in blocks:
            wanted = f"{{% block {part} %}}…{{% endblock %}}"
            fix = _("write {what}").format(what=wanted)
            yield Broken(path, 0, _("the part {name} is missing").format(name=part), fix)
            continue
        used = {each.name for each in blocks[part].find_all(nodes.Name)}
        needed = _NEEDED[name][part]
        if needed and not used & set(needed):
            text = _("the part {part} does not say {value}")
            value = " / ".join("{{ " + each + " }}" for each in needed)
            yield Broken(path, blocks[part].lineno, text.format(part=part, value=value), _("the model must know it"))
    for part, block in blocks.items():
        if part not in PARTS[name]:
            text = _("there is no part {part}").format(part=part)
            yield Broken(path, block.lineno, text, _("there are: {names}").format(names=", ".join(PARTS[name])))
    for node in parsed.tree.body:
        blank = isinstance(node, nodes.Output) and all(
            isinstance(each, nodes.TemplateData) and not each.data.strip() for each in node.nodes
        )
        if not blank and not isinstance(node, nodes.Block):
            yield Broken(
                path, node.lineno, _("this stands outside of all parts and is never sent"), _("move it into one")
            )


def _unknown(path: Path, parsed: Parsed, values: Values) -> Iterator[Broken]:
    """Names that are no value of their part."""
    for part, block in _blocks(parsed).items():
        if part not in values:
            continue
        names = list(block.find_all(nodes.Name))
        known = {*values[part], "loop", *(each.name for each in names if each.ctx == "store")}
        for each in names:
            if each.name not in known:
                text = _("{name} is no value of the part {part}").format(name=each.name, part=part)
                there = ", ".join(sorted(values[part])) or _("none")
                yield Broken(path, each.lineno, text, _("there are: {names}").format(names=there))


def _tried(path: Path, parsed: Parsed, trials: list[Values]) -> list[Broken]:
    """What comes to light when the parts are rendered with everything that a call may bring; each fault once."""
    found: dict[tuple[int, str], Broken] = {}
    for values in trials:
        for part, each in values.items():
            try:
                render(parsed, part, each)
            except TemplateFault as fault:
                found.setdefault((fault.line, str(fault)), Broken(path, fault.line, str(fault), ""))
    return list(found.values())


def _lengths(path: Path, parsed: Parsed, name: str, language: str, trials: list[Values]) -> Iterator[Broken]:
    for part, well in WELL[name].items():
        most = max(tokens(render(parsed, part, values[part]), language) for values in trials)
        if most > well:
            text = _("the part {part} comes to about {count} tokens").format(part=part, count=most)
            fix = _("shorten it to {count}: small models lose the thread").format(count=well)
            yield Broken(path, _blocks(parsed)[part].lineno, text, fix)


def _trials(name: str, language: str) -> Iterator[Values]:
    """The values of every part as they may come in a call, each act, reaction, heat, manner and rung among them."""
    if name == "coach":
        for customer, agent, error in (("", "", "no_object"), ("You again!", 'I said "no".', "calm: missing")):
            yield {"system": {}, "exchange": exchange_values(customer, agent), "again": {"error": error}}
        return
    scene = rehearsed(_someone(language), _REHEARSED)
    for direction in _directions(scene):
        each = replace(scene, direction=direction)
        yield customer_values(each, ledger(each.lines, each.persona, each.told))


def rehearsed(persona: Persona, turn: int) -> Scene:
    """The scene of this turn of a call that a decent scripted agent plays."""
    lasting = endless(persona)
    *_before, scene = islice(scenes(lasting, Player("decent", lasting, 1).line), turn + 1)
    return scene


def _someone(language: str) -> Persona:
    """A shipped persona who speaks the language."""
    return next(persona for persona in map(load, sorted(files())) if persona.language == language)


def _directions(scene: Scene) -> Iterator[Direction]:
    persona, plain = scene.persona, Direction(act=Act.VENT, heat="hot")
    changes: list[dict[str, Any]] = [{"act": act} for act in Act]
    changes += [{"reaction": reaction} for reaction in Reaction]
    changes += [{"heat": heat} for heat in get_args(Direction.model_fields["heat"].annotation)]
    changes += [{"manner": manner} for manner in Manner]
    changes += [{"act": Act.INSULT, "rung": rung, "strong": strong} for rung in Rung for strong in (False, True)]
    facts = tuple(fact.id for fact in persona.facts[:2])
    changes += [
        {"facts": facts, "again": facts[:1], "sentences": 1, "quote": "…"},
        {"button": persona.hot_buttons[0].id, "need": persona.needs[0].id, "remedy": persona.remedies[0].id},
    ]
    for change in changes:
        yield plain.model_copy(update=change)
