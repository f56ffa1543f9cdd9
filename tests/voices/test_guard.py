"""What a model says as the customer is heard only when the customer could have said it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playing import play

from roleplay.library import files, load
from roleplay.persona import Persona
from roleplay.voices.guard import fault, guarded
from roleplay.voices.scene import Line, Scene, VoiceFailed

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def scene(persona: Persona, *told: str, said: str = "") -> Scene:
    session = play(persona, [])
    session.say("Okay.", NOON)
    lines = (Line("trainee", said, 1, NOON),)
    return replace(session.scene(), lines=lines, told=told)


DIANE = load("double-billed")


@pytest.mark.parametrize(
    ("sentence", "sound"),
    [
        ("I paid once and you charged me twice.", True),
        ("You took $999.99 from my card.", False),
        ("I came in on March 14.", True),
        ("I came in on March 27.", False),
        ("I talked to Kevin about it.", False),
        ("Oh God, I have had it with you people.", True),
        ("Well, Diane Kowalski does not skip a bill.", True),
        ("I WANT MY MONEY BACK.", True),
    ],
)
def test_figures_and_names_must_be_the_personas(sentence: str, sound: bool):
    told = tuple(fact.id for fact in DIANE.facts)
    assert (fault(sentence, scene(DIANE, *told)) == "") is sound


def test_what_the_trainee_said_may_be_taken_up():
    assert fault("Who is Kevin, and why 5 days?", scene(DIANE, said="I'm Kevin, give me 5 days.")) == ""


def test_a_fact_is_not_told_before_its_time():
    assert fault("My account is 40718.", scene(DIANE)) != ""
    assert fault("My account is 40718.", scene(DIANE, "account")) == ""


@pytest.mark.parametrize("id", files())
def test_the_personas_own_lines_pass(id: str):
    persona = load(id)
    everything = scene(persona, *(fact.id for fact in persona.facts))
    assert [line for line in persona.spoken() if fault(line, everything)] == []


async def test_sentences_are_heard_as_each_passes_and_the_first_bad_one_stops_it():
    async def pieces() -> AsyncIterator[str]:
        for piece in ("I paid ", "once. And", " you took $99", "9.99 from me. ", "Hello?"):
            yield piece

    heard: list[str] = []

    async def listen() -> None:
        async for sentence in guarded(pieces(), scene(DIANE)):
            heard.append(sentence)

    with pytest.raises(VoiceFailed, match="figure"):
        await listen()
    assert "".join(heard) == "I paid once."
