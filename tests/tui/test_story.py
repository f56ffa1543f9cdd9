"""A trainee's way through the program: lobby, brief, call, note, debrief, and back."""

from collections.abc import Callable

import pytest
from textual.widgets import OptionList, Static, TextArea
from tui.conftest import call, in_call, lobby, say, spoken, until

from roleplay.library import load
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.brief import brief
from roleplay.tui.screens.call import CallScreen
from roleplay.tui.screens.debrief import DebriefScreen
from roleplay.tui.screens.lobby import LobbyScreen
from roleplay.tui.widgets.conversation import Conversation
from roleplay.tui.widgets.draft import Draft
from roleplay.tui.widgets.mood_gauge import MoodGauge
from roleplay.tui.widgets.strategy_panel import StrategyPanel
from roleplay.tui.widgets.tip import TipBox

Apps = Callable[..., RoleplayApp]


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_a_whole_call_from_lobby_to_debrief_and_back(open_app: Apps, size: tuple[int, int]) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        screen = await call(pilot)
        assert "Diane Kowalski" in spoken(screen)
        await say(pilot, "That is frustrating: you paid once and were charged twice. I am so sorry about that.")
        await say(pilot, "I will refund the second charge to your card today and email you a confirmation.")
        assert "You: I will refund the second charge" in spoken(screen)
        await pilot.press("f3")
        await until(pilot, lambda: type(app.screen).__name__ == "NotesScreen")
        app.screen.query_one(TextArea).insert("March 11, 9:30. Diane Kowalski, charged twice, refund today.")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        if not screen.call.state.ended:
            await pilot.press("f8")
            await until(pilot, lambda: type(app.screen).__name__ == "ConfirmScreen")
            await pilot.press("enter")
        await until(pilot, lambda: bool(screen.call.state.ended) and app.screen is screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DebriefScreen))
        scores = app.screen.query_one("#scores .section-body", Static)
        await until(pilot, lambda: "Conduct" in str(scores.content))
        assert "Documentation" in str(scores.content)
        assert "★" in str(app.screen.query_one("#review .section-body", Static).content)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen) and bool(app.screen._morning.recent))
        await until(pilot, lambda: "conduct" in str(app.screen.query_one("#about", Static).content))


