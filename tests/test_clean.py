import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roleplay.clean import clean, mend

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
HOSTILE = st.lists(
    st.one_of(
        ANY_TEXT,
        st.sampled_from(
            ["\x1b[", "\x1b]52;c;", "\x07", "\x1b\\", "\x9b31m", "\x90", "\r", "\u202e", "\U000e0041", "\ud83d"]
        ),
    ),
    max_size=8,
).map("".join)


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[Hwiped", "wiped"),
        ("copy \x1b]52;c;c2VjcmV0\x07this", "copy this"),
        ("\x1b]0;new title\x1b\\text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0;2;0;0;0\x1b\\picture", "picture"),
        ("\x1b_Gf=100;AAAA\x1b\\kitty", "kitty"),
        ("\x9b31mC1\x9d0;title\x9c", "C1"),
        ("never ends \x1b]0;rest of the line\nnext line", "never ends \nnext line"),
        ("cut in the middle \x1b[3", "cut in the middle "),
        ("\x1b[6nask", "ask"),
        ("\x1bc reset", " reset"),
        ("bell\x07 back\x08space\x7f", "bell backspace"),
        ("\u202ereversed\u202c \u2066isolated\u2069", "reversed isolated"),
        ("hid\u200bden\u2060 \ufeffmark", "hidden mark"),
        ("tags\U000e0069\U000e0067\U000e006e\U000e007f", "tags"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
    ],
)
def test_what_a_terminal_would_obey_is_dropped(payload: str, shown: str) -> None:
    assert clean(payload) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Perché è già così? Là, lunedì: più 39 € – «dica»…",
        "👨‍👩‍👧‍👦 👩🏽‍⚕️ 🏳️‍🌈 ❤️ 🇮🇹",
        "می‌خواهم क्षत्रिय",
        "tab\tand\nnewline",
        "[link=https://example.org] [/nope] [@click=app.quit]",
        "e\u0301 a\u0300",
    ],
)
def test_what_a_person_reads_is_left_alone(text: str) -> None:
    assert clean(text) == text


def test_a_tower_of_accents_is_cut() -> None:
    assert len(clean("o" + "\u0301" * 400 + "k")) == 6


def test_halves_of_an_emoji_are_joined_and_a_lone_half_is_marked() -> None:
    assert mend("ok \ud83d\ude00") == "ok \U0001f600"
    assert mend("cut \ud83d") == "cut \ufffd"
    assert mend("\ude00\ud83d") == "\ufffd\ufffd"
    assert mend("nul\x00led") == "nulled"


@given(HOSTILE)
@example("\x1b\x1b]x\x1b[0m")
@example("\x9d\x1b\x9c\x07")
def test_nothing_that_controls_a_terminal_survives(text: str) -> None:
    shown = clean(text)
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs") for char in shown)
    assert not set(shown) & {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF)}
    shown.encode()


@given(HOSTILE)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=("L", "N", "P", "Zs", "So")), max_size=80))
def test_letters_figures_and_signs_stay(text: str) -> None:
    fillers = "\u115f\u1160\u3164\uffa0"
    assert clean(text) == "".join(char for char in text if char not in fillers)
