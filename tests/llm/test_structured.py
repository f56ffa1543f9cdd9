"""Answers of a given shape from servers as they are."""

import contextlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import judgement_text

from roleplay.judgement import Judgement
from roleplay.llm.structured import LONGEST, Unusable, ask, parse

GOOD = judgement_text(("empathy",), apologize=("shown", "sorry, really"))
PRETTY = json.dumps(json.loads(GOOD), indent=2)
EXPECTED = Judgement.model_validate_json(GOOD)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{PRETTY}\n```",
        f"Here you are {{as you wished}}:\n{GOOD}\nAnything else?",
        PRETTY.replace('"none"\n', '"none",\n'),
        PRETTY.replace("{\n", "{ // a strategy\n", 3),
        f'<think>{{"calm": 1}} hm, {GOOD[:90]}</think>\n{GOOD}',
        f"\ufeff{GOOD}",
        str(json.loads(GOOD)),
        f"{GOOD}\n{GOOD}",
        GOOD.replace('"quote": ""', '"quote": null'),
        GOOD[:-1] + ', "total": 100}',
        GOOD[:-1],
    ],
    ids=["clean", "fenced", "prose", "comma", "comment", "thought", "bom", "single", "twice", "null", "extra", "brace"],
)
def test_what_is_meant_is_understood(text: str):
    assert parse(text, Judgement) == EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I would say that empathy is shown.",
        GOOD[: len(GOOD) // 2],
        GOOD.replace("shown", "yes"),
        GOOD.replace('["empathy"]', '["empathy", "calm", "listen"]'),
        GOOD.replace('["empathy"]', '["kindness"]'),
        GOOD[:-1] + ', "missed": []}',
        GOOD + GOOD.replace("shown", "violated"),
        GOOD.replace('"sorry, really"', "NaN"),
        GOOD.replace('"sorry, really"', "[" * 1000),
        '{"a":' * 5000,
        "[]",
        "x" * LONGEST + GOOD,
    ],
    ids=["empty", "prose", "cut", "word", "three", "unknown", "double", "two", "nan", "deep", "deeper", "list", "long"],
)
def test_what_is_not_said_is_not_invented(text: str):
    with pytest.raises(Unusable) as caught:
        parse(text, Judgement)
    assert len(str(caught.value)) < 400


scraps = st.lists(st.sampled_from([*'{}[]",:', '"calm"', "none", GOOD, "\\"]), max_size=40).map("".join)


@given(st.text(max_size=300) | scraps)
def test_any_text_is_an_answer_or_none(text: str):
    with contextlib.suppress(Unusable):
        assert isinstance(parse(text, Judgement), Judgement)


class Server:
    """Answers in turn, and keeps what it was asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[list[dict[str, str]]] = []

    async def answer(self, messages: list[dict[str, str]], *, max_tokens: int, schema: Mapping[str, Any]) -> str:
        self.asked.append(messages)
        return self.answers.pop(0)


async def asked(*answers: str) -> tuple[Judgement | None, Server]:
    server = Server(*answers)
    messages = [{"role": "user", "content": "Judge!"}]
    found = await ask(server, messages, Judgement, again=lambda fault: f"Again: {fault}", max_tokens=9)
    return found, server


async def test_a_bad_answer_is_asked_for_once_more_with_what_was_wrong():
    found, server = await asked(GOOD.replace("shown", "yes"), GOOD)
    assert found == EXPECTED
    assert "yes" in server.asked[1][1]["content"]
    assert "apologize.verdict" in server.asked[1][2]["content"]


async def test_two_bad_answers_are_no_answer():
    found, server = await asked("no", "never")
    assert found is None
    assert len(server.asked) == 2
