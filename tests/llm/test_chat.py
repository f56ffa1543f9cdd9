import asyncio
import json
import traceback
from contextlib import aclosing
from typing import Any

import httpx
import pytest
import respx
from model_server import MODEL, ModelServer, Plan

from roleplay.llm.chat import ChatClient, Patience
from roleplay.llm.errors import (
    Busy,
    CutOff,
    EmptyReply,
    KeyRejected,
    ModelError,
    NoSuchModel,
    OddReply,
    Refused,
    ServerFailed,
    TooSlow,
    Unreachable,
    WebPage,
)
from roleplay.settings import load_settings

KEY = "sk-very-secret-7731"
ASK = [{"role": "system", "content": "You play Dana."}, {"role": "user", "content": "Hello\n\n[Vent.]"}]
QUICK = Patience(connect=2, first=5, idle=0.3, total=8, backoff=0.01, retry_after=0.2)


def client(server: ModelServer | str, patience: Patience = QUICK, **changes: Any) -> ChatClient:
    url = server if isinstance(server, str) else server.url
    return ChatClient(load_settings(**({"base_url": url, "model": MODEL, "api_key": KEY} | changes)), patience=patience)


async def reply(asked: ChatClient, got: list[str] | None = None) -> list[str]:
    got = [] if got is None else got
    async for piece in asked.stream(ASK, max_tokens=50):
        got.append(piece)
    return got


async def test_a_reply_comes_in_pieces() -> None:
    with ModelServer(Plan(text="I have been billed twice! Caffè 👩🏽‍⚕️.", delay=0.02)) as server:
        pieces = await reply(client(server))
    assert len(pieces) > 3
    assert "".join(pieces) == "I have been billed twice! Caffè 👩🏽‍⚕️."
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.body == {"model": MODEL, "messages": ASK, "stream": True} | {
        "stream_options": {"include_usage": True},
        "max_tokens": 50,
    }


async def test_words_are_heard_while_the_server_is_still_speaking() -> None:
    with ModelServer(Plan(text="one two three", fault="stall")) as server:
        async with aclosing(client(server, Patience(idle=30)).stream(ASK, max_tokens=50)) as pieces:
            heard = ""
            while heard != "one two three":
                heard += await anext(pieces)


@pytest.mark.parametrize(
    ("plan", "heard"),
    [
        (Plan(text="<think>angry, hm</think>\n\nListen!"), "Listen!"),
        (Plan(text="Listen!", fault="reasoning"), "Listen!"),
        (Plan(text="Listen!", fault="done only"), "Listen!"),
        (Plan(text="Listen!", fault="not streamed"), "Listen!"),
        (Plan(text="Listen!", fault="wrong type"), "Listen!"),
        (Plan(text="a < b and <b>bold</b> <thi"), "a < b and <b>bold</b> <thi"),
        (Plan(text="word " * 5000), ("word " * 5000)[:20_000]),
    ],
)
async def test_what_servers_really_send_is_understood(plan: Plan, heard: str) -> None:
    with ModelServer(plan) as server:
        assert "".join(await reply(client(server))) == heard
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("plan", "error", "tries", "told"),
    [
        (Plan("401"), KeyRejected, 1, "OPENAI_API_KEY"),
        (Plan("403"), KeyRejected, 1, "OPENAI_API_KEY"),
        (Plan("404"), NoSuchModel, 1, MODEL),
        (Plan("400"), Refused, 1, "fault 400"),
        (Plan("302", headers={"Location": "http://127.0.0.1:1/"}), Refused, 1, "elsewhere"),
        (Plan("402"), Busy, 1, "credit"),
        (Plan("429", body='{"error": {"code": "insufficient_quota"}}'), Busy, 1, "credit"),
        (Plan("429", headers={"Retry-After": "3600"}), Busy, 1, "busy"),
        (Plan("429", headers={"Retry-After": "0.01"}), Busy, 3, "busy"),
        (Plan("429", headers={"Retry-After": "soon"}), Busy, 3, "busy"),
        (Plan("500"), ServerFailed, 3, "fault 500"),
        (Plan("503", body="<html>nginx</html>"), ServerFailed, 3, "503"),
        (Plan("html"), WebPage, 1, "/v1"),
        (Plan("404", body="<html>nginx</html>"), WebPage, 1, "/v1"),
        (Plan("error in 200"), ServerFailed, 3, "out of memory"),
        (Plan(text="<think>only thoughts</think>"), EmptyReply, 2, "without a word"),
        (Plan(text=" ", fault="no end"), EmptyReply, 2, "hung up"),
        (Plan("hang up"), Unreachable, 3, "Nobody answers"),
    ],
)
async def test_a_failure_before_the_first_word_is_told_with_its_remedy(
    plan: Plan, error: type[ModelError], tries: int, told: str
) -> None:
    with ModelServer(usual=plan) as server, pytest.raises(error, match=told):
        await reply(client(server))
    assert len(server.requests) == tries


