"""What the screens cost beside a bare Textual app with one Input, measured side by side in one run.

    python tests/bench/bench_tui.py [ROUNDS]

Prints medians (and the 95th percentile for keys) and ratios; it asserts nothing, because machines differ.

1. Start: from the start of a real process in a pseudo-terminal to its first frame (bare: the Input's placeholder; ours:
   the first persona of the lobby).
2. Key echo: from a key written to the terminal to its echo, 1,500 characters in the draft, the coach live, 500 lines in
   the conversation; bare: an Input.
3. Opening a call of 500 lines beside opening an empty one.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from fcntl import ioctl
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        yield Input(placeholder="·READY")
Bare().run()
"""
OURS = """
from roleplay import i18n
i18n.use("en")
from roleplay.tui.app import RoleplayApp
RoleplayApp({"data_dir": DATA, "pace": 0}).run()
"""
CALL = """
import time
from roleplay import i18n
i18n.use("en")
from roleplay.tui.app import RoleplayApp
from roleplay.tui.calling import pick_up
from roleplay.tui.screens.call import CallScreen
from roleplay.tui.widgets.draft import Draft
async def straight(pilot):
    call = await pick_up(app, SESSION)
    began = time.perf_counter()
    screen = CallScreen(call)
    await app.push_screen(screen)
    def opened():
        took = (time.perf_counter() - began) * 1000
        screen.query_one(Draft).placeholder = f"  OPENED-IN-{took:.1f}-MS"
    screen.call_after_refresh(opened)
app = RoleplayApp({"data_dir": DATA, "pace": 0})
app.run(auto_pilot=straight)
"""
KEYS = "the quick brown fox jumps over the lazy dog " * 4


class Terminal:
    """A process in a pseudo-terminal of 120 by 40, whose output is read as it comes."""

    def __init__(self, code: str, env: dict[str, str]) -> None:
        self.began = time.perf_counter()
        self.fd, inner = pty.openpty()
        ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=inner, stdout=inner, stderr=inner, env=env, start_new_session=True
        )
        os.close(inner)
        self.seen = b""

    def until(self, text: bytes, timeout: float = 30) -> float:
        """Read until the text was seen; returns the time at which it was."""
        end = time.perf_counter() + timeout
        while text not in self.seen:
            if time.perf_counter() > end:
                raise TimeoutError(f"never saw {text!r}; the last output was {self.seen[-400:]!r}")
            self.read(0.5)
        return time.perf_counter()

    def read(self, wait: float) -> bool:
        """Read what there is; false when nothing came in time."""
        if not select.select([self.fd], [], [], wait)[0]:
            return False
        self.seen += os.read(self.fd, 65536)
        return True

    def drain(self, seconds: float) -> None:
        """Read whatever comes for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def echo(self, key: str, mark: bytes) -> float | None:
        """Seconds from a key until the screen shows the text that ends with it; None where a row broke in between."""
        self.seen = b""
        began = time.perf_counter()
        os.write(self.fd, key.encode())
        try:
            return self.until(mark, 1) - began
        except TimeoutError:
            return None


@contextmanager
def terminal(code: str, env: dict[str, str]) -> Iterator[Terminal]:
    """A terminal that is closed in the end."""
    running = Terminal(code, env)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        os.close(running.fd)


def start(code: str, mark: bytes, env: dict[str, str]) -> float:
    """Seconds from the start of the process to the first frame."""
    with terminal(code, env) as running:
        return running.until(mark) - running.began


def echoes(code: str, mark: bytes, env: dict[str, str], text: str, pause: float) -> list[float]:
    """Seconds for each key's echo once the text stands in the box, with a pause between two keys."""
    with terminal(code, env) as running:
        running.until(mark)
        running.drain(1.5)
        os.write(running.fd, b"\x1b[200~" + text.encode() + b"\x1b[201~")
        running.drain(1.5)
        times = []
        typed = ""
        for key in KEYS:
            typed = "" if key == " " else typed + key
            if typed:
                times += [took] if (took := running.echo(key, typed[-2:].encode())) is not None else []
            else:
                os.write(running.fd, b" ")
            running.drain(pause)
        return times


def opening(code: str, env: dict[str, str]) -> float:
    """Milliseconds to open a call, as the app itself measured them."""
    with terminal(code, env) as running:
        running.until(b"-MS")
        return float(running.seen.split(b"OPENED-IN-")[1].split(b"-MS")[0])


def keep_call(data: Path, turns: int) -> str:
    """A call of so many turns in the database; returns its session. No customer is patient enough to play it."""
    from roleplay.events import Acted, Said, Spoke
    from roleplay.library import load
    from roleplay.session import Session
    from roleplay.store import Store
    from roleplay.voices.scripted import words

    at = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    session = Session.start(load("double-billed"), seed=1, at=at)
    session.open(at)
    direction, mood = session.scene().direction, session.state.mood
    session.spoke(words(session.scene()), voice="scripted", at=at)
    said = "I understand that this is frustrating, and I am checking both of the charges for you right now."
    reading = session.read(said)
    events = list(session.events)
    for turn in range(1, turns + 1):
        at += timedelta(seconds=20)
        answer = f"You said that {turn} times, and the second charge is still on my card. When do I get my money back?"
        events.append(Said(at=at, turn=turn, text=said, reading=reading))
        events.append(Acted(at=at, turn=turn, mood=mood, direction=direction))
        events.append(Spoke(at=at, turn=turn, text=answer, voice="scripted"))
    store = Store(data / "roleplay.db")
    store.append(session.id, 0, events)
    store.close()
    return session.id


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rounds", type=int, nargs="?", default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "ROLEPLAY_CONFIG_DIR": folder, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        data = repr(folder)
        starts: dict[str, list[float]] = {"bare": [], "ours": []}
        for _round in range(rounds):
            starts["bare"].append(start(BARE, b"READY", env))
            starts["ours"].append(start(OURS.replace("DATA", data), b"Kowalski", env))
        bare, ours = (statistics.median(starts[name]) * 1000 for name in ("bare", "ours"))
        print(f"start to first frame     bare {bare:7.0f} ms   ours {ours:7.0f} ms   ratio {ours / bare:.2f}")
        opened = {"empty": [], "long": []}
        calls = {"empty": keep_call(Path(folder), 0), "long": keep_call(Path(folder), 250)}
        codes = {name: CALL.replace("DATA", data).replace("SESSION", repr(id)) for name, id in calls.items()}
        for _round in range(rounds):
            for name, code in codes.items():
                opened[name].append(opening(code, env))
        small, large = statistics.median(opened["empty"]), statistics.median(opened["long"])
        print(f"opening a call          empty {small:7.0f} ms   long {large:7.0f} ms   ratio {large / small:.2f}")
        text = ("I understand how frustrating this is, and I am checking it for you right now. " * 20)[:1500]
        for pause in (0.1, 0.02):
            fresh = CALL.replace("DATA", data).replace("SESSION", repr(keep_call(Path(folder), 250)))  # an empty draft
            bare_keys, our_keys = echoes(BARE, b"READY", env, text, pause), echoes(fresh, b"-MS", env, text, pause)
            for name, pick in (("median", statistics.median), ("p95", _p95)):
                bare, ours = pick(bare_keys) * 1000, pick(our_keys) * 1000
                head = f"echo, {pause * 1000:.0f} ms apart, {name}"
                print(f"{head:<24} bare {bare:7.1f} ms   ours {ours:7.1f} ms   ratio {ours / bare:.2f}")


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
