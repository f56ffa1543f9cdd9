"""The way out: it is always open, and it never claims more than is kept."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from people import persona
from tui.conftest import call

from roleplay.session import Session
from roleplay.store import Store
from roleplay.tui import recorder
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.call import CallScreen
from roleplay.tui.widgets.draft import Draft

Apps = Callable[..., RoleplayApp]
NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_a_locked_file_holds_nobody_up_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "_PATIENCE", 0.05)
    session = Session.start(persona(), seed=1, at=NOON)
    unlocked = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(unlocked.wait)
        keeps = recorder.Recorder(Store(tmp_path / "calls.db"), session.id, stored=0, pool=pool)
        assert "could not be kept" in keeps.record_now(session.events)
        assert "could not be kept" in keeps.record_now(session.open(NOON))
        unlocked.set()


async def test_the_app_closes_even_when_the_words_cannot_be_kept(
    open_app: Apps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(_recorder: object, _events: object) -> str:
        return "Another program is using it."

    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        monkeypatch.setattr(recorder.Recorder, "record_now", late)
        screen.query_one(Draft).insert("the last words")
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert "Another program is using it." in str(app._exit_renderables)
    assert not app.is_running


async def test_the_app_closes_even_when_keeping_fails(open_app: Apps, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_screen: object) -> str:
        raise RuntimeError

    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await call(pilot)
        monkeypatch.setattr(CallScreen, "keep_words", fails)
        with pytest.raises(RuntimeError):
            app.action_leave()
        await pilot.pause()
        assert "could not be kept" in str(app._exit_renderables)


def test_without_a_terminal_the_app_says_so_and_does_not_start() -> None:
    done = subprocess.run([sys.executable, "-m", "roleplay"], input="", capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "roleplay talk" in done.stderr
    assert len(done.stderr.splitlines()) == 1
