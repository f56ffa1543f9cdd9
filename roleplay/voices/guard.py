"""Checks what a model says as the customer, sentence by sentence, before anybody hears it.

A customer knows no figure and no name that the persona does not hold, unless the trainee said it first; and no fact is
told before its time.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import cache, lru_cache
from typing import Any

from ruamel.yaml import YAML

from roleplay.i18n import _
from roleplay.persona import Persona
from roleplay.resources import shipped
from roleplay.voices.scene import Scene, VoiceFailed

LONGEST = 400
"""Characters after which a sentence without an end is checked as it is."""
_END = re.compile(r"[.!?…]+[\"'”’»)]*(?=\s)")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<![.!?…\"“«:] )(?<!^)(?<=\s)[A-ZÀ-Ý][a-zà-ÿ][^\W\d_]*(?:['’][a-zà-ÿ]+)?")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _common(language: str) -> frozenset[str]:
    words: dict[str, Any] = YAML(typ="safe").load(shipped("prompts") / "guard" / f"{language}.yaml")
    return frozenset(str(name).casefold() for name in words["names"])


def _texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [text for value in part.values() for text in _texts(value)]
    return [text for value in part for text in _texts(value)] if isinstance(part, list) else []


@lru_cache(maxsize=8)
def _held(persona_text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The figures and the words in a text."""
    return (
        frozenset(_figure(found) for found in _FIGURE.findall(persona_text)),
        frozenset(word.casefold() for word in _WORD.findall(persona_text)),
    )


def _figure(text: str) -> str:
    return re.sub(r"\D", "", text).lstrip("0")


def _story(persona: Persona) -> str:
    return "\n".join(_texts(persona.model_dump(mode="json", exclude={"temper"})))


def fault(sentence: str, scene: Scene) -> str:
    """What is wrong with a sentence, as a sentence for the trainee; empty when nothing is."""
    persona = scene.persona
    figures, words = _held(_story(persona))
    said_figures, said_words = _held("\n".join(line.text for line in scene.lines if line.who != "customer"))
    for found in _FIGURE.findall(sentence):
        if _figure(found) not in figures | said_figures | {""}:
            return _("The model named a figure that this customer does not have.")
    for name in _NAME.findall(sentence.strip()):
        plain = {word.casefold() for word in _WORD.findall(name)}
        if not plain & (words | said_words | _common(persona.language)):
            return _("The model named somebody or something that this customer does not know.")
    low = sentence.casefold()
    early = [fact for fact in persona.facts if fact.id not in scene.told and fact.id not in scene.direction.facts]
    if any(len(fact.value) > 2 and fact.value.casefold() in low for fact in early):
        return _("The model gave a fact away that nobody had asked for.")
    return ""


async def guarded(pieces: AsyncIterator[str], scene: Scene) -> AsyncIterator[str]:
    """The pieces, held back until a sentence is whole and sound; VoiceFailed at the first that is not."""
    waiting = ""
    async for piece in pieces:
        waiting += piece
        while (end := _END.search(waiting)) or len(waiting) > LONGEST:
            cut = end.end() if end else len(waiting)
            yield _sound(waiting[:cut], scene)
            waiting = waiting[cut:]
    if waiting.strip():
        yield _sound(waiting, scene)


def _sound(sentence: str, scene: Scene) -> str:
    if wrong := fault(sentence, scene):
        raise VoiceFailed(_("{reason} The scripted voice goes on.").format(reason=wrong))
    return sentence
