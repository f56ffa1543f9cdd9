"""Cues are found wherever they stand, and whatever word comes before or behind them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.reading.cues import Lexicon
from roleplay.reading.sentences import parse

CUES = {
    "choice": ["(we|we all|nobody ever) (wait|pay) now"],
    "list": ["<will> ... fix"],
    "gap": ["pay (...) twice"],
    "start": ["^ (so|so then) fix"],
    "end": ["(wait|fix) $"],
    "stem": ["fix* (it|all)?"],
}
LISTS = {"will": ["we", "we all", "(they|^ now) shall", "<will> soon"]}
WORDS = [
    "we",
    "all",
    "nobody",
    "ever",
    "wait",
    "pay",
    "now",
    "fix",
    "fixed",
    "it",
    "twice",
    "so",
    "then",
    "they",
    "shall",
    "soon",
    "lamp",
    "12",
]


def found(text: str, only: str | None = None) -> set[tuple[str, int, int]]:
    cues = {label: lines for label, lines in CUES.items() if only in (None, label)}
    matches, asking = Lexicon(cues, LISTS, "en").find(parse(text, "en"))
    return {tuple(match) for match in (*matches, *asking)}


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("Today we all pay now.", ("choice", 1, 5)),
        ("Nobody ever pay now", ("choice", 0, 4)),
        ("we", None),
        ("We soon get the lamp to fix", ("list", 0, 7)),
        ("pay twice", ("gap", 0, 2)),
        ("Well, so then fix", ("start", 1, 4)),
        ("Well so then fix", None),
        ("I wait", ("end", 1, 2)),
        ("fixed", ("stem", 0, 1)),
    ],
)
def test_a_cue_is_found_with_its_place(text, match):
    labels = {"list", "gap", "start", "choice"} if match is None else {match[0]}
    assert {one for one in found(text) if one[0] in labels} == ({match} if match else set())


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), st.sampled_from([" ", ", "]))
def test_cues_do_not_hide_each_other(words, between):
    text = between.join(words)
    assert found(text) == set().union(*(found(text, label) for label in CUES))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), st.lists(st.sampled_from(WORDS), max_size=3))
def test_what_stands_in_another_clause_changes_no_place(words, before):
    alone = {match for match in found(" ".join(words)) if match[0] in ("start", "choice", "end")}
    shift = len(before)
    behind = found(", ".join([" ".join(before), " ".join(words)]) if before else " ".join(words))
    assert {(label, first + shift, last + shift) for label, first, last in alone} <= behind
