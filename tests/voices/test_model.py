from datetime import UTC, datetime
from pathlib import Path

import pytest
from model_server import MODEL, ModelServer, Plan
from people import persona

from roleplay.events import Acted, Direction, Ended, Heard, Said, Spoke
from roleplay.llm.chat import Patience
from roleplay.persona import Act
from roleplay.reading import Finding, Reading
from roleplay.session import Session
from roleplay.settings import load_settings
from roleplay.strategies import Strategy
from roleplay.voices import VoiceFailed, perform
from roleplay.voices.model import ModelVoice
from roleplay.voices.scripted import ScriptedVoice, words

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = "sk-very-secret-7731"
QUICK = Patience(connect=2, first=5, idle=0.5, total=8, backoff=0.01)


def voice(server: ModelServer | str) -> ModelVoice:
    url = server if isinstance(server, str) else server.url
    return ModelVoice(load_settings(base_url=url, model=MODEL, api_key=KEY), patience=QUICK)


@pytest.fixture
def session() -> Session:
    session = Session.start(persona(), seed=3, at=NOON)
    session.open(NOON)
    return session


def asked(session: Session, line: str) -> Session:
    """The same session after the trainee has asked for the sum on the bills."""
    reading = Reading(text=line, findings={strategy: Finding() for strategy in Strategy})
    direction = Direction(act=Act.ANSWER, heat="hot", facts=("amount",))
    said = Said(at=NOON, turn=1, text=line, reading=reading)
    return Session.of(
        session.id, [*session.events, said, Acted(at=NOON, turn=1, mood=session.state.mood, direction=direction)]
    )


async def turn(session: Session, voice: ModelVoice) -> str:
    problems = [done.problem async for done in perform(session, voice, ScriptedVoice(), lambda: NOON)]
    return "".join(problems)


async def test_a_call_with_a_model_from_the_opening_on(session: Session) -> None:
    with ModelServer() as server:
        assert await turn(session, voice(server)) == ""
        session = asked(session, "I am sorry about that, Ms Whitlock. How much is on each bill?")
        assert await turn(session, voice(server)) == ""
    assert "412 dollars" in session.state.last_customer
    first, second = (request.body["messages"] for request in server.requests)
    assert "412" not in str(first)
    assert second[-2] == {"role": "assistant", "content": session.state.lines[0].text}
    spoke = [event for event in session.events if isinstance(event, Spoke)]
    assert [event.voice for event in spoke] == ["model", "model"]


async def test_stopped_in_mid_reply_the_scripted_voice_takes_over_and_the_call_goes_on(session: Session) -> None:
    line = words(session.scene())
    with ModelServer(
        Plan(text="I have been waiting. And then nobody called me back.", die_after=6, delay=0.01)
    ) as server:
        problem = await turn(session, voice(server))
    assert "broke off" in problem
    heard = "".join(event.text for event in session.events if isinstance(event, Heard)).strip()
    assert heard == "I have been waiting."  # half a sentence is never shown
    spoke = session.events[-1]
    assert spoke == Spoke(at=NOON, turn=0, text=f"{heard} — {line}", voice="scripted", takeover=True)
    session = asked(session, "I am sorry, Ms Whitlock. How much is on each bill?")
    problem = await turn(session, voice(server))  # the server is gone for good
    assert "start the model's server" in problem
    assert session.state.pending is None
    assert not isinstance(session.events[-1], Ended)
    assert KEY not in problem


@pytest.mark.parametrize(
    ("said", "aloud"),
    [
        ("Dana Whitlock: I was\n\nbilled  twice!", "I was billed twice!"),
        ("DANA: I was billed!", "I was billed!"),
        ("Dana is my name.", "Dana is my name."),
        ("Dana", "Dana"),
        ("[Vent: angrily.] I was billed!", "I was billed!"),
        ("I was [stage direction] billed!", "I was billed!"),
    ],
)
async def test_only_what_is_said_aloud_is_heard(session: Session, said: str, aloud: str) -> None:
    with ModelServer(Plan(text=said)) as server:
        assert await turn(session, voice(server)) == ""
    assert session.state.last_customer == aloud


async def test_a_failure_is_one_line_for_the_trainee(session: Session) -> None:
    with ModelServer(usual=Plan("401")) as server, pytest.raises(VoiceFailed) as caught:
        [piece async for piece in voice(server).speak(session.scene())]
    assert "\n" not in str(caught.value)
    assert "OPENAI_API_KEY" in str(caught.value)


async def test_ones_own_broken_prompt_is_named_once_and_the_call_goes_on_with_the_shipped_one(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "config" / "prompts").mkdir(parents=True)
    (tmp_path / "config" / "prompts" / "customer.j2").write_text("{% block system %}{{ nam }}{% endblock %}")
    with ModelServer() as server:
        speaker = voice(server)
        assert "the part ledger is missing" in await turn(session, speaker)
        session = asked(session, "I am sorry about that, Ms Whitlock. How much is on each bill?")
        assert await turn(session, speaker) == ""
    assert all("Dana Whitlock" in request.body["messages"][0]["content"] for request in server.requests)
    assert [event.voice for event in session.events if isinstance(event, Spoke)] == ["model", "model"]
