"""Answers of a given shape: mended as far as that invents nothing, checked strictly, asked for once more, else none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol, TypeVar

import json_repair
from pydantic import BaseModel, ValidationError

from roleplay.llm.thoughts import Thoughts

LONGEST = 20_000
"""Characters of an answer that are looked at."""
DEEPEST = 20
"""Braces and brackets inside each other, past which an answer is not looked at."""
_SHOWN = 2_000  # characters of a bad answer that the model gets to see again
_NAMED = 4  # faults that are named to it

Shape = TypeVar("Shape", bound=BaseModel)


class Unusable(ValueError):
    """The answer is not what was asked for. The text names a fault for which the prompt has words, or the fields."""


class Client(Protocol):
    """The part of a chat client that an answer needs."""

    async def answer(self, messages: list[dict[str, str]], *, max_tokens: int, schema: Mapping[str, Any]) -> str:
        """The whole reply; raises ModelError."""


async def ask(
    client: Client,
    messages: list[dict[str, str]],
    shape: type[Shape],
    *,
    again: Callable[[str], str],
    max_tokens: int,
) -> Shape | None:
    """The model's answer; None when neither the first nor the second one can be used.

    ``again`` puts into words, for the model, that its answer has this fault. Raises ModelError.
    """
    schema = shape.model_json_schema()
    text = await client.answer(messages, max_tokens=max_tokens, schema=schema)
    try:
        return parse(text, shape)
    except Unusable as error:
        fault = str(error)
    retold = [
        *messages,
        {"role": "assistant", "content": text[:_SHOWN]},
        {"role": "user", "content": again(fault)},
    ]
    try:
        return parse(await client.answer(retold, max_tokens=max_tokens, schema=schema), shape)
    except Unusable:
        return None


def parse(text: str, shape: type[Shape]) -> Shape:
    """The one object of this shape in a model's answer; Unusable when there is none, or more than one.

    Thoughts, code fences and prose around it are left out; slips such as a trailing comma are mended. What is missing
    stays missing.
    """
    thoughts = Thoughts()
    plain = (thoughts.feed(text[:LONGEST]) + thoughts.rest()).replace("\ufeff", "")
    if _depth(plain) > DEEPEST:
        raise Unusable("too_deep")
    found = _objects(plain)
    if not found:
        return _mended(plain, shape)
    fitting: list[Shape] = []
    for each in found:
        with suppress(Unusable):
            fits = _checked(each, shape)
            if fits not in fitting:
                fitting.append(fits)
    if len(fitting) > 1:
        raise Unusable("several")
    return fitting[0] if fitting else _checked(found[-1], shape)


def _checked(found: object, shape: type[Shape]) -> Shape:
    try:
        return shape.model_validate_json(json.dumps(found), strict=True)
    except ValidationError as error:
        raise Unusable(_told(error)) from None


def _objects(text: str) -> list[Any]:
    """The objects in the text that are sound JSON, outermost only."""
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
    found: list[Any] = []
    at = text.find("{")
    while at >= 0:
        try:
            each, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            # A brace in prose comes alone; from the first one of a broken answer on it is all one answer to mend.
            if '"' in text[at : at + 3] or "'" in text[at : at + 3] or text[at + 1 : at + 2].isspace():
                return []
            end = at + 1
        else:
            found.append(each)
        at = text.find("{", end)
    return found


def _mended(text: str, shape: type[Shape]) -> Shape:
    """The object in the text once its slips are mended; its last brace may have been left out."""
    begin, end = text.find("{"), text.rfind("}") + 1
    fault = Unusable("no_object")
    for piece in (text[begin:end], text[begin:]) if begin >= 0 else ():
        with suppress(ValueError, RecursionError):
            found = json_repair.loads(piece, skip_json_loads=True)
            try:
                if isinstance(found, dict):
                    return _checked(found, shape)
            except Unusable as error:
                fault = error
    raise fault


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name comes twice: nobody could say which value is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unusable("twice")
    return found


def _no_number(_name: str) -> Any:
    raise Unusable("no_number")


def _depth(text: str) -> int:
    deep = deepest = 0
    for letter in text:
        if letter in "{[":
            deep += 1
            deepest = max(deepest, deep)
        elif letter in "}]":
            deep = max(0, deep - 1)
    return deepest


def _told(error: ValidationError) -> str:
    faults = error.errors(include_url=False, include_input=False)[:_NAMED]
    return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'answer'}: {fault['msg']}" for fault in faults)
