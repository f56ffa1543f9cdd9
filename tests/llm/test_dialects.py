"""What the servers of each dialect are asked, and how their replies are read: complete streams over a transport."""

import json
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from roleplay.asking import Attempt, Outcome
from roleplay.llm.chat import ChatClient, Patience
from roleplay.llm.errors import Busy, CutOff, KeyRejected, ModelError, Refused, ServerFailed
from roleplay.settings import load_settings

ASK = [{"role": "system", "content": "You play Dana."}, {"role": "user", "content": "Hello"}]
SCHEMA = {"type": "object", "title": "Verdict", "properties": {"score": {"type": "integer", "maximum": 10}}}
QUICK = Patience(connect=2, first=2, idle=1, total=5, backoff=0.01)
CLAUDE = {"base_url": "https://api.anthropic.com", "api_key": SecretStr("sk-ant-1"), "model": "m"}


class Watched:
    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.pauses: list[tuple[str, float]] = []

    def attempted(self, attempt: Attempt) -> None:
        self.attempts.append(attempt)

    async def pause(self, reason: str, seconds: float) -> None:
        self.pauses.append((reason, seconds))


class Servers:
    """Answers with these texts in turn, and keeps what was asked."""

    def __init__(self, *answers: str | httpx.Response) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, text=answer)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]


def client(servers: Servers, watch: Watched | None = None, **settings: Any) -> ChatClient:
    return ChatClient(load_settings(**settings), transport=httpx.MockTransport(servers), patience=QUICK, watch=watch)


async def said(asked: ChatClient, schema: dict[str, Any] | None = None, got: list[str] | None = None) -> str:
    got = [] if got is None else got
    async for piece in asked.stream(ASK, max_tokens=50, schema=schema):
        got.append(piece)
    return "".join(got)


def claude(*events: dict[str, Any], names: bool = True) -> str:
    return "".join(
        (f"event: {event['type']}\n" if names else "") + f"data: {json.dumps(event)}\n\n" for event in events
    )


def words(*texts: str) -> list[dict[str, Any]]:
    return [{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": t}} for t in texts]


BEGIN = {"type": "message_start", "message": {"usage": {"input_tokens": 7, "cache_read_input_tokens": 20}}}
END = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 9}}
STOP = {"type": "message_stop"}


async def test_anthropic_is_asked_in_its_own_way_and_counts_the_tokens() -> None:
    thought = {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "hm"}}
    servers = Servers(claude(BEGIN, {"type": "ping"}, thought, *words("Lis", "ten!"), {"type": "novel"}, END, STOP))
    watch = Watched()
    assert await said(client(servers, watch, **CLAUDE)) == "Listen!"
    (request,) = servers.requests
    assert str(request.url) == "https://api.anthropic.com/v1/messages"
    assert request.headers["x-api-key"] == "sk-ant-1"
    assert request.headers["anthropic-version"]
    assert "authorization" not in request.headers
    assert servers.bodies == [
        {"model": "m", "max_tokens": 50, "system": "You play Dana.", "messages": ASK[1:], "stream": True}
    ]
    assert watch.attempts == [Attempt("m", Outcome.COMPLETE, 27, 9, reason="stop")]


async def test_an_event_of_anthropic_may_come_without_its_name_and_a_reply_without_a_stream() -> None:
    assert await said(client(Servers(claude(BEGIN, *words("Listen!"), END, names=False)), **CLAUDE)) == "Listen!"
    whole = {"type": "message", "content": [{"type": "text", "text": "Listen!"}], "stop_reason": "end_turn"}
    assert await said(client(Servers(json.dumps(whole)), **CLAUDE)) == "Listen!"


@pytest.mark.parametrize(
    ("events", "error", "heard"),
    [
        ([BEGIN, *words("Lis")], CutOff, "Lis"),
        ([BEGIN, *words("Lis"), {"type": "error", "error": {"type": "overloaded_error"}}], ServerFailed, "Lis"),
        ([BEGIN, {**END, "delta": {"stop_reason": "refusal"}}, STOP], Refused, ""),
        ([BEGIN, *words("Lis"), {**END, "delta": {"stop_reason": "max_tokens"}}, STOP], CutOff, "Lis"),
    ],
)
async def test_what_anthropic_does_not_finish_is_not_taken_as_finished(
    events: list[dict[str, Any]], error: type[ModelError], heard: str
) -> None:
    got: list[str] = []
    with pytest.raises(error):
        await said(client(Servers(claude(*events)), **CLAUDE), got=got)
    assert "".join(got) == heard


async def test_a_form_that_anthropic_does_not_know_is_left_out_from_then_on() -> None:
    unknown = httpx.Response(400, json={"error": {"message": "output_config: Extra inputs are not permitted"}})
    fine = claude(BEGIN, *words("{}"), END)
    servers = Servers(unknown, fine, fine)
    asked = client(servers, **CLAUDE)
    assert await said(asked, SCHEMA) == "{}"
    assert await said(asked, SCHEMA) == "{}"
    forms = [body.get("output_config") for body in servers.bodies]
    assert forms[0]["format"]["schema"]["additionalProperties"] is False
    assert "maximum" not in str(forms[0])
    assert forms[1:] == [None, None]


