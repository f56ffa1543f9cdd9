"""Better wordings for calls without a persona: each must be what it says it is."""

from __future__ import annotations

import pytest

from roleplay.moment import read_moment
from roleplay.playbook import LANGUAGES, load_playbook
from roleplay.reading import read
from roleplay.rewording import PLACE, fits, load_wordings, quotable, reword
from roleplay.strategies import Strategy

ANGRY = {
    "en": ("My parcel has not arrived for three weeks. I'm furious!", "My parcel has not arrived", " You idiot!"),
    "it": ("Il mio pacco non è arrivato da tre settimane. Sono furiosa!", "Il mio pacco non è arrivato", " Cretino!"),
}
WORDINGS = [
    (language, strategy, line)
    for language in LANGUAGES
    for strategy, lines in load_wordings(language).say.items()
    for line in lines
]


@pytest.mark.parametrize(("language", "strategy", "line"), WORDINGS)
def test_every_wording_shows_its_strategy_and_works_against_none(language, strategy, line):
    said, words, insult = ANGRY[language]
    playbook = load_playbook(language)
    # A limit is right only where there was abuse.
    for customer in ("", said + insult) if strategy is Strategy.BOUNDARIES else ("", said, said + insult):
        full = line.replace(PLACE, words)
        assert fits(full, strategy, read(full, customer, playbook)), customer


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_strategy_says_the_same_three_times(language):
    playbook = load_playbook(language)
    for strategy in Strategy:
        moment = read_moment(ANGRY[language][0] + ANGRY[language][2], playbook)
        assert len({reword((strategy,), moment, playbook, number) for number in range(3)}) == 3, strategy


def test_a_wording_takes_up_the_customers_words():
    playbook = load_playbook("en")
    moment = read_moment("I was charged twice for the same visit. Do something!", playbook)
    assert "I was charged twice for the same visit" in reword((Strategy.LISTEN,), moment, playbook)


@pytest.mark.parametrize(
    "customer",
    [
        "",
        "Refund!",
        "WHERE IS MY BLOODY PARCEL NOW?",
        "You stupid cow, where is my parcel now?",
        "It says “lost in\npost” since May.",
    ],
)
def test_abuse_shouts_and_scraps_are_not_repeated(customer):
    playbook = load_playbook("en")
    moment = read_moment(customer, playbook)
    words = quotable(Strategy.EMPATHY, moment, playbook)
    assert words == ""
    assert reword((Strategy.EMPATHY,), moment, playbook)


def test_an_unprovoked_limit_is_not_reworded_as_a_limit():
    playbook = load_playbook("en")
    moment = read_moment("Could you help me with my order, please?", playbook)
    line = reword((Strategy.BOUNDARIES, Strategy.LISTEN), moment, playbook)
    assert read(line, moment.text, playbook).shows(Strategy.LISTEN)