async def test_the_draft_and_the_note_come_back_with_the_unfinished_call(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await say(pilot, "So you were charged twice, and nobody called you back.")
        said = spoken(screen)
        screen.query_one(Draft).insert("I was about to say")
        await pilot.press("f3")
        await until(pilot, lambda: type(app.screen).__name__ == "NotesScreen")
        app.screen.query_one(TextArea).insert("two charges [sic]")
        await pilot.press("ctrl+q")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen_now = await lobby(pilot)
        first = screen_now.query_one(OptionList).get_option_at_index(0)
        assert first.id == "resume:"
        await pilot.press("enter")
        resumed = await in_call(pilot)
        assert spoken(resumed) == said
        assert resumed.query_one(Draft).text == "I was about to say"
        await pilot.press("f3")
        await until(pilot, lambda: type(app.screen).__name__ == "NotesScreen")
        assert app.screen.query_one(TextArea).text == "two charges [sic]"


async def test_the_panel_follows_the_draft_and_is_fixed_when_sent(open_app: Apps) -> None:
    from roleplay.strategies import Strategy

    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        panel = screen.query_one(StrategyPanel)
        await pilot.press(*"sorry", "space", *"about", "space", *"that")
        screen.query_one(Draft).put("I am very sorry that you were charged twice.")
        await until(pilot, lambda: panel.state(Strategy.APOLOGIZE)[1] == "✓")
        assert panel.state(Strategy.APOLOGIZE)[0] == "·"
        await pilot.press("enter")
        await until(pilot, lambda: panel.state(Strategy.APOLOGIZE) == ("✓", ""))


async def test_a_harmful_draft_is_warned_about_with_its_own_words(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        screen.query_one(Draft).put("You need to calm down.")
        await until(pilot, lambda: "calm down" in screen.query_one(TipBox).words)
        assert "Perhaps" in screen.query_one(TipBox).words


async def test_enter_sends_and_ctrl_j_starts_a_new_line(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await pilot.press("a", "ctrl+j", "b", "shift+enter", "c")
        assert screen.query_one(Draft).text == "a\nb\nc"
        assert "You:" not in spoken(screen)
        await pilot.press("enter")
        await until(pilot, lambda: "You: a\nb\nc" in spoken(screen))
        assert screen.query_one(Draft).text == ""


async def test_while_the_customer_types_a_draft_waits_and_an_empty_enter_hurries(open_app: Apps) -> None:
    app = open_app(pace=60)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await lobby(pilot)
        screen.choose("double-billed")
        await until(pilot, lambda: type(app.screen).__name__ == "BriefScreen")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CallScreen) and app.screen.is_mounted)
        talk = app.screen
        assert isinstance(talk, CallScreen)
        await until(pilot, lambda: talk._typist.complete)
        talk.query_one(Draft).insert("One moment")
        await pilot.press("enter")
        assert talk._typist.busy
        assert "still typing" in talk.query_one(TipBox).words
        talk.query_one(Draft).clear()
        await pilot.press("enter")
        assert not talk._typist.busy
        assert talk.call.state.lines[0].text in spoken(talk)


async def test_advice_is_whispered_to_the_trainee_alone(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: type(app.screen).__name__ == "SupportScreen")
        await pilot.press("enter")
        await until(pilot, lambda: "A colleague whispers" in spoken(screen))
        assert len(screen.call.state.lines) == 1
        assert not screen.call.state.ended


async def test_a_handover_needs_a_message_and_then_ends_the_call(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: type(app.screen).__name__ == "SupportScreen")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert type(app.screen).__name__ == "SupportScreen"
        app.screen.query_one(TextArea).insert("Diane Kowalski, charged twice, wants the second charge back.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.call.state.ended == "handed_over")
        assert "charged twice, wants the second charge back" in spoken(screen)


async def test_a_minute_stops_the_clock(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: screen.call.state.paused)
        at = screen.call.now()
        assert screen.call.state.clock(at) == screen.call.state.clock(at.replace(year=at.year + 1))
        await pilot.press("space")
        await until(pilot, lambda: not screen.call.state.paused and app.screen is screen)


async def test_ending_the_call_asks_once_and_escape_goes_on(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: type(app.screen).__name__ == "ConfirmScreen")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert not screen.call.state.ended


async def test_ctrl_c_copies_or_explains_and_never_quits(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        draft = screen.query_one(Draft)
        draft.insert("precious words")
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert app.is_running
        assert any("Ctrl+Q" in each.message for each in app._notifications)
        draft.select_all()
        await pilot.press("ctrl+c")
        assert app.clipboard == "precious words"
        assert draft.text == "precious words"


async def test_a_place_that_cannot_be_written_costs_a_sentence_and_not_the_call(open_app: Apps) -> None:
    app = open_app(data_dir="/proc/nowhere")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await say(pilot, "So you were charged twice.")
        assert "You: So you were charged twice." in spoken(screen)
        assert any("kept" in each.message for each in app._notifications)


async def test_the_brief_gives_away_nothing_that_only_the_customer_knows() -> None:
    for name in ("double-billed", "stranded-traveller"):
        persona = load(name)
        text = brief(persona).plain
        assert persona.brief.may_not[0] in text
        assert not any(line in text for fact in persona.facts for line in fact.says)
        assert not any(line in text for line in persona.spoken())


async def test_f2_shows_the_brief_over_the_call_and_goes_back(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        screen.query_one(Draft).insert("still here")
        await pilot.press("f2")
        await until(pilot, lambda: type(app.screen).__name__ == "BriefScreen")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is screen)
        assert screen.query_one(Draft).text == "still here"


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (140, 45)])
async def test_nothing_is_cut_off_at_any_size(open_app: Apps, size: tuple[int, int]) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        screen = await call(pilot)
        talk = screen.query_one(Conversation)
        assert talk.widest_row <= talk.size.width
        for widget in (screen.query_one(MoodGauge), screen.query_one(StrategyPanel), screen.query_one(Draft)):
            assert screen.region.contains_region(widget.region)
            assert widget.size.height >= 3
        assert len(screen.query_one(StrategyPanel).render().plain.splitlines()) == 11
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: talk.widest_row <= talk.size.width <= 50)


async def test_light_and_dark(open_app: Apps) -> None:
    app = open_app(theme="light")
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        assert not app.current_theme.dark
        await pilot.press("ctrl+t")
        assert app.current_theme.dark