async def test_an_overload_is_asked_again_and_a_spent_limit_is_not() -> None:
    watch = Watched()
    overloaded = httpx.Response(529, json={"type": "error", "error": {"type": "overloaded_error", "message": "full"}})
    assert await said(client(Servers(overloaded, claude(BEGIN, *words("a"), END)), watch, **CLAUDE)) == "a"
    assert [attempt.outcome for attempt in watch.attempts] == [Outcome.FAILED, Outcome.COMPLETE]
    assert "529" in watch.pauses[0][0]
    spent = httpx.Response(
        429, json={"error": {"message": "no", "details": {"error_code": "enforced_spend_limit_reached"}}}
    )
    with pytest.raises(Busy, match="credit"):
        await said(client(Servers(spent), **CLAUDE))


async def test_an_anthropic_key_that_is_rejected_is_named() -> None:
    with pytest.raises(KeyRejected, match="ANTHROPIC_API_KEY"):
        await said(client(Servers(httpx.Response(401)), **CLAUDE))


async def test_azure_has_a_header_and_addresses_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ENDPOINT": "https://res.openai.azure.com/", "API_KEY": "azure-key", "MODEL": "mine"}.items():
        monkeypatch.setenv(f"AZURE_OPENAI_{name}", value)
    filters = 'data: {"choices": [], "prompt_filter_results": []}\n\n'
    reply = filters + 'data: {"choices": [{"delta": {"content": "a"}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
    servers = Servers(reply, reply)
    assert await said(client(servers)) == "a"
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
    assert await said(client(servers)) == "a"
    assert [str(request.url) for request in servers.requests] == [
        "https://res.openai.azure.com/openai/v1/chat/completions",
        "https://res.openai.azure.com/openai/deployments/mine/chat/completions?api-version=2024-10-21",
    ]
    assert {request.headers["api-key"] for request in servers.requests} == {"azure-key"}
    assert not any("authorization" in request.headers for request in servers.requests)


@pytest.mark.parametrize(
    ("refusal", "changed"),
    [
        ('{"error": {"param": "stream_options"}}', lambda body: "stream_options" not in body),
        ('[{"error": {"message": "Unknown name \\"stream_options\\""}}]', lambda body: "stream_options" not in body),
        ('{"error": {"message": "use max_completion_tokens, not max_tokens"}}', lambda b: "max_tokens" not in b),
        ('{"detail": "system role not supported"}', lambda body: body["messages"][0]["role"] == "user"),
    ],
)
async def test_a_field_that_the_server_does_not_know_is_dropped_or_swapped_once(refusal: str, changed: Any) -> None:
    reply = 'data: {"choices": [{"delta": {"content": "a"}, "finish_reason": "stop"}]}\n\n'
    servers = Servers(httpx.Response(400, text=refusal), reply)
    assert await said(client(servers, base_url="http://localhost:1/v1", model="m")) == "a"
    assert changed(servers.bodies[1])
    assert "You play Dana." in str(servers.bodies[1])


async def test_tokens_are_estimated_where_nobody_counts_them() -> None:
    watch = Watched()
    reply = 'data: {"choices": [{"delta": {"content": "12345678"}}]}\n\ndata: [DONE]\n\n'
    await said(client(Servers(reply), watch, base_url="http://localhost:1/v1", model="m"))
    (attempt,) = watch.attempts
    assert (attempt.tokens_in, attempt.tokens_out, attempt.estimated) == (4, 2, True)


@pytest.mark.parametrize(
    ("headers", "pauses"),
    [
        ({"retry-after-ms": "1500"}, [1.5, 1.5]),
        ({"retry-after": "2"}, [2, 2]),
        ({"retry-after": "-3"}, [0.01, 0.01]),
        ({"retry-after": "61"}, []),
        ({"retry-after": "inf"}, []),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, [0.01, 0.01]),
    ],
)
async def test_a_server_says_when_to_come_back(headers: dict[str, str], pauses: list[float]) -> None:
    watch = Watched()
    servers = Servers(*[httpx.Response(429, headers=headers) for _ in range(3)])
    with pytest.raises(Busy):
        await said(client(servers, watch, base_url="http://localhost:1/v1", model="m"))
    assert [seconds for _reason, seconds in watch.pauses] == pauses


@pytest.mark.parametrize("value", ["nan", "soon", ""])
async def test_nonsense_about_when_to_come_back_is_passed_over(value: str) -> None:
    watch = Watched()
    servers = Servers(*[httpx.Response(503, headers={"retry-after": value}) for _ in range(3)])
    with pytest.raises(ServerFailed):
        await said(client(servers, watch, base_url="http://localhost:1/v1", model="m"))
    assert all(0.01 <= seconds <= 0.16 for _reason, seconds in watch.pauses)
    assert len(watch.pauses) == 2


async def test_without_the_name_of_a_model_nothing_is_sent() -> None:
    servers = Servers()
    with pytest.raises(ModelError, match="No model is named"):
        await said(client(servers, base_url="http://localhost:1/v1"))
    assert servers.requests == []
