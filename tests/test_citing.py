"""How the coach quotes a customer in a few words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.citing import MOST, cite
from roleplay.coaching import load_coaching

DANGLING = load_coaching("en").dangling


@pytest.mark.parametrize(
    ("quote", "line", "shown"),
    [
        ("nobody cares", "I was billed twice and nobody cares!", "nobody cares"),
        ("told off, and", "I felt told off, and small. Well.", "I felt told off, and small"),
        ("ridiculous", "This is ridiculous! I want my money.", "This is ridiculous!"),
        ("", "Hello. I was billed twice for it.", "I was billed twice for it"),
        ("Strange", "Strange!", "Strange!"),
    ],
)
def test_a_shred_gives_way_to_its_sentence(quote: str, line: str, shown: str) -> None:
    assert cite(quote, line, DANGLING) == shown


def test_a_long_sentence_is_cut_between_words_around_what_it_is_about() -> None:
    line = "I have called this place every single morning for a week and I am absolutely devastated about it all"
    shown = cite("devastated", line, DANGLING)
    assert "devastated" in shown
    assert shown.startswith("…")
    assert shown.strip("…") in line


@given(st.text("ab ,.!?", max_size=120), st.integers(0, 40), st.integers(0, 40))
def test_a_quote_is_always_short_and_always_the_customers_own_words(line: str, start: int, length: int) -> None:
    quote = line[start : start + length]
    shown = cite(quote, line, DANGLING)
    assert shown.strip("…") in " ".join(line.split())
    assert len(shown) <= MOST + 2 or " " not in shown.strip("…")
