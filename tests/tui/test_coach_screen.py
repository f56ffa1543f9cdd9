"""The coach on the screen: tips that fade, are put away and come on request, and the trainee's own choice of help."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playing import play, script
from textual.pilot import Pilot
from textual.widgets import OptionList, Static
from tui.conftest import call, in_call, lobby, say, until

from roleplay.events import Fate
from roleplay.library import load
from roleplay.mastery import Help
from roleplay.store import Store
from roleplay.strategies import Strategy
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.call import CallScreen
from roleplay.tui.screens.coach import CoachScreen
from roleplay.tui.widgets.draft import Draft
from roleplay.tui.widgets.tip import TipBox

Apps = Callable[..., RoleplayApp]


def past_calls(folder: Path, number: int) -> None:
    """So many good calls of the same trainee."""
    store, diane = Store(folder / "data" / "roleplay.db"), load("double-billed")
    for seed in range(number):
        session = play(diane, script("good", diane), seed)
        session.end(session.state.last_at or session.state.started_at)
        store.append(session.id, 0, session.events)
    store.close()


def tip_box(screen: CallScreen) -> str:
    return screen.query_one(TipBox).words


def drawn(screen: CallScreen, selector: str) -> str:
    """What is drawn of a widget, as text."""
    widget = screen.query_one(selector)
    return "\n".join(widget.render_line(y).text for y in range(widget.size.height))


async def open_coach(pilot: Pilot[None]) -> CoachScreen:
    await pilot.press("f9")
    await until(pilot, lambda: isinstance(pilot.app.screen, CoachScreen) and pilot.app.screen.is_mounted)
    screen = pilot.app.screen
    assert isinstance(screen, CoachScreen)
    await pilot.pause()
    return screen


def row(screen: CoachScreen, id: str) -> str:
    return str(screen.query_one(OptionList).get_option(id).prompt)


def why(screen: CoachScreen) -> str:
    return str(screen.query_one("#helps-why", Static).content)


async def test_escape_puts_a_tip_away_for_this_turn_and_that_is_kept(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await until(pilot, lambda: "Perhaps" in tip_box(screen))
        assert "Esc puts it away" in drawn(screen, "#tip")
        await pilot.press("escape")
        await until(pilot, lambda: not tip_box(screen))
        screen.query_one(Draft).insert("One moment")
        await pilot.pause(0.5)
        assert not tip_box(screen)
        (fated,) = screen.call.state.fates
        assert fated.fate is Fate.DISMISSED
        screen.query_one(Draft).put("You need to calm down.")
        await until(pilot, lambda: "calm down" in tip_box(screen))
        session = screen.call.session.id
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        await pilot.press("enter")
        resumed = await in_call(pilot)
        assert resumed.call.session.id == session
        assert resumed.call.state.fates == (fated,)


async def test_a_tip_that_is_followed_is_used_and_one_that_is_not_is_ignored(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await until(pilot, lambda: "Perhaps" in tip_box(screen))
        await say(pilot, "That must be so frustrating: you paid, and then that letter.")
        assert [fated.fate for fated in screen.call.state.fates] == [Fate.USED]
        await until(pilot, lambda: "Perhaps" in tip_box(screen))
        await say(pilot, "One moment.")
        assert screen.call.state.fates[-1].fate is Fate.IGNORED


async def test_the_words_of_a_warning_are_marked_in_the_draft(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        screen.query_one(Draft).put("I'll waive the whole bill for you.")
        await until(pilot, lambda: "waive" in " ".join(screen.query_one(Draft)._warned))
        assert "brief does not allow" in tip_box(screen)


async def test_on_request_a_quiet_line_names_the_key_and_the_tip_stays_while_one_types(
    open_app: Apps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEPLAY_TIPS", "on_request")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await until(pilot, lambda: tip_box(screen) == "F7 gives a tip.")
        await pilot.press("f7")
        await until(pilot, lambda: "Perhaps" in tip_box(screen))
        shown = tip_box(screen)
        screen.query_one(Draft).insert("One moment")
        await pilot.pause(0.5)
        assert tip_box(screen) == shown
        screen.query_one(Draft).put("That must be so frustrating: you paid, and then that letter.")
        await until(pilot, lambda: tip_box(screen) == "F7 gives a tip.")


async def test_in_an_exam_there_is_no_tip_and_no_mark(open_app: Apps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEPLAY_TIPS", "none")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        screen.query_one(Draft).put("You're an idiot.")
        await pilot.press("f7")
        await pilot.pause(0.5)
        assert tip_box(screen) == ""
        assert screen.query_one(Draft)._warned == ()


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_mastered_strategies_are_marked_and_explained(
    open_app: Apps, tmp_path: Path, size: tuple[int, int]
) -> None:
    past_calls(tmp_path, 4)
    app = open_app()
    async with app.run_test(size=size) as pilot:
        screen = await call(pilot)
        assert screen.call.help.help(Strategy.EMPATHY) is Help.ON_REQUEST
        panel = drawn(screen, "#strategies")
        assert "◐" in panel
        assert "◐ on request" in drawn(screen, "#legend")
        assert tip_box(screen) == "F7 gives a tip."
        screen.query_one(Draft).put("You're an idiot.")
        await until(pilot, lambda: "insults" in tip_box(screen))
        coach = await open_coach(pilot)
        assert "on request" in row(coach, "empathy")
        assert "automatic" in row(coach, "empathy")
        await pilot.press("down", "down", "down")
        await until(pilot, lambda: "times in the last 4 calls" in why(coach))


async def test_nothing_is_marked_before_anything_is_mastered(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        assert "◐" not in drawn(screen, "#strategies") + drawn(screen, "#legend")


async def test_plain_keys_change_the_help_of_one_strategy_for_this_call_and_the_next(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await until(pilot, lambda: "Empathy" in tip_box(screen))
        coach = await open_coach(pilot)
        await pilot.press("down", "down", "down", "enter", "enter", "right")
        assert "none" in row(coach, "empathy")
        assert "your choice" in row(coach, "empathy")
        assert "You chose: none" in why(coach)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await until(pilot, lambda: "Empathy" not in tip_box(screen))
        assert "○" in drawn(screen, "#strategies")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        coach = await open_coach(pilot)
        assert "your choice" in row(coach, "empathy")
        await pilot.press("down", "down", "down", "left", "left", "left")
        assert "automatic" in row(coach, "empathy")
        await pilot.press("escape")
        await lobby(pilot)


async def test_the_level_of_all_tips_is_changed_for_this_call_and_on(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await until(pilot, lambda: "Perhaps" in tip_box(screen))
        coach = await open_coach(pilot)
        await pilot.press("enter", "enter")
        assert "none" in row(coach, "all")
        assert "none" in row(coach, "calm")
        await pilot.press("f9")
        await until(pilot, lambda: app.screen is screen)
        assert tip_box(screen) == ""
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        await pilot.press("enter")
        assert (await in_call(pilot)).call.help.ceiling is Help.NONE


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 45)])
async def test_the_coachs_screen_can_be_read_at_any_size(open_app: Apps, size: tuple[int, int]) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        await lobby(pilot)
        coach = await open_coach(pilot)
        for _strategy in Strategy:
            await pilot.press("down")
        marked = coach.query_one(OptionList)
        assert marked.highlighted == len(Strategy)
        assert coach.query_one("#helps-why").region.bottom < size[1]
        assert marked.region.height >= 3


async def test_each_call_counts_as_soon_as_a_line_is_said(open_app: Apps, tmp_path: Path) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await call(pilot)
        await say(pilot, "That must be so frustrating: you paid, and then that letter.")
    store = Store(tmp_path / "data" / "roleplay.db")
    (found,) = store.tallies(9)
    store.close()
    assert found[Strategy.EMPATHY].chances == 1
