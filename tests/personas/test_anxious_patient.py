"""The anxious patient: what she keeps until she is asked, and which words of a coordinator reach her."""

import re

import pytest
from playing import play
from ruamel.yaml import YAML

from roleplay.persona import Act, Kind, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.resources import shipped

ID = "anxious-patient"
FIGURE = re.compile(r"\d[\d.,]*\d|\d")
# Words that would give away what she is afraid of, or why.
SECRETS = ("scan", "clinical", "drops", "sister", "leeds", "concert", "june")


@pytest.fixture(scope="module")
def persona() -> Persona:
    text = (shipped("personas") / f"{ID}.yaml").read_text(encoding="utf-8")
    return Persona.model_validate({**YAML(typ="safe").load(text), "id": ID})


def understood(persona: Persona, message: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in the message."""
    case = read(message, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_she_keeps_her_fear_to_herself_until_somebody_asks(persona: Persona) -> None:
    told = [line for fact in persona.facts for line in fact.says]
    unasked = [line for line in persona.spoken() if line not in told]
    assert [line for line in unasked for word in SECRETS if word in line.lower()] == []


def test_each_answer_holds_the_fact_and_the_opening_says_who_calls(persona: Persona) -> None:
    for fact in persona.facts:
        assert [line for line in fact.says if fact.value not in line] == []
    assert all(persona.name in line for line in persona.lines[Act.OPEN])


def test_every_figure_she_says_stands_in_the_records(persona: Persona) -> None:
    case = " ".join([*persona.brief.records, *persona.brief.may])
    texts = [*persona.spoken(), *(line for lines in persona.wordings.values() for line in lines)]
    assert [figure for text in texts for figure in FIGURE.findall(text) if figure not in case] == []


def test_no_need_of_hers_is_met_by_money(persona: Persona) -> None:
    assert Kind.MONEY not in {need.kind for need in persona.needs}
    assert persona.remedy("deposit").meets == ()


def test_asked_what_she_is_afraid_of_she_says_it(persona: Persona) -> None:
    session = play(persona, ["That must be frightening. What worries you most about it?"])
    assert "my scan" in session.state.last_customer


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("What are you most afraid of?", "fear"),
        ("Is there something in particular that worries you?", "fear"),
        ("What do you think is behind it?", "fear"),
        ("What exactly did the message say?", "told"),
        ("Did anyone give you a reason?", "told"),
        ("Which date was that?", "date"),
        ("When were you supposed to come in?", "date"),
        ("Who was going to drive you home?", "arranged"),
        ("What had you arranged for that day?", "arranged"),
        ("Which days can't you do?", "concert"),
        ("Is there anything in June that I should avoid?", "concert"),
        ("What would you like to ask the nurse?", "questions"),
        ("Would Tuesday the 16th suit you?", "first_slot"),
        ("I can book you in on 16 June at a quarter past eight.", "first_slot"),
        ("There is also a place on 23 June at 11:40.", "later_slot"),
        ("I'll put you on the waiting list.", "later_slot"),
        ("It was moved because of the laser, its service is late.", "reason"),
        ("It had nothing to do with your eyes.", "reason"),
        ("Our nurse Carol will ring you this afternoon.", "nurse_call"),
        ("I'll call you myself on the Friday before.", "contact"),
        ("We can refund your deposit.", "deposit"),
        ("Your eyes are fine, I'm sure.", "medical"),
        ("You can stop the drops for now.", "medical"),
        ("It's completely safe.", "medical"),
        ("It's a routine procedure.", "routine"),
        ("It isn't urgent, after all.", "elective"),
        ("We're very busy this week.", "busy"),
        ("It's all in the leaflet.", "leaflet"),
    ],
)
def test_what_a_coordinator_really_says_is_understood(persona: Persona, message: str, found: str) -> None:
    assert found in understood(persona, message)


@pytest.mark.parametrize(
    "message",
    [
        "Our refund policy is on the consent form.",
        "I'm so sorry that your date was moved twice.",
        "So your first appointment was moved, and then the second one as well.",
        "I can't promise that a date will never be moved again.",
        "I can't tell you whether you should stop the drops.",
        "Take your time, I can wait.",
        "There's nothing silly about asking.",
        "I'll look it up for you.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_mistaken_for_it(persona: Persona, message: str) -> None:
    assert understood(persona, message) == set()
