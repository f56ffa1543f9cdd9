"""The English personas keep their secrets, hold together, and understand how agents really put things."""

import re

import pytest
from ruamel.yaml import YAML

from roleplay.persona import Act, Kind, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.resources import shipped

IDS = ("double-billed", "florist-bride")
FIGURE = re.compile(r"\d[\d.,]*\d|\d")
CALENDAR = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|noon|midnight|\w+ o'clock)\b"
)


def load(id: str) -> Persona:
    text = (shipped("personas") / f"{id}.yaml").read_text(encoding="utf-8")
    return Persona.model_validate({**YAML(typ="safe").load(text), "id": id})


@pytest.fixture(params=IDS)
def persona(request: pytest.FixtureRequest) -> Persona:
    return load(request.param)


def understood(persona: Persona, message: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in the message."""
    case = read(message, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_an_agent_who_asks_is_told_the_fact_itself(persona: Persona) -> None:
    for fact in persona.facts:
        assert len(fact.says) >= 3
        assert [line for line in fact.says if fact.value not in line] == []


def test_no_line_gives_a_fact_away_unasked(persona: Persona) -> None:
    for fact in persona.facts:
        others = [line for line in persona.spoken() if line not in fact.says]
        if fact.opening:
            assert all(fact.value in line for line in persona.lines[Act.OPEN])
        else:
            assert [line for line in others if fact.value.lower() in line.lower()] == []


def test_every_figure_day_and_hour_spoken_is_known_to_the_case(persona: Persona) -> None:
    case = " ".join([*persona.brief.records, *persona.brief.may, *(fact.value for fact in persona.facts)])
    texts = [*persona.spoken(), *(line for lines in persona.wordings.values() for line in lines)]
    spoken = [found for text in texts for pattern in (FIGURE, CALENDAR) for found in pattern.findall(text)]
    assert [found for found in spoken if found.lower() not in case.lower()] == []


def test_fifteen_turns_of_any_kind_find_lines_enough(persona: Persona) -> None:
    assert len(persona.spoken()) >= 110
    assert len(persona.lines[Act.VENT]) + len(persona.lines[Act.REPEAT]) + len(persona.lines[Act.OBJECT]) >= 30
    assert all(len(need.still) >= 5 for need in persona.needs)


def test_kind_words_alone_and_money_alone_leave_a_need_open(persona: Persona) -> None:
    kinds = {need.kind for need in persona.needs}
    assert Kind.ATTENTION in kinds
    assert Kind.CERTAINTY in kinds
    hard = [need.id for need in persona.needs if need.kind is not Kind.ATTENTION]
    assert not any(remedy.share == 1 and set(hard) <= set(remedy.meets) for remedy in persona.remedies)


def test_an_experts_wordings_break_no_rule_and_press_no_button(persona: Persona) -> None:
    banned = {remedy.id for remedy in persona.remedies if not remedy.allowed}
    assert banned
    banned |= {button.id for button in persona.hot_buttons}
    for lines in persona.wordings.values():
        assert [line for line in lines if understood(persona, line) & banned] == []


def test_a_wording_at_an_open_counter_names_nobody_beside_a_scan_or_a_sum() -> None:
    persona = load("double-billed")
    assert persona.overheard
    lines = [line for lines in persona.wordings.values() for line in lines]
    assert [line for line in lines if persona.name.split()[-1] in line or "$" in line or "MRI" in line] == []


@pytest.mark.parametrize(
    ("id", "message", "found"),
    [
        ("double-billed", "I'm going to refund the second payment to your card today.", "reverse_charge"),
        ("double-billed", "I can reverse the second charge right now.", "reverse_charge"),
        ("double-billed", "Let me take that duplicate charge off your card.", "reverse_charge"),
        ("double-billed", "You'll get a refund within five days.", "reverse_charge"),
        ("double-billed", "I'll undo the second charge.", "reverse_charge"),
        ("double-billed", "We could leave it on your account as a credit.", "account_credit"),
        ("double-billed", "I'll email you a confirmation that you are paid up.", "paid_letter"),
        ("double-billed", "I've removed the overdue mark.", "clear_mark"),
        ("double-billed", "I will call you Friday at 3 pm.", "call_back"),
        ("double-billed", "I'll waive the whole bill.", "waive_all"),
        ("double-billed", "When were you in for the scan?", "scan_date"),
        ("double-billed", "How much were you charged each time?", "amount"),
        ("double-billed", "Do you remember who you spoke with?", "spoke_to"),
        ("double-billed", "What did your insurer say?", "insurer"),
        ("double-billed", "You'll have to take it up with your insurance.", "insurance"),
        ("florist-bride", "Your order is back on, and I'm putting your order back myself.", "remake"),
        ("florist-bride", "I'll be at the flower market tomorrow.", "remake"),
        ("florist-bride", "You're going to have flowers on Saturday.", "remake"),
        ("florist-bride", "I can ask our other shop to do it.", "ashbury"),
        ("florist-bride", "Would white garden roses work for you?", "substitute"),
        ("florist-bride", "The van will be at Larkfield Barn by ten.", "named_plan"),
        ("florist-bride", "I'll text you a photo of your bouquet.", "photos"),
        ("florist-bride", "We can refund the difference to you.", "refund"),
        ("florist-bride", "I promise you'll have peonies.", "promise_peonies"),
        ("florist-bride", "Where is the wedding?", "venue"),
        ("florist-bride", "When do you need the flowers?", "ceremony_time"),
        ("florist-bride", "What exactly was in the order?", "flowers"),
        ("florist-bride", "Did anybody call you about it?", "email"),
        ("florist-bride", "Nobody will notice the difference.", "only_flowers"),
        ("florist-bride", "You could try another florist.", "elsewhere"),
    ],
)
def test_what_an_agent_really_says_is_understood(id: str, message: str, found: str) -> None:
    assert found in understood(load(id), message)


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("double-billed", "Our refund policy is on the back of the receipt."),
        ("double-billed", "I can see both charges in our system."),
        ("double-billed", "I've noted that on your account."),
        ("double-billed", "I'm sorry about the double charge, that is our mistake."),
        ("double-billed", "I'll look into the second charge for you."),
        ("florist-bride", "Our refund policy is printed on the order."),
        ("florist-bride", "I can't tell you yet whether the market has peonies."),
        ("florist-bride", "I see your order, 2291, for Larkfield Barn at two o'clock."),
        ("florist-bride", "I'll do everything I can."),
        ("florist-bride", "Tell me more about your dad's chair."),
    ],
)
def test_what_offers_and_asks_nothing_is_not_mistaken_for_an_offer(id: str, message: str) -> None:
    assert understood(load(id), message) == set()
