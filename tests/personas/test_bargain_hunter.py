"""Pauline Ogden keeps her cards close, and understands how agents really put an offer to her."""

import re

import pytest

from roleplay.library import load
from roleplay.persona import Act, Kind
from roleplay.playbook import load_playbook
from roleplay.reading import read

PAULINE = load("bargain-hunter")
SECRETS = (
    "558204",
    "zephyr",
    "clipboard",
    "leaflet",
    "2015",
    "perth",
    "australia",
    "daughter",
    "£32",
    "jordan",
    "christmas",
)
FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def understood(message: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in the message."""
    case = read(message, "", load_playbook(PAULINE.language), PAULINE).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_each_fact_is_told_in_its_own_lines_and_nowhere_else() -> None:
    for fact in PAULINE.facts:
        assert len(fact.says) >= 3
        assert [line for line in fact.says if fact.value not in line] == []
        others = [line for line in PAULINE.spoken() if line not in fact.says]
        if fact.opening:
            assert all(fact.value in line for line in PAULINE.lines[Act.OPEN])
        else:
            assert [line for line in others if fact.value.casefold() in line.casefold()] == []


def test_no_line_that_she_says_unasked_hints_at_what_she_keeps() -> None:
    asked = {line for fact in PAULINE.facts for line in fact.says}
    unasked = [line.casefold() for line in PAULINE.spoken() if line not in asked]
    assert [line for line in unasked for secret in SECRETS if secret in line] == []


def test_every_figure_spoken_is_known_to_the_case() -> None:
    case = " ".join([*PAULINE.brief.records, *PAULINE.brief.may, *(fact.value for fact in PAULINE.facts)])
    texts = [*PAULINE.spoken(), *(line for lines in PAULINE.wordings.values() for line in lines)]
    assert [figure for text in texts for figure in FIGURE.findall(text) if figure not in case] == []


def test_no_price_however_good_settles_it_without_certainty() -> None:
    money = {need.id for need in PAULINE.needs if need.kind is Kind.MONEY}
    cheaper = [remedy for remedy in PAULINE.remedies if remedy.allowed and money & set(remedy.meets)]
    assert cheaper
    assert all(set(remedy.meets) == money for remedy in cheaper)
    assert [need.id for need in PAULINE.needs if need.kind is Kind.CERTAINTY] == ["lock"]


def test_an_experts_wordings_promise_nothing_forbidden() -> None:
    banned = {remedy.id for remedy in PAULINE.remedies if not remedy.allowed}
    lines = [line for lines in PAULINE.wordings.values() for line in lines]
    assert banned
    assert [line for line in lines if understood(line) & banned] == []


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("The best I can do is £31 a month.", "price31"),
        ("I can't match that, but I can do thirty-one pounds.", "price31"),
        ("Or you could have it at £36 without a contract.", "rolling36"),
        ("I'll credit £15.50 to your account.", "credit"),
        ("I'll knock £15.50 off your next bill.", "credit"),
        ("I'll send you a new router as well.", "router"),
        ("That price is fixed until the contract ends.", "lock"),
        ("There will be no rise for 24 months.", "lock"),
        ("It won't go up for two years.", "lock"),
        ("I can lock that price in for you.", "lock"),
        ("It stays the same every month.", "lock"),
        ("You'll have it in writing within the hour.", "written"),
        ("I'll email you a confirmation of the price.", "written"),
        ("Okay, I'll match that price.", "below"),
        ("I could do £28 a month for you.", "below"),
        ("I can do £25.99 for you.", "below"),
        ("I can give it to you for £24 a month.", "below"),
        ("I'll give you two months free.", "below"),
        ("I'll put you back to £29 then.", "below"),
        ("What have other companies offered you?", "rival"),
        ("Have you looked around elsewhere?", "rival"),
        ("How long have you been with us?", "since"),
        ("What do you use your broadband for?", "use"),
        ("Apart from the price, is there anything else you need?", "use"),
        ("What price would you be happy with?", "budget"),
        ("What would you call a fair price?", "budget"),
        ("Did anyone tell you that the price would change?", "told"),
        ("Could I take your account number?", "account"),
        ("You are a valued customer, Mrs Ogden.", "valued"),
        ("That offer is only for new customers.", "new_only"),
        ("It's because of inflation.", "costs"),
        ("You'll find it in your online inbox.", "online"),
    ],
)
def test_what_an_agent_really_says_is_understood(message: str, found: str) -> None:
    assert found in understood(message)


@pytest.mark.parametrize(
    "message",
    [
        "Our refund policy is on the bill.",
        "So it was £29 and now it is £46.50.",
        "I'm sorry that your price went up without a call.",
        "I can see why you feel taken for a mug.",
        "The £25.99 on the bus is for new lines.",
        "I can't match that price, Mrs Ogden.",
        "I can't go below that.",
        "It's the same speed as before, for 24 months.",
        "Let me look at your bill with you.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_mistaken_for_an_offer(message: str) -> None:
    assert understood(message) == set()
