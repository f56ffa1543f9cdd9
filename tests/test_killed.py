"""The real program, killed while the customer's line is streaming: what was on the screen is there afterwards."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from model_server import ModelServer, Plan

from roleplay.events import Heard, Spoke
from roleplay.library import listings
from roleplay.session import Session
from roleplay.store import Store

# Words that are easy to find again, six to a sentence; a customer may not say any figure.
WORDS = [f"{a}{b}{c}ka" for a in "bdfglmnprst" for b in "aeiou" for c in "lmnrs"]
SPEECH = " ".join(word + ("." if n % 6 == 5 else "") for n, word in enumerate(WORDS))
_ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|.)")


class Terminal:
    """The program in a terminal of its own."""

    def __init__(self, **environment: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 140, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "roleplay"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
        )
        os.close(slave)
        self.seen = b""

    def text(self) -> str:
        """All that was ever painted, without the escape sequences."""
        return _ESCAPES.sub(b" ", self.seen).decode("utf-8", "replace")

    def wait(self, done: Callable[[str], bool], seconds: float = 40) -> str:
        """Read until the painted text satisfies ``done``."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    self.seen += os.read(self.master, 65_536)
            if done(self.text()):
                return self.text()
        raise AssertionError("this never came; painted:\n" + self.text()[-3000:])

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def start() -> Iterator[Callable[..., Terminal]]:
    running: list[Terminal] = []

    def begin(**environment: str) -> Terminal:
        running.append(Terminal(**environment))
        return running[-1]

    yield begin
    for terminal in running:
        if terminal.process.poll() is None:
            terminal.kill()
        os.close(terminal.master)


def test_what_was_on_the_screen_is_there_after_kill_9_and_the_call_goes_on(
    tmp_path: Path, start: Callable[..., Terminal]
):
    with ModelServer(usual=Plan(text=SPEECH, delay=0.03)) as server:
        model = {"OPENAI_BASE_URL": server.url, "OPENAI_MODEL": "loopback", "ROLEPLAY_PACE": "0"}
        first = start(**model)
        first.wait(lambda text: "Diane" in text)
        place = [listing.id for listing in listings()[0]].index("double-billed")
        first.type("\x1b[B" * place + "\r")
        first.wait(lambda text: "40718" in text)
        first.type("\r")
        painted = first.wait(lambda text: WORDS[30] in text)
        first.kill()
        shown = [word for word in WORDS if word in painted]

    store = Store(tmp_path / "data" / "roleplay.db")
    unfinished = store.unfinished()
    assert unfinished
    kept = store.load(unfinished.id)
    heard = "".join(event.text for event in kept if isinstance(event, Heard))
    assert [word for word in shown if word not in heard] == []
    assert not any(isinstance(event, Spoke) for event in kept)
    assert Session.of(unfinished.id, kept).state.pending
    store.close()

    again = start(ROLEPLAY_PACE="0")  # and without the model, which is gone
    again.wait(lambda text: "Resume" in text)
    again.type("\r")
    again.wait(lambda text: shown[0] in text and shown[-1] in text)
    again.wait(lambda text: " — " in text)  # the built-in voice finishes the line
    again.type("I am so sorry, could you tell me the account number?\r")
    again.wait(lambda text: "40718" in text.partition("account number?")[2])
    again.type("\x11")
    assert again.process.wait(10) == 0
