"""What is meant, not which words are used."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.strategies import Strategy, Verdict


@pytest.mark.parametrize(
    ("strategy", "agent"),
    [
        ("apologize", "I can't apologise for our policy."),
        ("apologize", "I wish I could apologise."),
        ("apologize", "Oh, I am SO sorry."),
        ("apologize", "Well, I'm sooooo sorry, your majesty."),
        ("empathy", "You say you are 'frustrated'."),
        ("empathy", 'So you are "upset"?'),
        ("solutions", "I can't refund you."),
        ("support", "I won't transfer you to my supervisor."),
    ],
)
def test_a_denied_quoted_or_sarcastic_cue_is_not_shown(english, strategy, agent):
    assert not english(agent).shows(Strategy(strategy))


@pytest.mark.parametrize(
    ("strategy", "agent"),
    [
        ("empathy", "I won't tell you to calm down."),
        ("calm", "I never said that you should have called earlier."),
        ("respect", "I'm not calling you an idiot."),
    ],
)
def test_denied_harm_does_no_harm(english, strategy, agent):
    assert not english(agent).violates(Strategy(strategy))


@pytest.mark.parametrize(
    "agent",
    [
        "Im sorry about the wait",
        "I’m sorry about the wait",
        "I'M SORRY ABOUT THE WAIT",
        "im sooo sorry about the wait!!!",
        "I apoligise for the wait",
        "sorrrry for the wait",
        "I can't apologise enough for the wait",
        "Not only do I apologise, I'll also fix it",
    ],
)
def test_typing_does_not_change_what_is_meant(english, agent):
    assert english(agent).shows(Strategy.APOLOGIZE)


def test_italian_apostrophes_and_accents_may_be_typed_as_they_come(italian):
    assert italian("E' colpa sua.").violates(Strategy.CALM)
    assert italian("È colpa sua.").violates(Strategy.CALM)
    assert italian("Mi dispiace per l’attesa").shows(Strategy.APOLOGIZE)


def test_sarcasm_takes_respect_away(english, italian):
    assert english("Oh, poor you, what a tragedy.").violates(Strategy.RESPECT)
    assert italian("Complimenti, ci è arrivato da solo!").violates(Strategy.RESPECT)


def test_calm_needs_something_to_stay_calm_about(english):
    answer = "I'll send the new part today."
    assert english(answer, "You are useless, this is a scam!").shows(Strategy.CALM)
    assert not english(answer, "Hello, the part is missing.").shows(Strategy.CALM)


PIECES = st.sampled_from(
    [
        *(
            "I'm sorry",
            "you idiot",
            "calm down",
            "?",
            "!",
            ".",
            " ",
            "\n",
            "\x00",
            "\ud800",
            "“",
            "'",
            "è",
            "I'll call",
        ),
        *("mi dispiace", "by 5 pm", "not", "non", "\u202e", "😀", "ı", "İ", "ﬁ", "(", ")", "…", "1,2", "supervisor"),
    ]
)
ANYTHING = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=150, deadline=None)
@given(agent=ANYTHING, customer=ANYTHING, language=st.sampled_from(["en", "it"]))
def test_any_text_is_read_and_every_quote_stands_in_it(agent, customer, language):
    playbook = load_playbook(language)
    reading = read(agent, customer, playbook)
    assert set(reading.findings) == set(Strategy)
    for finding in reading.findings.values():
        assert agent[finding.start : finding.end] == finding.quote
        assert bool(finding.quote) == (finding.verdict is not Verdict.NONE)
    for found in (*reading.slips, *reading.promises, reading.vague, reading.insult, reading.handover):
        if found is not None:
            assert found.quote
            assert agent[found.start : found.start + len(found.quote)] == found.quote
    assert all(promise.when in agent for promise in reading.promises)
    assert read(agent, customer, playbook) == reading


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "sorry " * 1_700, "'" * 10_000, "( " * 5_000, "\ud800" * 10_000, "no, " * 2_500]
)
def test_ten_thousand_characters_are_read(english, text):
    assert english(text, text).text == text
