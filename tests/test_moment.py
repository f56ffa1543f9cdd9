"""What the customer's last message brings up, and what a coach would miss."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.moment import missed, read_moment
from roleplay.playbook import load_playbook
from roleplay.reading import Abuse, read
from roleplay.strategies import Strategy


def tips(customer: str, agent: str, language: str = "en") -> tuple[Strategy, ...]:
    playbook = load_playbook(language)
    return missed(read_moment(customer, playbook), read(agent, customer, playbook), playbook)


@pytest.mark.parametrize(
    ("customer", "rung"),
    [
        ("Good morning.", Abuse.NONE),
        ("I feel like an idiot for losing it.", Abuse.NONE),
        ("You are useless.", Abuse.RUDE),
        ("You stupid cow!", Abuse.INSULTING),
        ("I know where you live.", Abuse.THREATENING),
        ("Do your job b*tch.", Abuse.INSULTING),
        ("You lying b****rd.", Abuse.INSULTING),
        ("My card ends in **** 1234.", Abuse.NONE),
        ("I need this **today**.", Abuse.NONE),
        ("What kind of moron packs glass in a sock?", Abuse.NONE),
    ],
)
def test_the_abuse_ladder(customer, rung):
    assert read_moment(customer, load_playbook("en")).abuse is rung


@pytest.mark.parametrize(
    ("customer", "rung"),
    [
        ("Buongiorno.", Abuse.NONE),
        ("Siete incompetenti.", Abuse.RUDE),
        ("Cretino!", Abuse.INSULTING),
        ("So dove lavori.", Abuse.THREATENING),
    ],
)
def test_the_abuse_ladder_in_italian(customer, rung):
    assert read_moment(customer, load_playbook("it")).abuse is rung


def test_a_moment_names_what_it_brings_up():
    moment = read_moment(
        "I'm heartbroken. You sent the wrong dress and I want to speak to a manager!", load_playbook("en")
    )
    assert "heartbroken" in moment.feeling
    assert "wrong dress" in moment.failure or "sent" in moment.failure
    assert "manager" in moment.superior
    assert not moment.friendly


def test_a_moment_is_quoted_by_its_clause():
    moment = read_moment("I rang in May, you never sent the dress, so I'm heartbroken.", load_playbook("en"))
    assert moment.failure == "you never sent the dress"
    assert moment.feeling == "so I'm heartbroken"


def test_thanks_are_friendly():
    moment = read_moment("Thank you, that is perfect.", load_playbook("en"))
    assert moment.friendly
    assert not moment.provocation
    assert tips("Thank you, that is perfect.", "You're welcome, have a nice day!") == ()


def test_abuse_comes_first():
    assert tips("You stupid cow, I'm so upset!", "I'll check the order.")[0] is Strategy.BOUNDARIES


def test_a_feeling_wants_empathy_and_a_failure_an_apology():
    answer = "I'll send a new one today."
    assert tips("I'm heartbroken, you sent the wrong dress.", answer) == (Strategy.EMPATHY, Strategy.APOLOGIZE)
    assert tips("I'm heartbroken, you sent the wrong dress.", "How heartbreaking. I'm sorry. " + answer) == ()


def test_a_problem_wants_to_be_moved_on():
    assert tips("I need a refund.", "Okay.")[0] is Strategy.SOLUTIONS


def test_harm_comes_before_what_is_lacking():
    assert tips("I want to speak to a manager.", "You can't speak to a manager.")[0] is Strategy.SUPPORT


def test_in_italian():
    assert tips("Sono disperata, avete cancellato il volo.", "Ok.", "it")[0] is Strategy.EMPATHY


@settings(max_examples=80, deadline=None)
@given(
    customer=st.lists(
        st.sampled_from(["you idiot ", "I'm so sad. ", "refund! ", "manager? ", "thanks ", "\x00", "you sent ", "è "])
    ).map("".join),
    agent=st.text(max_size=80),
)
def test_tips_are_few_and_quotes_are_real(customer, agent):
    playbook = load_playbook("en")
    moment, reading = read_moment(customer, playbook), read(agent, customer, playbook)
    for name in ("provocation", "abuse_quote", "feeling", "failure", "problem", "superior", "record"):
        assert getattr(moment, name) in customer
    found = missed(moment, reading, playbook)
    assert len(found) == len(set(found)) <= 2
    assert not any(reading.shows(strategy) for strategy in found)


@pytest.mark.parametrize(
    ("customer", "provokes"),
    [
        ("Two of the three lamps are missing!!", True),
        ("It works now, thank you so much!!", False),
        ("Why should I believe you?", True),
        ("Why should I choose the bigger one?", False),
        ("What the f*** is this?", True),
    ],
)
def test_what_provokes(customer, provokes):
    assert bool(read_moment(customer, load_playbook("en")).provocation) is provokes
