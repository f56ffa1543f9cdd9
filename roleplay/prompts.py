"""Renders the prompts: Jinja2 templates in ``prompts/``, which the user's own in the config folder replace by name.

A template of the user's own is rendered within bounds (see ``sandbox``). When it cannot be used, one sentence says why,
and the shipped one takes its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from roleplay.clean import mend
from roleplay.i18n import _
from roleplay.ledger import Ledger, ledger, shortened
from roleplay.persona import Act, Fact
from roleplay.resources import shipped
from roleplay.sandbox import MOST_TEXT, TemplateFault, parse, render
from roleplay.settings import config_dir
from roleplay.tokens import MARKS, tokens
from roleplay.voices.scene import Line, Scene
from roleplay.wording import fault

LINES = 24
"""Lines of the conversation that are sent along at the most; the ledger holds what matters of those before."""
ROOM = 2200
"""Characters for the ledger and the lines together; small local models forget the persona when there are many more."""
NEWEST = 800
"""Characters of the newest line; of a longer one the middle is left out."""
OLDER = 400
"""Characters of each line before."""
LEAST = 60
"""Characters below which there is no use in beginning another line."""
_PLAIN = str.maketrans("[]", "()")
_QUOTED = str.maketrans('[]"“”«»', "()'''''")

PARTS = {"customer": ("system", "ledger", "direction"), "coach": ("system", "exchange", "again")}
"""The templates by name, each with the parts that it must have."""


class PromptError(Exception):
    """A prompt cannot be made. The text is one sentence that names the file and what is wrong."""


class Part(NamedTuple):
    """A part of a prompt as a model gets it: ``ledger``, ``lines`` and ``direction`` after the ``system`` part."""

    name: str
    role: Literal["system", "user", "assistant"]
    text: str


Aside = Callable[[str], None]
"""Is told in one sentence that a template of the user's own was put aside, and why."""


def _silently(_sentence: str) -> None:
    """For callers that tell nobody."""


def customer_messages(scene: Scene, aside: Aside = _silently) -> list[dict[str, str]]:
    """The messages that ask a model for this turn: the customer, the conversation, and the stage direction last.

    The first message stays the same for the whole call. A fact that is neither known to the agent nor due in this turn
    is not in them. Square brackets mark what the director says, so they become round ones in everybody's lines.
    ``aside`` hears when the user's own template cannot be used; PromptError when the shipped one cannot either.
    """
    return messages(customer_parts(scene, aside))


def customer_parts(scene: Scene, aside: Aside = _silently) -> list[Part]:
    """The same part by part."""
    language = scene.persona.language
    noted = ledger(scene.lines, scene.persona, scene.told)
    values = customer_values(scene, noted)
    # Where there is nothing to note, a part of the ledger's own words would only puzzle a model.
    noteworthy = any(values["ledger"][name] for name in values["ledger"].keys() - values["system"].keys())
    wanted = [name for name in PARTS["customer"] if name != "ledger" or (noteworthy and scene.lines)]
    text = _rendered("customer", language, {name: values[name] for name in wanted}, aside)
    parts = [Part("system", "system", text["system"])]
    if text.get("ledger"):
        parts.append(Part("ledger", "user", f"[{text['ledger'].translate(_PLAIN)}]"))
    for who, said in recent(scene.lines, ROOM - len(text.get("ledger", ""))):
        if len(parts) == 1 and who == "customer":
            # Some servers insist on user and assistant by turns, the user first.
            parts.append(Part("lines", "user", "…"))
        parts.append(Part("lines", "assistant" if who == "customer" else "user", said))
    return [*parts, Part("direction", "user", f"[{text['direction'].translate(_PLAIN)}]")]


def messages(parts: Sequence[Part]) -> list[dict[str, str]]:
    """The parts as messages; what the same side says in a row is one of them."""
    made: list[dict[str, str]] = []
    for part in parts:
        if made and made[-1]["role"] == part.role:
            made[-1]["content"] += f"\n\n{part.text}"
        else:
            made.append({"role": part.role, "content": part.text})
    return made


def size(made: Sequence[Mapping[str, str]], language: str) -> int:
    """About how many tokens the messages are."""
    return sum(tokens(message["content"], language) + MARKS for message in made)


def recent(lines: Sequence[Line], room: int) -> list[tuple[str, str]]:
    """The last lines, as who and what, in so many characters: no more than ``LINES``, but always the newest."""
    found: list[tuple[str, str]] = []
    for line in reversed(lines[-LINES:]):
        most = min(OLDER, room) if found else NEWEST
        if most < LEAST:
            break
        text = _middle_left_out(mend(line.text).translate(_PLAIN), most)
        found.append((line.who, text))
        room -= len(text)
    return found[::-1]


def _middle_left_out(text: str, most: int) -> str:
    half = (most - 3) // 2
    return text if len(text) <= most else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def coach_messages(customer: str, line: str, language: str, aside: Aside = _silently) -> list[dict[str, str]]:
    """The messages that ask a model to judge a trainee's line against the customer's last one.

    The first is the same for every line of a language; the exchange comes last, as JSON, so that neither side's words
    can pass for anything but words. ``aside`` and PromptError as in ``customer_messages``.
    """
    return messages(coach_parts(customer, line, language, aside))


def coach_parts(customer: str, line: str, language: str, aside: Aside = _silently) -> list[Part]:
    """The same part by part."""
    text = _rendered("coach", language, {"system": {}, "exchange": exchange_values(customer, line)}, aside)
    return [Part("system", "system", text["system"]), Part("exchange", "user", text["exchange"])]


