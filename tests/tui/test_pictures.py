"""Pictures of the screens, with a persona, a clock and a seed that never change.

A picture that changed on purpose is taken anew with ``pytest tests/tui/test_pictures.py --snapshot-update``.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from people import persona
from playing import agents
from textual.pilot import Pilot
from tui.conftest import call, in_call, lobby, say, until

from roleplay import library
from roleplay.tui.app import RoleplayApp
from roleplay.tui.calling import begin
from roleplay.tui.screens.brief import BriefScreen
from roleplay.tui.screens.call import CallScreen
from roleplay.tui.widgets.draft import Draft
from roleplay.tui.widgets.tip import TipBox

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
Compare = Callable[..., bool]
HEAD = """name: {name}
headline: {headline}
language: en
industry: imaging
difficulty: {n}
trains: [empathy, listen]
setting: a call
"""


@pytest.fixture(autouse=True)
def _in_utc(_one_time_zone: None) -> None:
    time.tzset()


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RoleplayApp:
    for n, (name, headline) in enumerate([("Dana Whitlock", "Billed twice for one scan"), ("Sam Ode", "No heat")], 2):
        (tmp_path / f"p{n}.yaml").write_text(HEAD.format(name=name, headline=headline, n=n), "utf-8")
    monkeypatch.setattr(library, "shipped", lambda _folder: tmp_path)
    return RoleplayApp({"data_dir": tmp_path / "data", "pace": 0}, seed=1, now=lambda: NOON)


def test_lobby(snap_compare: Compare, app: RoleplayApp) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await lobby(pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=show)


def test_brief(snap_compare: Compare, app: RoleplayApp) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await lobby(pilot)
        await pilot.app.push_screen(BriefScreen(persona()))
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=show)


@pytest.mark.parametrize(("size", "theme"), [((80, 24), "dark"), ((140, 45), "light")])
def test_call(snap_compare: Compare, app: RoleplayApp, size: tuple[int, int], theme: str) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await lobby(pilot)
        app.choose_theme(theme)
        await pilot.app.push_screen(CallScreen(await begin(app, persona())))
        screen = await in_call(pilot)
        screen.query_one(Draft).put("You need to calm down.")
        await until(pilot, lambda: "calm down" in screen.query_one(TipBox).words)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=show)


def test_the_picture_in_the_readme(snap_compare: Compare, tmp_path: Path) -> None:
    """A real call with a shipped persona; the README shows this file."""
    app = RoleplayApp({"data_dir": tmp_path / "data", "pace": 0}, seed=1, now=lambda: NOON)

    async def show(pilot: Pilot[None]) -> None:
        screen = await call(pilot)
        for line in agents("double-billed")["good"][:1]:
            await say(pilot, line)
        screen.query_one(Draft).put("I understand. I'll refund the second charge, but you need to calm down.")
        await until(pilot, lambda: "calm down" in screen.query_one(TipBox).words)
        await pilot.pause()

    assert snap_compare(app, terminal_size=(112, 34), run_before=show)
