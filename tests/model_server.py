"""A real OpenAI-compatible server on loopback, with the faults that real ones have. The standard library is enough.

    python tests/model_server.py --port 8011 --delay 0.1 --die-after 5

then, elsewhere: OPENAI_BASE_URL=http://127.0.0.1:8011/v1 OPENAI_MODEL=loopback roleplay
"""

import argparse
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

MODEL = "loopback"
STRATEGIES = ["calm", "listen", "empathy", "apologize", "solutions"]
STRATEGIES += ["respect", "boundaries", "positive", "document", "support"]


@dataclass
class Plan:
    """What the server does with one request. ``fault`` is a status, or one of the names that ``_serve`` knows."""

    fault: str = ""
    delay: float = 0.0  # seconds before each piece
    die_after: int | None = None  # pieces, after which the connection is closed without a word
    text: str = ""  # what is said, instead of an answer to the last message
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""  # of an error
    gate: threading.Event | None = None  # nothing is sent before it opens; a client that leaves is noticed all the same
    unknown: tuple[str, ...] = ()  # forms of an answer (json_schema, json_object) that the server refuses with 400


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class ModelServer:
    """Serves until closed. ``plans`` are used up one a request; then ``usual`` counts."""

    def __init__(self, *plans: Plan, usual: Plan | None = None, judging: Plan | None = None, port: int = 0) -> None:
        self.plans = list(plans)
        self.usual = usual or Plan()
        self.judging = judging or Plan()  # for requests to judge a line, which use up no other plan
        self.judged: list[Request] = []
        self.requests: list[Request] = []
        self.speaking = threading.Event()  # set with the first word
        self.hung_up = threading.Event()  # set when a client closed the connection in mid-reply
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def plan(self, body: dict[str, Any] | None = None) -> Plan:
        if body and judges(body):
            return self.judging
        return self.plans.pop(0) if self.plans else self.usual

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self) -> None:
        self._server.serve_forever()


def customer_line(messages: list[dict[str, str]]) -> str:
    """A plausible line: takes up the trainee's last words, tells what the direction tells, insists on the need."""
    last = messages[-1]["content"]
    said, _, direction = last.rpartition("[")
    told = " ".join(f"{value}." for value in re.findall(r"^(?:Tell|Di') .*?: (.*?)\.", direction, re.MULTILINE))
    need = re.search(r"^(?:Insist on|Insisti su questo): (.*?)\.?\]?$", direction, re.MULTILINE)
    words = " ".join(said.split()[-4:]).strip(".?!… ")
    if "Parla italiano" in messages[0]["content"]:
        start = f"«{words}», dice lei." if words else "Buongiorno, sono due giorni che aspetto!"
        end = f"Io voglio una cosa sola: {need[1]}." if need else "E adesso mi dica che cosa fa."
    else:
        start = f"“{words}”, you say." if words else "Hello, I have been waiting for two days!"
        end = f"I want one thing: {need[1]}." if need else "So tell me what you will do."
    return " ".join(part for part in (start, told, end) if part)


def judges(body: dict[str, Any]) -> bool:
    """Whether a request asks for verdicts on a line."""
    return '{"calm": {"quote"' in body.get("messages", [{}])[0].get("content", "")


def verdicts(body: dict[str, Any]) -> str:
    """A plausible judgement: an apology and a courtesy are found by their words, all else is none."""
    agent = str(json.loads(body["messages"][1]["content"].strip("=\n"))["agent"])
    words = {"apologize": r"I'm (?:so )?sorry|I am (?:so )?sorry|mi dispiace|mi scuso", "respect": r"please|per favore"}
    found = {key: {"quote": "", "verdict": "none"} for key in STRATEGIES}
    for strategy, cue in words.items():
        if said := re.search(cue, agent, re.IGNORECASE):
            found[strategy] = {"quote": said[0], "verdict": "shown"}
    return json.dumps({**found, "missed": []}, ensure_ascii=False)


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """The test's output stays readable."""

        def do_GET(self) -> None:
            server.requests.append(Request(self.path, dict(self.headers), {}))
            plan = server.plan()
            if plan.fault.isdigit() or plan.fault == "html":
                self._serve(plan, {})
            else:
                self._send(200, json.dumps({"object": "list", "data": [{"id": MODEL}, {"id": "another"}]}))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            request = Request(self.path, dict(self.headers), body)
            (server.judged if judges(body) else server.requests).append(request)
            try:
                self._serve(server.plan(body), body)
            except (BrokenPipeError, ConnectionResetError):
                server.hung_up.set()

        def _serve(self, plan: Plan, body: dict[str, Any]) -> None:
            self.close_connection = True
            if plan.fault.isdigit():
                error = json.dumps({"error": {"message": f"fault {plan.fault}", "type": "test"}})
                return self._send(int(plan.fault), plan.body or error, headers=plan.headers)
            if body.get("response_format", {}).get("type") in plan.unknown:
                return self._send(400, json.dumps({"error": {"message": "'response_format' is not supported"}}))
            if plan.fault == "html":
                return self._send(200, "<!doctype html><h1>Welcome to nginx</h1>", kind="text/html")
            if plan.fault == "error in 200":
                return self._send(200, json.dumps({"error": {"message": "out of memory"}}))
            if plan.fault == "not streamed":
                return self._send(
                    200, json.dumps({"choices": [{"message": {"content": plan.text}, "finish_reason": "stop"}]})
                )
            if plan.fault == "hang up":
                return None
            text = plan.text or (verdicts(body) if judges(body) else customer_line(body["messages"]))
            self._stream(plan, re.findall(r"\S+\s*|\s+", text))
            return None

        def _stream(self, plan: Plan, pieces: list[str]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain" if plan.fault == "wrong type" else "text/event-stream")
            self.end_headers()
            self.wfile.write(b": waking up\n\n")
            self._chunk({"role": "assistant", "content": ""})
            if plan.fault == "reasoning":
                self._chunk({"reasoning_content": "The customer is angry."})
            while plan.gate and not plan.gate.wait(0.02):
                self._chunk({"content": ""})
            for number, piece in enumerate(pieces):
                if number == plan.die_after:
                    return
                time.sleep(plan.delay)
                self._chunk({"content": piece})
                server.speaking.set()
            if plan.fault == "error in the middle":
                self.wfile.write(b'data: {"error": {"message": "out of memory"}}\n\n')
            elif plan.fault == "stall":
                server.hung_up.wait(5)
            elif plan.fault == "done only":
                self.wfile.write(b"data: [DONE]\n\n")
            elif plan.fault != "no end":
                self._chunk({}, "stop")
                self.wfile.write(b'data: {"choices": [], "usage": {"total_tokens": 9}}\n\ndata: [DONE]\n\n')

        def _chunk(self, delta: dict[str, str], finish: str | None = None) -> None:
            chunk = {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()

        def _send(
            self, status: int, text: str, *, kind: str = "application/json", headers: dict[str, str] | None = None
        ) -> None:
            body = text.encode()
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8011)
    parser.add_argument("--die-after", type=int, metavar="K", help="close the connection after K pieces of each reply")
    parser.add_argument("--delay", type=float, default=0.05, metavar="S", help="seconds before each piece")
    parser.add_argument("--fault", default="", help="a status such as 429, html, stall, no end, …")
    asked = parser.parse_args()
    usual = Plan(fault=asked.fault, delay=asked.delay, die_after=asked.die_after)
    server = ModelServer(usual=usual, port=asked.port)
    print(f"OPENAI_BASE_URL={server.url} OPENAI_MODEL={MODEL}", flush=True)
    server.serve()


if __name__ == "__main__":
    main()
