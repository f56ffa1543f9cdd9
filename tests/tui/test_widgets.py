"""The widgets on their own: what a reader of the screen relies on."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import persona
from rich.cells import cell_len
from textual.app import App, ComposeResult

from roleplay.events import AnyEvent
from roleplay.session import Session
from roleplay.store import DiskFull, Store
from roleplay.tui import keys, theme
from roleplay.tui.debounce import Debounce
from roleplay.tui.recorder import Recorder
from roleplay.tui.widgets.conversation import Conversation, Entry
from roleplay.tui.widgets.draft import Draft
from roleplay.tui.widgets.key_bar import KeyBar
from roleplay.tui.widgets.mood_gauge import anger_word, bar, trend
from roleplay.tui.widgets.tip import TipBox
from roleplay.tui.wrap import wrap

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


class Bench(App[None]):
    """An app around one widget."""

    def __init__(self, widget: Conversation | KeyBar | TipBox | Draft) -> None:
        super().__init__()
        self.widget = widget
        self.pressed: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.VARIABLES_DARK

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_key(self, event: object) -> None:
        self.pressed.append(getattr(event, "key", ""))


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Mn", "Me", "Cf")), max_size=300), st.integers(8, 90))
def test_wrapping_loses_no_word_and_keeps_the_width(text: str, width: int) -> None:
    rows = wrap(text, width)
    assert all(cell_len(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(text.split())


async def test_the_conversation_follows_its_end_unless_the_reader_scrolled_back() -> None:
    talk = Conversation()
    async with Bench(talk).run_test(size=(60, 12)) as pilot:
        for n in range(20):
            talk.add(Entry("customer", f"line {n} " + "word " * 20, "Dana", "12:00"))
            assert talk.is_vertical_scroll_end
        await pilot.pause()
        talk.scroll_to(y=3, animate=False)
        await pilot.pause()
        talk.add(Entry("trainee", "something new", "You", "12:01"))
        await pilot.pause()
        assert talk.scroll_offset.y == 3


async def test_five_hundred_lines_are_wrapped_again_when_the_room_changes() -> None:
    talk = Conversation()
    async with Bench(talk).run_test(size=(100, 20)) as pilot:
        talk.show([Entry("customer", "word " * 30, "Dana", "12:00") for _ in range(500)])
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        assert talk.widest_row <= 50
        assert talk.is_vertical_scroll_end
        assert len(talk.entries) == 500


async def test_customers_brackets_and_escapes_are_only_text() -> None:
    talk = Conversation()
    async with Bench(talk).run_test(size=(60, 12)) as pilot:
        talk.add(Entry("customer", "[bold]not bold[/bold] [link=x]", "Dana"))
        await pilot.pause()
        assert any("[bold]not bold[/bold]" in talk.render_line(y).text for y in range(5))


async def test_a_key_on_the_bar_can_be_clicked_and_what_does_not_fit_is_left_out() -> None:
    bar_ = KeyBar(keys.CALL)
    app = Bench(bar_)
    async with app.run_test(size=(80, 3)) as pilot:
        shown = bar_.render().plain
        assert "F8 End" in shown
        assert "^Q Quit" in shown
        await pilot.click(KeyBar, offset=(shown.index("F3") + 1, 0))
        await pilot.pause()
        assert app.pressed == ["f3"]
    narrow = KeyBar(keys.CALL)
    async with Bench(narrow).run_test(size=(30, 3)):
        assert len(narrow.render().plain.rstrip()) <= 30


async def test_a_long_tip_ends_in_an_ellipsis_inside_its_box() -> None:
    tip = TipBox()
    async with Bench(tip).run_test(size=(40, 10)) as pilot:
        tip.show(name="Demonstrate empathy", why="Name it. " * 12, quote="calm down", wording="I hear you. " * 20)
        await pilot.pause()
        rows = tip.render().plain.splitlines()
        assert len(rows) <= tip.size.height
        assert rows[-1].endswith("…")


async def test_a_draft_shows_each_word_and_the_cursor_while_it_wraps() -> None:
    draft = Draft()
    async with Bench(draft).run_test(size=(30, 8)) as pilot:
        draft.insert("one two three four five six seven eight")
        draft.warn(("four five",))
        await pilot.pause()
        rows = [draft.render_line(y) for y in range(draft.size.height)]
        assert " ".join(" ".join(row.text for row in rows).split()) == "one two three four five six seven eight"
        underlined = "".join(part.text for row in rows for part in row if part.style and part.style.underline)
        assert underlined.split() == ["four", "five"]


async def test_a_pasted_escape_sequence_stays_out_of_the_draft() -> None:
    from textual.events import Paste

    draft = Draft()
    async with Bench(draft).run_test(size=(30, 8)) as pilot:
        draft.focus()
        draft.post_message(Paste("be\x1b[31mfore\nafter"))
        await pilot.pause()
        assert draft.text == "before\nafter"


@pytest.mark.parametrize(("anger", "word"), [(0, "calm"), (3, "annoyed"), (6, "angry"), (9.5, "furious")])
def test_anger_has_a_word(anger: float, word: str) -> None:
    assert anger_word(anger)[0] == word


@given(st.floats(-5, 15), st.integers(1, 60))
def test_a_bar_is_as_long_as_it_should_be(value: float, cells: int) -> None:
    full, empty = bar(value, cells)
    assert len(full) + len(empty) == cells


def test_a_trend_has_a_shape_of_its_own() -> None:
    assert (trend(5, 6), trend(6, 5), trend(5, 5.05)) == ("▲", "▼", "▬")


async def test_a_burst_is_read_once_and_nothing_due_is_lost() -> None:
    runs: list[int] = []
    job = Debounce(lambda: runs.append(1), quiet=0.02, most=5)
    for _ in range(20):
        job.touch()
    assert runs == []
    job.flush()
    await asyncio.sleep(0.05)
    assert runs == [1]


class Full(Store):
    """A store whose disk is full for a while."""

    full = True

    def append(self, session_id: str, first_seq: int, events: Sequence[AnyEvent]) -> None:
        if self.full:
            raise DiskFull("There is no room left.")
        super().append(session_id, first_seq, events)


async def test_what_could_not_be_kept_is_kept_with_the_next_events(tmp_path: Path) -> None:
    store = Full(tmp_path / "calls.db")
    session = Session.start(persona(), seed=1, at=NOON)
    with ThreadPoolExecutor(1) as pool:
        recorder = Recorder(store, session.id, stored=0, pool=pool)
        assert await recorder.record(session.events) == "There is no room left."
        store.full = False
        assert await recorder.record(session.open(NOON)) == ""
    assert store.load(session.id) == session.events
