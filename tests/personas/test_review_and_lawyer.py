"""The man with the review and the lawyer: what he keeps until he is asked, and which words of an agent reach him."""

import re

import pytest
from playing import play
from ruamel.yaml import YAML

from roleplay.memory import Memory
from roleplay.mood import Mood, move
from roleplay.persona import Act, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.resources import shipped

ID = "review-and-lawyer"
FIGURE = re.compile(r"\d[\d.,]*\d|\d")
# Words that would give away what is broken, who refused it, and what the table is for.
SECRETS = ("split", "gearshift", "kyle", "48", "ninety", "my mother", "saturday", "party", "58214")


@pytest.fixture(scope="module")
def persona() -> Persona:
    text = (shipped("personas") / f"{ID}.yaml").read_text(encoding="utf-8")
    return Persona.model_validate({**YAML(typ="safe").load(text), "id": ID})


def understood(persona: Persona, message: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in the message."""
    case = read(message, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_what_the_table_is_for_he_tells_only_when_asked(persona: Persona) -> None:
    told = [line for fact in persona.facts for line in fact.says]
    unasked = [line for line in persona.spoken() if line not in told]
    assert [line for line in unasked for word in SECRETS if word in line.lower()] == []
    session = play(persona, ["That is terrible, and I'm sorry. What do you need the table for?"])
    assert "mother" in session.state.last_customer


def test_each_answer_holds_the_fact_and_the_opening_names_the_table(persona: Persona) -> None:
    for fact in persona.facts:
        assert [line for line in fact.says if fact.value not in line] == []
    assert all("oak table" in line for line in persona.lines[Act.OPEN])


def test_every_figure_he_says_stands_in_the_records(persona: Persona) -> None:
    case = " ".join([*persona.brief.records, *persona.brief.may])
    texts = [*persona.spoken(), *(line for lines in persona.wordings.values() for line in lines)]
    assert [figure for text in texts for figure in FIGURE.findall(text) if figure not in case] == []


def test_to_a_review_or_a_lawyer_a_limit_is_the_wrong_answer(persona: Persona) -> None:
    mood, memory = Mood(anger=8, satisfaction=2, patience=9), Memory(turn=2, acts=(Act.OPEN, Act.VENT, Act.THREATEN))
    for threat in persona.lines[Act.THREATEN]:
        found = read("I'll end the call if you threaten me.", threat, load_playbook(persona.language), persona)
        assert move(mood, found, memory, persona)[0].anger > mood.anger


def test_silence_cannot_be_bought(persona: Persona) -> None:
    assert not persona.remedy("hush").allowed


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("What do you need the table for?", "occasion"),
        ("Is there a special occasion coming up?", "occasion"),
        ("By when do you need it?", "deadline"),
        ("Which day do you need it by?", "deadline"),
        ("What exactly is damaged?", "damage"),
        ("Can you describe the damage?", "damage"),
        ("Who told you that?", "refused"),
        ("What reason did they give?", "refused"),
        ("What happened when it was delivered?", "signed"),
        ("Did you get a chance to look inside?", "signed"),
        ("May I have your order number?", "order"),
        ("We'll deliver a new table on Friday morning.", "friday"),
        ("Two men will bring it on Friday and set it up.", "friday"),
        ("I can order you a replacement.", "replacement"),
        ("Our carpenter could repair it.", "repair"),
        ("I'm reversing that decision right now.", "withdraw"),
        ("Your return has been approved.", "withdraw"),
        ("I'll put that in writing.", "withdraw"),
        ("They'll take the broken one away with them.", "pickup"),
        ("It won't cost you a cent.", "pickup"),
        ("I can refund your order in full.", "refund"),
        ("If you take down the review I'll add something.", "hush"),
        ("We would pay your lawyer.", "hush"),
        ("It says so in our terms.", "terms"),
        ("But you signed for it.", "signature"),
        ("Could you send us some photos?", "photos"),
        ("You'd have to contact the carrier.", "carrier"),
    ],
)
def test_what_an_agent_really_says_is_understood(persona: Persona, message: str, found: str) -> None:
    assert found in understood(persona, message)


@pytest.mark.parametrize(
    "message",
    [
        "Our refund policy is on the back of the slip.",
        "I'm so sorry about the damaged table.",
        "So you paid for it, it came damaged, and we said no.",
        "The review is up to you, of course.",
        "You can call your lawyer, that is your right.",
        "The slip changes nothing, and neither do the 48 hours.",
        "I can see your pictures in the file.",
        "I can't offer you anything for a review.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_mistaken_for_it(persona: Persona, message: str) -> None:
    assert understood(persona, message) == set()
