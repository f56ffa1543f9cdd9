"""What the tests of the screens share: an app with its own clock, and patience until something is on the screen."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.call import CallScreen
from roleplay.tui.screens.lobby import LobbyScreen
from roleplay.tui.widgets.conversation import Conversation
from roleplay.tui.widgets.draft import Draft


@pytest.fixture(autouse=True)
def _one_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def open_app(tmp_path: Path) -> Callable[..., RoleplayApp]:
    """Makes an app; all apps of one test share their data, as the same trainee's would from day to day."""

    def make(**flags: Any) -> RoleplayApp:
        at = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)

        def now() -> datetime:
            nonlocal at
            at += timedelta(milliseconds=10)
            return at

        return RoleplayApp({"data_dir": tmp_path / "data", "pace": 0, **flags}, seed=1, now=now)

    return make


async def until(pilot: Pilot[None], seen: Callable[[], bool], what: str = "") -> None:
    """Wait until something is so; the test fails when it never is."""
    async with asyncio.timeout(15):
        while not seen():
            await pilot.pause(0.02)
    assert seen(), what


async def lobby(pilot: Pilot[None]) -> LobbyScreen:
    """The lobby, filled."""
    screen = pilot.app.screen
    assert isinstance(screen, LobbyScreen)
    await until(pilot, lambda: screen._morning.filled)
    await pilot.pause()
    return screen


async def call(pilot: Pilot[None], persona: str = "double-billed") -> CallScreen:
    """A call with this persona, the customer's opening said."""
    screen = await lobby(pilot)
    screen.choose(persona)
    await until(pilot, lambda: type(pilot.app.screen).__name__ == "BriefScreen")
    await pilot.press("enter")
    return await in_call(pilot)


async def in_call(pilot: Pilot[None]) -> CallScreen:
    """The call that is about to be on the screen, on the trainee's turn."""
    await until(pilot, lambda: isinstance(pilot.app.screen, CallScreen) and pilot.app.screen.is_mounted)
    screen = pilot.app.screen
    assert isinstance(screen, CallScreen)
    await until(pilot, lambda: bool(screen.call.state.lines) and not screen.call.state.pending)
    await until(pilot, lambda: not screen._typist.busy)
    return screen


async def say(pilot: Pilot[None], line: str) -> None:
    """Type a line, send it, and hear the customer out."""
    screen = pilot.app.screen
    assert isinstance(screen, CallScreen)
    before = len(screen.call.state.lines)
    screen.query_one(Draft).insert(line)
    await pilot.pause()
    await pilot.press("enter")
    await until(pilot, lambda: len(screen.call.state.lines) >= before + 2 or bool(screen.call.state.ended))
    await until(pilot, lambda: not screen._typist.busy)


def spoken(screen: CallScreen) -> str:
    """What stands in the conversation, as text."""
    return "\n".join(f"{entry.name}: {entry.text}" for entry in screen.query_one(Conversation).entries)