async def test_no_tip_before_the_customer_has_finished(open_app: Apps) -> None:
    app = open_app(pace=60)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await lobby(pilot)
        screen.choose("double-billed")
        await until(pilot, lambda: type(app.screen).__name__ == "BriefScreen")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CallScreen) and app.screen.is_mounted)
        talk = app.screen
        assert isinstance(talk, CallScreen)
        await until(pilot, lambda: talk._typist.complete)
        talk.query_one(Draft).insert("I was")
        await pilot.pause(0.5)
        assert talk._typist.busy
        assert talk.query_one(TipBox).words == ""
        await pilot.press("escape")
        await until(pilot, lambda: talk.query_one(TipBox).words != "")


async def test_when_the_model_cannot_be_reached_the_call_goes_on_and_says_so(open_app: Apps) -> None:
    app = open_app(model="nobody", base_url="http://127.0.0.1:9/v1")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        assert screen.call.state.lines[0].takeover
        assert screen.call.state.lines[0].text in spoken(screen)
        await until(pilot, lambda: any(e.kind == "notice" for e in screen.query_one(Conversation).entries))


async def test_what_is_typed_behind_enter_is_the_next_draft(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        screen.query_one(Draft).insert("So you were charged twice.")
        for key in ("enter", "n", "e", "x", "t"):  # all of them arrive before the first is dealt with
            app.simulate_key(key)
        await until(pilot, lambda: screen.query_one(Draft).text == "next")
        await until(pilot, lambda: "You: So you were charged twice.\n" in spoken(screen) + "\n")


async def test_a_line_that_cannot_be_said_stays_in_the_box(open_app: Apps, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise RuntimeError("The customer cannot decide.")

    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        monkeypatch.setattr("roleplay.session.choose", fails)
        screen.query_one(Draft).insert("I am sorry.")
        await pilot.press("enter")
        await until(pilot, lambda: any("cannot decide" in each.message for each in app._notifications))
        assert screen.query_one(Draft).text == "I am sorry."
        assert app.is_running


async def test_a_handover_message_comes_back_after_quitting(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await call(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: type(app.screen).__name__ == "SupportScreen")
        app.screen.query_one(TextArea).insert("Diane Kowalski, charged twice.")
        await pilot.press("ctrl+q")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        await pilot.press("enter")
        await in_call(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: type(app.screen).__name__ == "SupportScreen")
        assert app.screen.query_one(TextArea).text == "Diane Kowalski, charged twice."


async def test_the_end_stays_in_sight_through_every_size_and_after_a_resume(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(140, 30)) as pilot:
        screen = await call(pilot)
        for line in ("So you were charged twice.", "When did you see it?", "I am sorry about that.", "What else?"):
            if not screen.call.state.ended:
                await say(pilot, line)
        talk = screen.query_one(Conversation)
        for width, height in ((100, 24), (80, 24), (140, 30), (80, 12), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.pause(0.1)
            assert talk.is_vertical_scroll_end, (width, height)
        await pilot.press("ctrl+q")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        await pilot.press("enter")
        resumed = await in_call(pilot)
        await pilot.pause()
        assert resumed.query_one(Conversation).max_scroll_y > 0
        assert resumed.query_one(Conversation).is_vertical_scroll_end


async def test_a_past_debrief_can_be_read_again(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        await say(pilot, "So you were charged twice.")
        screen.query_one(Draft).insert("unsaid")
        await pilot.press("f8", "enter")
        await until(pilot, lambda: bool(screen.call.state.ended) and app.screen is screen)
        assert screen.query_one(Draft).text == "unsaid"
        assert screen.query_one(Draft).read_only
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DebriefScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen) and bool(app.screen._morning.recent))
        people = app.screen.query_one(OptionList)
        await until(pilot, lambda: people.options[-1].id.startswith("past:"))
        assert people.highlighted is not None
        assert people.get_option_at_index(people.highlighted).id == "double-billed"
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(app.screen, DebriefScreen))
        scores = app.screen.query_one("#scores .section-body", Static)
        await until(pilot, lambda: "Conduct" in str(scores.content))


async def test_a_second_window_is_told_lastingly(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await call(pilot)
        other = await app.desk.do(app.desk.old_session, screen.call.session.id)
        keeps = app.desk.recorder(other, stored=len(other.events))
        assert await keeps.record(other.noted("from elsewhere", screen.call.now())) == ""
        await say(pilot, "So you were charged twice.")
        await say(pilot, "When did you see it?")
        notices = [entry for entry in screen.query_one(Conversation).entries if entry.kind == "notice"]
        assert len(notices) == 1
        assert screen.call.recorder.elsewhere
