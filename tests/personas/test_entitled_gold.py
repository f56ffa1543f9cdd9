"""Philippa Strand keeps her secrets, and understands how agents really put things to her."""

import re

import pytest

from roleplay.library import load
from roleplay.persona import Act, Kind
from roleplay.playbook import load_playbook
from roleplay.reading import read

PHILIPPA = load("entitled-gold")
SECRETS = (
    "4416",
    "earring",
    "jewel",
    "mourão",
    "museum",
    "trustee",
    "director of",
    "madrid",
    "sunday",
    "deleted",
    "text ",
)
FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def understood(message: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in the message."""
    case = read(message, "", load_playbook(PHILIPPA.language), PHILIPPA).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_each_fact_is_told_in_its_own_lines_and_nowhere_else() -> None:
    for fact in PHILIPPA.facts:
        assert len(fact.says) >= 3
        assert [line for line in fact.says if fact.value not in line] == []
        others = [line for line in PHILIPPA.spoken() if line not in fact.says]
        if fact.opening:
            assert all(fact.value in line for line in PHILIPPA.lines[Act.OPEN])
        else:
            assert [line for line in others if fact.value.casefold() in line.casefold()] == []


def test_no_line_that_she_says_unasked_hints_at_what_she_keeps() -> None:
    asked = {line for fact in PHILIPPA.facts for line in fact.says}
    buttons = {line for button in PHILIPPA.hot_buttons for line in button.reacts}  # she was told of the text by then
    unasked = [line.casefold() for line in PHILIPPA.spoken() if line not in asked | buttons]
    assert [line for line in unasked for secret in SECRETS if secret in line] == []


def test_every_figure_spoken_is_known_to_the_case() -> None:
    case = " ".join([*PHILIPPA.brief.records, *PHILIPPA.brief.may, *(fact.value for fact in PHILIPPA.facts)])
    texts = [*PHILIPPA.spoken(), *(line for lines in PHILIPPA.wordings.values() for line in lines)]
    assert [figure for text in texts for figure in FIGURE.findall(text) if figure not in case] == []


def test_a_gift_of_money_meets_nothing_that_she_needs() -> None:
    kinds = {need.kind for need in PHILIPPA.needs}
    assert {Kind.ATTENTION, Kind.REDO, Kind.CERTAINTY} == kinds
    assert PHILIPPA.remedy("goodwill").meets == ()


def test_an_experts_wordings_promise_nothing_forbidden() -> None:
    banned = {remedy.id for remedy in PHILIPPA.remedies if not remedy.allowed}
    lines = [line for lines in PHILIPPA.wordings.values() for line in lines]
    assert banned
    assert [line for line in lines if understood(line) & banned] == []


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("I've just lifted the block, so do try it again.", "unblock"),
        ("I can unblock it right now.", "unblock"),
        ("Your card is active as of this moment.", "unblock"),
        ("The block has been removed, Mrs Strand.", "unblock"),
        ("Let me set up a virtual card on your phone.", "virtual"),
        ("You can pay with Apple Pay in five minutes.", "virtual"),
        ("I'm happy to speak to the restaurant and explain.", "vouch"),
        ("If you put the waiter on, I'll talk to him.", "vouch"),
        ("I'll add a travel note for the rest of your trip.", "travel_note"),
        ("I'll let the system know where you are this week.", "travel_note"),
        ("You'll have my direct number for the whole trip.", "named"),
        ("I'll have Edmund Carr ring you tomorrow at nine.", "named"),
        ("I'd like to credit £50 to you.", "goodwill"),
        ("I could switch off the fraud checks for you.", "no_checks"),
        ("I'll make an exception and skip the questions.", "no_checks"),
        ("I promise your card will never be declined again.", "no_checks"),
        ("Could you give me the last four digits?", "card"),
        ("Which card were you using?", "card"),
        ("What have you bought with it today?", "payments"),
        ("Do you recognise a payment of €2,350?", "payments"),
        ("Which restaurant are you at?", "declined"),
        ("Who are you dining with tonight, if I may ask?", "guests"),
        ("How long are you staying in Portugal?", "stay"),
        ("Did you by any chance get a text message from us?", "text"),
        ("It's the same for all our customers.", "everyone"),
        ("We blocked it for your own protection.", "security"),
        ("You should have replied to our message.", "her_part"),
        ("Okay Philippa, let's see.", "first_name"),
    ],
)
def test_what_an_agent_really_says_is_understood(message: str, found: str) -> None:
    assert found in understood(message)


@pytest.mark.parametrize(
    "message",
    [
        "Our refund policy does not cover that.",
        "I see that your card was blocked this evening.",
        "So the waiter refused your card in front of your guests.",
        "I'm so sorry about the blocked card, Mrs Strand.",
        "I've noted everything on your account.",
        "I can't switch off the fraud checks, Mrs Strand.",
        "Thank you, Mrs Strand. Let me look at that for you.",
        "You have been with us for 22 years.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_mistaken_for_an_offer(message: str) -> None:
    assert understood(message) == set()
