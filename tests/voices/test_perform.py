import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Literal

import pytest
from people import persona

from roleplay.events import Acted, AnyEvent, Direction, Heard, Spoke
from roleplay.persona import Act
from roleplay.session import Session
from roleplay.voices import Performed, Scene, Voice, VoiceFailed, perform
from roleplay.voices.scripted import ScriptedVoice, words

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Pieces:
    """A model that says these pieces, and then breaks off when there is a reason."""

    name: Literal["scripted", "model"] = "model"

    def __init__(self, *pieces: str, fails: str = "", pause: float = 0) -> None:
        self.pieces, self.fails, self.pause = pieces, fails, pause
        self.asked, self.closed = 0, False

    async def speak(self, scene: Scene) -> AsyncIterator[str]:
        self.asked += 1
        try:
            for piece in self.pieces:
                yield piece
                await asyncio.sleep(self.pause)
            if self.fails:
                raise VoiceFailed(self.fails)
        finally:
            self.closed = True


@pytest.fixture
def session() -> Session:
    session = Session.start(persona(), seed=3, at=NOON)
    session.open(NOON)
    return session


async def turn(session: Session, voice: Voice) -> list[Performed]:
    return [done async for done in perform(session, voice, ScriptedVoice(), lambda: NOON)]


def told(batches: list[Performed]) -> list[AnyEvent]:
    return [event for batch in batches for event in batch.events]


async def test_the_scripted_voice_speaks_its_line_at_once(session: Session) -> None:
    line = words(session.scene())
    (batch,) = await turn(session, ScriptedVoice())
    assert batch == Performed([Spoke(at=NOON, turn=0, text=line, voice="scripted")])


async def test_a_models_words_are_kept_as_they_come_and_then_as_one_line(session: Session) -> None:
    batches = await turn(session, Pieces("\n I have ", "been ", "billed ", "twice! "))
    *heard, spoke = told(batches)
    assert "".join(event.text for event in heard if isinstance(event, Heard)) == "I have been billed twice! "
    assert spoke == Spoke(at=NOON, turn=0, text="I have been billed twice!", voice="model")
    assert not any(batch.problem for batch in batches)


async def test_many_small_pieces_make_few_events(session: Session) -> None:
    *heard, spoke = told(await turn(session, Pieces(*["word "] * 400)))
    assert isinstance(spoke, Spoke)
    assert spoke.text == ("word " * 400).strip()
    assert len(heard) < 40


async def test_a_slow_model_does_not_keep_back_what_it_has_said(session: Session) -> None:
    batches = await turn(session, Pieces("Listen. ", "This ", "is slow.", pause=0.15))
    assert len(batches) == 4


@pytest.mark.parametrize("said", ["", "I have been bil", "I have been billed twice! And n"])
async def test_when_the_model_fails_the_understudy_finishes_the_same_act(session: Session, said: str) -> None:
    line = words(session.scene())
    batches = await turn(session, Pieces(said, fails="The model stopped."))
    text = f"{said} — {line}" if said else line
    assert told(batches)[-1] == Spoke(at=NOON, turn=0, text=text, voice="scripted", takeover=True)
    assert [batch.problem for batch in batches if batch.problem] == ["The model stopped."]
    assert session.state.pending is None
    assert session.state.last_customer == text


async def test_a_model_that_says_nothing_counts_as_failed(session: Session) -> None:
    line = words(session.scene())
    (batch,) = await turn(session, Pieces("  ", "\n"))
    assert batch.events == [Spoke(at=NOON, turn=0, text=line, voice="scripted", takeover=True)]
    assert batch.problem


async def test_a_line_that_an_interruption_cut_is_completed_without_asking_again(session: Session) -> None:
    session.hear("I have been bil", NOON)
    again = Session.of(session.id, session.events)
    line = words(again.scene())
    voice = Pieces("Never asked.")
    (batch,) = await turn(again, voice)
    assert voice.asked == 0
    assert batch.events == [Spoke(at=NOON, turn=0, text=f"I have been bil — {line}", voice="scripted", takeover=True)]


async def test_leaving_in_mid_line_stops_the_model(session: Session) -> None:
    voice = Pieces("Hello ", *["and more "] * 50, pause=0.02)

    async def listen() -> None:
        await turn(session, voice)

    task = asyncio.create_task(listen())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert voice.closed
    assert session.state.heard.startswith("Hello")


async def test_an_act_that_ends_the_call_ends_it_after_its_words(session: Session) -> None:
    await turn(session, ScriptedVoice())
    direction = Direction(act=Act.WALK_AWAY, heat="boiling")
    left = Session.of("x", [*session.events, Acted(at=NOON, turn=1, mood=session.state.mood, direction=direction)])
    events = told(await turn(left, Pieces("Goodbye", fails="cut")))
    assert [event.kind for event in events] == ["heard", "spoke", "ended"]


class Faulty:
    """A model voice with a fault of its own."""

    name: Literal["scripted", "model"] = "model"

    async def speak(self, scene: Scene) -> AsyncIterator[str]:
        yield "I have been "
        raise RuntimeError("a fault that nobody thought of")


async def test_a_fault_of_the_voice_itself_ends_no_call(session: Session) -> None:
    batches = await turn(session, Faulty())
    assert [batch.problem for batch in batches if batch.problem] != []
    assert "nobody thought of" not in batches[-1].problem
    assert session.state.pending is None
    assert session.state.last_customer.startswith("I have been — ")