async def test_a_server_that_recovers_is_asked_again_and_nobody_notices() -> None:
    with ModelServer(Plan("503"), Plan("hang up"), Plan(text="Listen!")) as server:
        assert "".join(await reply(client(server))) == "Listen!"


@pytest.mark.parametrize(
    ("plan", "error"),
    [
        (Plan(text="one two three", die_after=2), CutOff),
        (Plan(text="one two ", fault="no end"), CutOff),
        (Plan(text="one two ", fault="stall"), CutOff),
        (Plan(text="one two ", fault="error in the middle"), ServerFailed),
    ],
)
async def test_a_reply_that_breaks_off_is_never_asked_for_again(plan: Plan, error: type[ModelError]) -> None:
    got: list[str] = []
    with ModelServer(usual=plan) as server, pytest.raises(error):
        await reply(client(server), got)
    assert "".join(got) == "one two "
    assert len(server.requests) == 1


async def test_nobody_at_the_address() -> None:
    with ModelServer() as server:
        url = server.url
    with pytest.raises(Unreachable, match="start the model's server"):
        await reply(client(url))


async def test_a_server_that_never_speaks_is_given_up() -> None:
    with ModelServer(usual=Plan(text="late", delay=1)) as server, pytest.raises(TooSlow, match="in time"):
        await reply(client(server, Patience(first=0.2, backoff=0.01)))
    assert len(server.requests) == 3


async def test_the_clock_for_the_whole_turn_holds_for_all_tries_together() -> None:
    with ModelServer(usual=Plan(text="late", delay=1)) as server, pytest.raises(TooSlow):
        await reply(client(server, Patience(first=0.2, total=0.3, backoff=0.2)))
    assert len(server.requests) == 1


async def test_closing_the_reply_hangs_up_at_once() -> None:
    with ModelServer(Plan(text="word " * 2000, delay=0.005)) as server:
        pieces = client(server).stream(ASK, max_tokens=50)
        await anext(pieces)
        await pieces.aclose()
        assert await asyncio.to_thread(server.hung_up.wait, 5)


async def test_cancelling_hangs_up_at_once() -> None:
    with ModelServer(Plan(text="word " * 2000, delay=0.005)) as server:
        task = asyncio.create_task(reply(client(server)))
        assert await asyncio.to_thread(server.speaking.wait, 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.hung_up.wait, 5)


async def test_a_server_that_knows_only_the_new_name_of_the_limit_gets_it() -> None:
    body = json.dumps({"error": {"message": "Unsupported parameter: 'max_tokens'", "param": "max_tokens"}})
    with ModelServer(Plan("400", body=body), Plan(text="a"), Plan(text="b")) as server:
        asked = client(server)
        assert await reply(asked) == ["a"]
        assert await reply(asked) == ["b"]
    limits = [{name for name in request.body if name.startswith("max")} for request in server.requests]
    assert limits == [{"max_tokens"}, {"max_completion_tokens"}, {"max_completion_tokens"}]