def coach_again(error: str, language: str, aside: Aside = _silently) -> str:
    """What a model is told when its answer could not be used, and why. ``aside`` and PromptError as above."""
    return _rendered("coach", language, {"again": {"error": error}}, aside)["again"]


def file_name(name: str, language: str) -> str:
    """The file of a template: ``customer.j2`` in English, ``customer.it.j2`` in Italian."""
    return f"{name}.j2" if language == "en" else f"{name}.{language}.j2"


def own_file(name: str, language: str) -> Path:
    """Where a template of the user's own would stand."""
    return config_dir() / "prompts" / file_name(name, language)


def shipped_file(name: str, language: str) -> Path:
    """Where the shipped template stands."""
    return shipped("prompts") / file_name(name, language)


def read_template(path: Path) -> str:
    """The text of a template's file; TemplateFault when it is no file, too long, or no text."""
    try:
        if not path.is_file():  # a pipe would never end
            raise TemplateFault(0, _("it is not a file"))
        with path.open("rb") as file:
            text = file.read(4 * MOST_TEXT + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateFault(0, _("the file is not text in UTF-8")) from None
    except OSError as error:
        raise TemplateFault(0, fault(error)) from None
    return text


def _rendered(name: str, language: str, values: Mapping[str, Mapping[str, Any]], aside: Aside) -> dict[str, str]:
    """The parts in ``values`` of the user's own template, or all of them of the shipped one."""
    own = own_file(name, language)
    if own.exists() or own.is_symlink():
        try:
            return _parts(own, values)
        except TemplateFault as why:
            told = _("Your own prompt {name} cannot be used ({reason}); the shipped one takes its place.")
            aside(told.format(name=own.name, reason=placed(why)))
    path = shipped_file(name, language)
    try:
        return _parts(path, values)
    except TemplateFault as why:
        told = _("The prompt {name} cannot be used ({reason}).")
        raise PromptError(told.format(name=path.name, reason=placed(why))) from None


def _parts(path: Path, values: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    parsed = parse(read_template(path))
    for name in PARTS[path.name.partition(".")[0]]:
        if name not in parsed.template.blocks:
            raise TemplateFault(0, _("the part {name} is missing").format(name=name))
    return {name: render(parsed, name, each) for name, each in values.items()}


def placed(why: TemplateFault) -> str:
    """What is wrong, with its line."""
    return _("line {line}: {what}").format(line=why.line, what=why) if why.line else str(why)


def exchange_values(customer: str, line: str) -> dict[str, str]:
    """What the coach's part ``exchange`` may name."""
    customer, line = mend(customer), mend(line)
    exchange = json.dumps({"customer": customer, "agent": line}, ensure_ascii=False)
    return {"exchange": exchange, "customer": customer, "agent": line}


def customer_values(scene: Scene, noted: Ledger) -> dict[str, dict[str, Any]]:
    """What each part of the customer's prompt may name."""
    always = _persona_values(scene)
    return {
        "system": always,
        "ledger": always | _ledger_values(scene, noted),
        "direction": always | _direction_values(scene),
    }


def _persona_values(scene: Scene) -> dict[str, Any]:
    persona = scene.persona
    return {
        "name": persona.name,
        "headline": persona.headline.rstrip("."),
        "setting": persona.setting,
        "problem": persona.problem,
        "feeling": persona.feeling,
        "style": persona.voice.style,
        "habits": list(persona.voice.habits),
        "never": list(persona.voice.never),
        "wants": [need.what for need in persona.needs],
    }


def _telling(scene: Scene) -> list[str]:
    """Ids of the facts that are told in this turn."""
    opening = [fact.id for fact in scene.persona.facts if fact.opening] if scene.direction.act is Act.OPEN else []
    return list(dict.fromkeys([*opening, *scene.direction.facts]))


def _ledger_values(scene: Scene, noted: Ledger) -> dict[str, Any]:
    persona, telling = scene.persona, _telling(scene)

    def known() -> Iterator[dict[str, Any]]:
        for each in noted.told:
            if each.fact not in telling:
                fact = persona.fact(each.fact)
                yield {"what": shortened(fact.what), "value": shortened(fact.value), "times": each.times}

    return {
        "known": list(known()),
        "offers": [
            {"what": shortened(persona.remedy(each.remedy).what), "answer": each.answer} for each in noted.offers
        ],
        "refused": [shortened(persona.remedy(id).what) for id in noted.refused],
        "promises": [{"words": each.words.translate(_QUOTED), "when": each.when} for each in noted.promises],
        "earlier": noted.earlier,
        "apologies": noted.apologies,
        "limits": noted.limits,
        "recorded": noted.recorded,
        "handover": noted.handover,
        "done": [{"act": act.value, "times": times} for act, times in noted.done],
    }


def _direction_values(scene: Scene) -> dict[str, Any]:
    persona, direction = scene.persona, scene.direction

    def telling(fact: Fact) -> dict[str, Any]:
        return {"what": fact.what, "value": fact.value, "again": fact.id in direction.again}

    return {
        "telling": [telling(persona.fact(id)) for id in _telling(scene)],
        "act": direction.act.value,
        "heat": direction.heat,
        "reaction": direction.reaction.value if direction.reaction else "",
        "button": persona.hot_button(direction.button).what if direction.button else "",
        "need": persona.need(direction.need).what if direction.need else "",
        "remedy": persona.remedy(direction.remedy).what if direction.remedy else "",
        "quote": shortened(direction.quote.translate(_QUOTED), OLDER),
        "manner": direction.manner.value if direction.manner else "",
        "rung": direction.rung.value if direction.rung else "",
        "strong": direction.strong,
        "supervisor": bool(scene.lines) and scene.lines[-1].who == "supervisor",
        "sentences": direction.sentences,
    }
