"""Earl Jessup keeps his facts until he is asked, and understands how agents really put things to him."""

import re

import pytest

from roleplay.library import load
from roleplay.persona import Act, Kind
from roleplay.playbook import load_playbook
from roleplay.reading import read

EARL = load("wrong-but-sure")
SECRETS = (
    "30577",
    "crossville",
    "truck stop",
    "tuesday",
    "motel",
    "3.19",
    "receipt",
    "look at it",
    "knoxville",
    "brother",
)
FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def understood(message: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in the message."""
    case = read(message, "", load_playbook(EARL.language), EARL).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_each_fact_is_told_in_its_own_lines_and_nowhere_else() -> None:
    for fact in EARL.facts:
        assert len(fact.says) >= 3
        assert [line for line in fact.says if fact.value not in line] == []
        others = [line for line in EARL.spoken() if line not in fact.says]
        if fact.opening:
            assert all(fact.value in line for line in EARL.lines[Act.OPEN])
        else:
            assert [line for line in others if fact.value.casefold() in line.casefold()] == []


def test_no_line_that_he_says_unasked_hints_at_what_he_keeps() -> None:
    asked = {line for fact in EARL.facts for line in fact.says}
    unasked = [line.casefold() for line in EARL.spoken() if line not in asked]
    assert [line for line in unasked for secret in SECRETS if secret in line] == []


def test_every_figure_spoken_is_known_to_the_case() -> None:
    case = " ".join([*EARL.brief.records, *EARL.brief.may, *(fact.value for fact in EARL.facts)])
    texts = [*EARL.spoken(), *(line for lines in EARL.wordings.values() for line in lines)]
    assert [figure for text in texts for figure in FIGURE.findall(text) if figure not in case] == []


def test_no_single_offer_is_enough_for_him() -> None:
    hard = {need.id for need in EARL.needs if need.kind is not Kind.ATTENTION}
    assert len(hard) == 3
    assert not any(hard <= set(remedy.meets) for remedy in EARL.remedies)


def test_an_experts_wordings_promise_nothing_forbidden() -> None:
    banned = {remedy.id for remedy in EARL.remedies if not remedy.allowed}
    lines = [line for lines in EARL.wordings.values() for line in lines]
    assert banned
    assert [line for line in lines if understood(line) & banned] == []


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("We'll use the price on your receipt for the five gallons.", "rerate"),
        ("I'll charge you your own pump price.", "rerate"),
        ("That brings it down to $15.95.", "rerate"),
        ("I'm refunding the difference to your card today.", "rerate"),
        ("I can waive the service fee for you.", "waive_fee"),
        ("Let me take the $25 fee off.", "waive_fee"),
        ("I'll text you the picture we took of the dash.", "photo"),
        ("I'd like you to see for yourself what we saw.", "photo"),
        ("I'll send you the bill line by line.", "breakdown"),
        ("The drive in took about five gallons.", "miles"),
        ("There are a hundred miles between that pump and our desk.", "miles"),
        ("I've noted that you're a customer in good standing.", "standing"),
        ("There is no mark against your name here.", "standing"),
        ("I'll just refund you the whole thing.", "full_refund"),
        ("Okay, I'm reversing the charge.", "full_refund"),
        ("Fine, I'll refund it.", "full_refund"),
        ("Where did you fill it up?", "station"),
        ("And when did you fill the tank, sir?", "when"),
        ("Do you still have the receipt?", "receipt"),
        ("What was the gauge at when you returned it?", "needle"),
        ("Did you notice the fuel gauge when you parked?", "needle"),
        ("What did you need the car for?", "trip"),
        ("Do you have the agreement number there?", "agreement"),
        ("You signed the agreement, sir.", "signed"),
        ("The tank wasn't full when you returned it.", "liar"),
        ("Maybe you forgot to fill it.", "old"),
        ("Honestly, we hear that a lot.", "all_say"),
    ],
)
def test_what_an_agent_really_says_is_understood(message: str, found: str) -> None:
    assert found in understood(message)


@pytest.mark.parametrize(
    "message",
    [
        "Our refund policy is printed on the folder.",
        "So you filled the tank and then found a charge on your card.",
        "I'm sorry that nobody called you about the fuel charge.",
        "I believe you that you filled it, Mr. Jessup.",
        "Let me look at that charge for you.",
        "I can't refund all of it, Mr. Jessup.",
        "The photo shows the needle at five eighths when you returned it.",
        "Thank you for washing the car.",
        "The tank is to be filled within ten miles of our desk.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_mistaken_for_an_offer(message: str) -> None:
    assert understood(message) == set()


def test_the_difference_is_not_mistaken_for_the_whole() -> None:
    for message in ("I'll refund you $46.50 today.", "You'll get a refund of $46.50 on your card."):
        assert understood(message) == {"rerate"}
