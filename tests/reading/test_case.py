"""What a message does with the facts of a persona's case."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("agent", "asked"),
    [
        ("What is your address?", ["address"]),
        ("Could you give me your address and the order number?", ["address", "number"]),
        ("please send me your address", ["address"]),
        ("When did the crew come?", ["day"]),
        ("which day was it", ["day"]),
        ("Your address is on my screen.", []),
        ("Your order number 71 is late.", []),
    ],
)
def test_facts_are_asked_for_not_told(english, gardener, agent, asked):
    assert [hit.id for hit in english(agent, "Hello.", gardener).case.asked] == asked


@pytest.mark.parametrize(
    ("agent", "offered"),
    [
        ("I'll refund you and replant it on Monday.", ["refund", "replant"]),
        ("I can't refund you.", []),
        ("A refund is not possible.", []),
        ("You want a refund.", []),
        ("I can't refund you, but we can replant it.", ["replant"]),
    ],
)
def test_remedies_are_offered_not_refused(english, gardener, agent, offered):
    assert [offer.remedy for offer in english(agent, "Hello.", gardener).case.offers] == offered


def test_a_remedy_may_only_be_asked_about(english, gardener):
    (asked,) = english("Is it a refund that matters most?", "Hello.", gardener).case.offers
    (offered,) = english("Would you like me to refund you?", "Hello.", gardener).case.offers
    assert asked.asked
    assert not offered.asked


def test_hot_buttons(english, gardener):
    assert [hit.id for hit in english("Just use the online form.", "", gardener).case.hot_buttons] == ["website"]
    assert not english("I won't send you to the website.", "", gardener).case.hot_buttons


def test_without_a_persona_there_is_no_case(english):
    case = english("I'll refund you. What is your address?").case
    assert not case.asked
    assert not case.offers