@pytest.mark.parametrize(
    "plan",
    [
        Plan("401", body=json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}})),
        Plan("400", body=json.dumps({"detail": f"bad header Bearer {KEY} \x1b[31m" + "x" * 4000})),
        Plan("500", body=json.dumps([{"error": {"message": f"{KEY} sk-other***7731"}}])),
        Plan("400", body=f"plain {KEY}"),
        Plan("hang up"),
        Plan(text="a b", die_after=1),
    ],
)
async def test_the_key_and_escape_sequences_stay_out_of_every_error(plan: Plan) -> None:
    with ModelServer(usual=plan) as server, pytest.raises(ModelError) as caught:
        await reply(client(server))
    whole = "".join(traceback.format_exception(caught.value))
    assert KEY not in whole
    assert "sk-other" not in whole
    assert "\x1b" not in whole
    assert len(str(caught.value)) < 500


async def test_a_key_that_cannot_be_sent_is_told_without_it() -> None:
    with ModelServer() as server, pytest.raises(KeyRejected) as caught:
        await reply(client(server, api_key="sk-bro\nken"))
    assert "ken" not in str(caught.value)
    assert server.requests == []


async def test_no_key_no_header() -> None:
    with ModelServer(Plan(text="a")) as server:
        await reply(client(server, api_key=""))
    assert "Authorization" not in server.requests[0].headers


async def test_a_proxy_is_not_asked_for_our_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with ModelServer(Plan(text="a")) as server:
        assert await reply(client(server)) == ["a"]


@respx.mock
async def test_openai_itself_gets_the_new_name_of_the_limit() -> None:
    route = respx.post("https://api.openai.com/v1/chat/completions").respond(
        json={"choices": [{"message": {"content": "Listen!"}, "finish_reason": "stop"}]}
    )
    assert await reply(ChatClient(load_settings(model="m", api_key=KEY))) == ["Listen!"]
    assert json.loads(route.calls.last.request.content)["max_completion_tokens"] == 50


async def test_a_stranger_may_bring_a_transport() -> None:
    events = (
        'data: {"choices":[{"delta":{"content":"\\ud83d"}}]}\n\ndata: {"choices":[{"delta":{"content":"\\ude00"}}]}\n\n'
    )
    answer = httpx.Response(200, headers={"content-type": "text/event-stream"}, text=f"{events}data: [DONE]\n\n")
    asked = ChatClient(load_settings(model="m", api_key=KEY), transport=httpx.MockTransport(lambda _: answer))
    assert "".join(await reply(asked)) == "😀"


async def test_the_doctor_can_ask_for_models_and_for_a_word() -> None:
    with ModelServer(usual=Plan(text="ready")) as server:
        assert await client(server).models() == ["another", MODEL]
        assert await client(server).ping() == "ready"


@pytest.mark.parametrize(("fault", "error"), [("401", KeyRejected), ("html", WebPage), ("500", ServerFailed)])
async def test_the_doctor_hears_what_is_wrong(fault: str, error: type[ModelError]) -> None:
    with ModelServer(Plan(fault)) as server, pytest.raises(error):
        await client(server).models()


@pytest.mark.parametrize(
    "answer",
    [
        '{"choices": 5}',
        '{"choices": "Listen!"}',
        '{"choices": [{"delta": "Listen!"}]}',
        '{"choices": [{"message": ["Listen!"]}]}',
    ],
)
@pytest.mark.parametrize("streamed", [True, False])
async def test_an_answer_of_another_shape_is_told(answer: str, streamed: bool) -> None:
    kind, text = ("text/event-stream", f"data: {answer}\n\n") if streamed else ("application/json", answer)
    response = httpx.Response(200, headers={"content-type": kind}, text=text)
    asked = ChatClient(load_settings(model="m"), transport=httpx.MockTransport(lambda _: response), patience=QUICK)
    with pytest.raises(OddReply, match="check the address"):
        await reply(asked)
