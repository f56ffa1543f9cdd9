"""Renders the prompts: Jinja2 templates in ``prompts/``, which the user's own in the config folder replace by name.

A template is data that a stranger may have written: it runs in a sandbox, sees only plain text and lists, and a mistake
in it becomes one sentence with its line.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from roleplay.clean import mend
from roleplay.i18n import _
from roleplay.persona import Act, Fact
from roleplay.resources import shipped
from roleplay.settings import config_dir
from roleplay.voices.scene import Scene

LINES = 24
"""Lines of the conversation that are sent along; small local models forget the persona when there are many more."""
_PLAIN = str.maketrans("[]", "()")


class PromptError(Exception):
    """A prompt template cannot be used. The text is one sentence that names the file and what is wrong."""


def customer_messages(scene: Scene) -> list[dict[str, str]]:
    """The messages that ask a model for this turn: the customer, the conversation, and the stage direction last.

    A fact that is neither known to the agent nor due in this turn is not in them. Square brackets mark what the
    director says, so they become round ones in everybody's lines. Raises PromptError.
    """
    language = scene.persona.language
    name = _named("customer", language)
    values = _values(scene)
    turns = [(line.who, mend(line.text).translate(_PLAIN)) for line in scene.lines[-LINES:]]
    messages = [{"role": "system", "content": _render(name, "system", values)}]
    # Some servers insist on user and assistant by turns, the user first: hence the dots when the customer opens.
    for who, text in [("trainee", "…"), *turns] if turns and turns[0][0] == "customer" else turns:
        _put(messages, "assistant" if who == "customer" else "user", text)
    _put(messages, "user", f"[{_render(name, 'direction', values).translate(_PLAIN)}]")
    return messages


def coach_messages(customer: str, line: str, language: str) -> list[dict[str, str]]:
    """The messages that ask a model to judge a trainee's line against the customer's last one.

    The first is the same for every line of a language; the exchange comes last, as JSON, so that neither side's words
    can pass for anything but words. Raises PromptError.
    """
    customer, line = mend(customer), mend(line)
    exchange = json.dumps({"customer": customer, "agent": line}, ensure_ascii=False)
    values = {"exchange": exchange, "customer": customer, "agent": line}
    name = _named("coach", language)
    return [
        {"role": "system", "content": _render(name, "system", {})},
        {"role": "user", "content": _render(name, "exchange", values)},
    ]


def coach_again(error: str, language: str) -> str:
    """What a model is told when its answer could not be used, and why. Raises PromptError."""
    return _render(_named("coach", language), "again", {"error": error})


def _named(name: str, language: str) -> str:
    return f"{name}.j2" if language == "en" else f"{name}.{language}.j2"


def _put(messages: list[dict[str, str]], role: str, text: str) -> None:
    if messages[-1]["role"] == role:
        messages[-1]["content"] += f"\n\n{text}"
    else:
        messages.append({"role": role, "content": text})


def _values(scene: Scene) -> dict[str, Any]:
    persona, direction = scene.persona, scene.direction
    opening = [fact.id for fact in persona.facts if fact.opening] if direction.act is Act.OPEN else []
    telling = list(dict.fromkeys([*opening, *direction.facts]))

    def told(fact: Fact) -> dict[str, Any]:
        return {"what": fact.what, "value": fact.value, "again": fact.id in direction.again}

    values: dict[str, Any] = {
        "name": persona.name,
        "headline": persona.headline.rstrip("."),
        "setting": persona.setting,
        "problem": persona.problem,
        "feeling": persona.feeling,
        "style": persona.voice.style,
        "habits": list(persona.voice.habits),
        "never": list(persona.voice.never),
        "wants": [need.what for need in persona.needs],
        "known": [told(fact) for fact in persona.facts if fact.id in scene.told and fact.id not in telling],
        "telling": [told(persona.fact(id)) for id in telling],
        "act": direction.act.value,
        "heat": direction.heat,
        "reaction": direction.reaction.value if direction.reaction else "",
        "button": persona.hot_button(direction.button).what if direction.button else "",
        "need": persona.need(direction.need).what if direction.need else "",
        "remedy": persona.remedy(direction.remedy).what if direction.remedy else "",
        "quote": direction.quote,
        "manner": direction.manner.value if direction.manner else "",
        "rung": direction.rung.value if direction.rung else "",
        "strong": direction.strong,
        "sentences": direction.sentences,
    }
    return values


@lru_cache(maxsize=4)
def _environment(own: Path, replaced: bool) -> ImmutableSandboxedEnvironment:
    """Keeps the compiled templates of a turn for the next one; a file that has changed is read again.

    ``replaced`` is whether the user has a template of their own: one that is added later must be found, too.
    """
    # No escaping: a prompt is plain text, and nothing that reads it reads HTML.
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([own, shipped("prompts")]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=True,
    )


def _render(name: str, block: str, values: dict[str, Any]) -> str:
    try:
        own = config_dir() / "prompts"
        template = _environment(own, (own / name).is_file()).get_template(name)
        pieces = template.blocks[block](template.new_context(values))
        return re.sub(r"\n{3,}", "\n\n", mend("".join(pieces))).strip()
    except KeyError as error:
        reason = _("the block {name} is missing").format(name=error)
    except TemplateSyntaxError as error:
        reason = _("line {line}: {what}").format(line=error.lineno, what=error.message)
    except (TemplateError, TypeError, ValueError, ArithmeticError, OSError, RecursionError) as error:
        reason = str(error)
    raise PromptError(_("The prompt {name} cannot be used ({reason}).").format(name=name, reason=reason))
