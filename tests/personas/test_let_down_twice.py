"""The woman who was let down twice: what she keeps until she is asked, and how she holds an agent to each promise."""

import re

import pytest
from playing import play
from ruamel.yaml import YAML

from roleplay.persona import Act, Kind, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.resources import shipped

ID = "let-down-twice"
FIGURE = re.compile(r"\d[\d.,]*\d|\d")
# Words that would give away who promised what, what is missing, and what hangs on it.
SECRETS = ("daniel", "sophie", "friday", "monday", "eleven", "stick", "vat", "tax", "4471", "7th")


@pytest.fixture(scope="module")
def persona() -> Persona:
    text = (shipped("personas") / f"{ID}.yaml").read_text(encoding="utf-8")
    return Persona.model_validate({**YAML(typ="safe").load(text), "id": ID})


def understood(persona: Persona, message: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in the message."""
    case = read(message, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_what_was_promised_and_what_is_due_she_tells_only_when_asked(persona: Persona) -> None:
    told = [line for fact in persona.facts for line in fact.says]
    unasked = [line for line in persona.spoken() if line not in told]
    words = {line: set(re.findall(r"\w+", line.lower())) for line in unasked}
    assert [line for line in unasked for word in SECRETS if word in words[line]] == []


def test_each_answer_holds_the_fact_and_the_opening_blames_the_update(persona: Persona) -> None:
    for fact in persona.facts:
        assert [line for line in fact.says if fact.value not in line] == []
    assert all("the update" in line for line in persona.lines[Act.OPEN])


def test_every_figure_she_says_stands_in_the_case(persona: Persona) -> None:
    case = " ".join([*persona.brief.records, *persona.brief.may])
    texts = [*persona.spoken(), *(line for lines in persona.wordings.values() for line in lines)]
    assert [figure for text in texts for figure in FIGURE.findall(text) if figure not in case] == []


@pytest.mark.parametrize(
    "promise",
    [
        "We'll get back to you about it soon.",
        "Somebody will call you back.",
        "I'll do my best.",
    ],
)
def test_a_promise_without_an_hour_or_a_name_is_taken_apart(persona: Persona, promise: str) -> None:
    for seed in range(5):
        session = play(persona, ["You were let down twice, and I'm sorry.", promise], seed)
        assert Act.TEST_PROMISE in session.state.memory.acts


def test_asked_what_was_promised_she_has_both_promises_ready(persona: Persona) -> None:
    session = play(persona, ["That must be exhausting. What were you promised?"])
    assert "Daniel" in session.state.last_customer
    assert "Sophie" in session.state.last_customer


def test_no_need_of_hers_is_met_by_free_months(persona: Persona) -> None:
    assert Kind.MONEY not in {need.kind for need in persona.needs}
    assert persona.remedy("fee").meets == ()


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("What exactly is missing?", "gone"),
        ("How many invoices did you lose?", "gone"),
        ("Can you tell me what happened?", "gone"),
        ("Who promised you that?", "first"),
        ("What did my colleagues tell you?", "second"),
        ("Do you have a backup of your own?", "backup"),
        ("Did you make a copy before?", "backup"),
        ("What do you need the invoices for?", "due"),
        ("Is there a deadline?", "due"),
        ("What's your licence number?", "licence"),
        ("Since when are they gone?", "cause"),
        ("Marek Novak will connect with you today at 2.", "session"),
        ("I'm booking our engineer for you this afternoon.", "session"),
        ("I'll escalate your case.", "escalate"),
        ("Our developers will look at it.", "escalate"),
        ("I'll ring you myself at five.", "keep"),
        ("I'm keeping this on my desk until it's done.", "keep"),
        ("I'll email you what we agreed.", "written"),
        ("You'll have a spreadsheet of the invoices by noon.", "list"),
        ("We can give you three months free.", "fee"),
        ("I promise you'll get everything back.", "guarantee"),
        ("I guarantee that all of them will be restored.", "guarantee"),
        ("Your case has top priority.", "priority"),
        ("You should always make a backup first.", "backup_talk"),
        ("Could you install the update again?", "again"),
        ("It works fine for everybody else.", "your_side"),
    ],
)
def test_what_an_agent_really_says_is_understood(persona: Persona, message: str, found: str) -> None:
    assert found in understood(persona, message)


@pytest.mark.parametrize(
    "message",
    [
        "Our refund policy is in the contract.",
        "We promised you twice to bring the invoices back, and we didn't.",
        "You're right, and I'm sorry that nobody rang you.",
        "I can't promise that every invoice comes back.",
        "I can see both notes here.",
        "You did everything right.",
        "Take your time.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_mistaken_for_it(persona: Persona, message: str) -> None:
    assert understood(persona, message) == set()
