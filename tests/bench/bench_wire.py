"""What the wire costs beside a bare httpx loop that decodes the same stream, side by side in one run.

    python tests/bench/bench_wire.py [ROUNDS]

A server in a process of its own streams the same events to both: in one burst, and 500 a second. Printed are medians
over the rounds, and ratios: the time from the server's first content byte to the first character, and the CPU of 1,000
events. It asserts nothing, because machines differ.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import httpx

from roleplay.llm.chat import ChatClient
from roleplay.settings import load_settings

SERVER = """
import json, socket, sys, threading, time
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
HEAD = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\nConnection: close\\r\\n\\r\\n"
def chunk(delta, finish=None):
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    body = {"id": "chatcmpl-AbCdEfGhIjKlMnOpQrStUv", "object": "chat.completion.chunk", "created": 1764000000,
            "model": "bench", "service_tier": "default", "system_fingerprint": "fp_0123456789", "choices": [choice]}
    return b"data: " + json.dumps(body).encode() + b"\\n\\n"
def serve(connection):
    head = b""
    while b"\\r\\n\\r\\n" not in head:
        head += connection.recv(65536)
    asked = head.split(b"\\r\\n\\r\\n", 1)
    length = int(next(l.split(b":")[1] for l in asked[0].split(b"\\r\\n") if l.lower().startswith(b"content-length")))
    body = asked[1]
    while len(body) < length:
        body += connection.recv(65536)
    count, rate = map(int, json.loads(body)["model"].split("/"))
    connection.sendall(HEAD + chunk({"role": "assistant", "content": ""}))
    time.sleep(0.02)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    began = time.monotonic()
    words = [chunk({"content": "word "}) for _ in range(count)]
    end = chunk({}, "stop") + b"data: [DONE]\\n\\n"
    if rate:
        for number, word in enumerate(words):
            if number == 0:
                word = chunk({"content": f"{time.monotonic_ns()} "})
            time.sleep(max(0, began + number / rate - time.monotonic()))
            connection.sendall(word)
        connection.sendall(end)
    else:
        connection.sendall(chunk({"content": f"{time.monotonic_ns()} "}) + b"".join(words[1:]) + end)
    connection.close()
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"""
ASK = [{"role": "user", "content": "Hello"}]
Loop = Callable[[str, str], Awaitable[tuple[float, int]]]


async def bare(address: str, model: str) -> tuple[float, int]:
    """Seconds to the first character, and how many characters came, with nothing but httpx and json."""
    first, length = 0.0, 0
    body = {"model": model, "messages": ASK, "stream": True}
    async with (
        httpx.AsyncClient(timeout=60, trust_env=False) as client,
        client.stream("POST", f"{address}/chat/completions", json=body) as response,
    ):
        async for line in response.aiter_lines():
            if not line.startswith("data: ") or line == "data: [DONE]":
                continue
            for choice in json.loads(line[6:])["choices"]:
                if text := choice["delta"].get("content"):
                    first = first or _late(text)
                    length += len(text)
    return first, length


async def ours(address: str, model: str) -> tuple[float, int]:
    """The same with the program's own client."""
    first, length = 0.0, 0
    client = ChatClient(load_settings(base_url=address, model=model))
    async for text in client.stream(ASK, max_tokens=100_000):
        first = first or _late(text)
        length += len(text)
    return first, length


def _late(text: str) -> float:
    return (time.monotonic_ns() - int(text.split()[0])) / 1e9


def cpu() -> float:
    """Seconds of CPU that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(loop: Loop, address: str, model: str) -> tuple[float, float]:
    """Milliseconds to the first character, and of CPU for the whole."""
    before = cpu()
    first, length = asyncio.run(loop(address, model))
    if length < 5 * (int(model.split("/")[0]) - 1):
        raise SystemExit(f"only {length} characters came")
    return first * 1000, (cpu() - before) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="The wire beside a bare httpx loop.")
    parser.add_argument("rounds", nargs="?", type=int, default=15)
    rounds = parser.parse_args().rounds
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline()) if server.stdout else 0
        address = f"http://127.0.0.1:{port}/v1"
        socket.create_connection(("127.0.0.1", port)).close()
        print(f"{'':<24}{'first ms':>20}{'':>8}{'CPU ms per 1,000':>24}{'':>8}")
        print(f"{'':<24}{'bare':>10}{'ours':>10}{'ratio':>8}{'bare':>14}{'ours':>10}{'ratio':>8}")
        for title, count, rate in (
            ("burst of 3,900", 3900, 0),
            ("500 a second", 1000, 500),
            ("100 a second", 200, 100),
        ):
            found: dict[Loop, list[tuple[float, float]]] = {bare: [], ours: []}
            empty: dict[Loop, list[float]] = {bare: [], ours: []}
            for _ in range(rounds if not rate else max(3, rounds // 3)):
                for loop in (bare, ours):
                    found[loop].append(measured(loop, address, f"{count}/{rate}"))
                    empty[loop].append(measured(loop, address, "1/0")[1])
            firsts = [statistics.median(first for first, _cpu in found[loop]) for loop in (bare, ours)]
            costs = [
                (statistics.median(used for _first, used in found[loop]) - statistics.median(empty[loop]))
                * 1000
                / count
                for loop in (bare, ours)
            ]
            print(
                f"{title:<24}{firsts[0]:10.2f}{firsts[1]:10.2f}{firsts[1] / firsts[0]:8.2f}"
                f"{costs[0]:14.1f}{costs[1]:10.1f}{costs[1] / costs[0]:8.2f}"
            )
    finally:
        server.kill()


if __name__ == "__main__":
    main()
