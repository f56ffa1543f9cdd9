"""The cold guest: what she does not volunteer, that she never gets louder, and which words of an agent reach her."""

import re

import pytest
from playing import play

from roleplay.library import load
from roleplay.persona import Act, Kind, Manner, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read

# Words that would give away what she tells only when asked.
SECRETS = ("inquest", "evidence", "coroner", "dressing gown", "garden", "5093", "very unusual", "child")
SHOUTED = re.compile(r"\b[A-Z]{3,}\b|!")


@pytest.fixture(scope="module")
def fiona() -> Persona:
    return load("cold-guest")


def found(persona: Persona, said: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in what the agent says."""
    case = read(said, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_she_volunteers_neither_the_fright_nor_what_the_morning_holds(fiona: Persona) -> None:
    telling = {line for fact in fiona.facts for line in fact.says}
    unasked = [line for line in fiona.spoken() if line not in telling]
    assert [line for line in unasked if any(secret in line.lower() for secret in SECRETS)] == []
    for fact in fiona.facts:
        assert [line for line in fact.says if fact.value not in line] == []
        assert not fact.opening or all(fact.value in line for line in fiona.lines[Act.OPEN])


def test_she_never_raises_her_voice(fiona: Persona) -> None:
    assert [line for line in fiona.spoken() if SHOUTED.search(line)] == []
    assert set(fiona.manners) == {Manner.SARCASM}
    assert {tactic.act for tactic in fiona.tactics} == {Act.DEMAND_MANAGER}
    assert fiona.abuse is None


def test_money_in_full_leaves_her_without_a_bed_and_without_a_lock(fiona: Persona) -> None:
    money = {need.id for need in fiona.needs if need.kind is Kind.MONEY}
    (free,) = [remedy for remedy in fiona.remedies if remedy.id == "tonight_free"]
    assert set(free.meets) == money
    assert len(fiona.needs) - len(money) == 3


def test_a_cold_agent_is_asked_for_the_manager(fiona: Persona) -> None:
    lines = ["That never happens here.", "I see.", "Okay.", "One moment.", "Right.", "Hm.", "Yes."]
    asked = [Act.DEMAND_MANAGER in play(fiona, lines, seed).state.memory.acts for seed in range(10)]
    assert sum(asked) > len(asked) / 2


def test_no_wording_speaks_of_the_other_guest(fiona: Persona) -> None:
    wordings = [line for lines in fiona.wordings.values() for line in lines]
    assert [line for line in wordings if re.search(r"\b(man|gentleman|other guest)\b", line)] == []


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("I can move you to 506 right away.", "garden_room"),
        ("I have a double on the garden side for you, on the top floor.", "garden_room"),
        ("Let me give you a quiet room for both nights.", "garden_room"),
        ("There's a twin room on the second floor.", "twin"),
        ("I could put you in 211 just for tonight.", "twin"),
        ("I'll recode the lock while you watch.", "recode"),
        ("I'm cancelling every other key card now.", "recode"),
        ("Yours will be the only key that opens it.", "recode"),
        ("I'll change the code of the door in front of you.", "recode"),
        ("Let me walk up with you.", "escort"),
        ("I'll check the room first, before you go in.", "escort"),
        ("Tonight is on us.", "tonight_free"),
        ("I'm putting tonight's rate back on your card.", "tonight_free"),
        ("You won't be charged for tonight.", "tonight_free"),
        ("We'll bring breakfast up on a tray.", "breakfast"),
        ("I can upgrade you to a suite.", "suite"),
        ("I'll ask him to leave the room.", "suite"),
        ("What happened when you opened the door?", "met"),
        ("Are you all right?", "met"),
        ("What kind of room had you booked?", "booked"),
        ("Could you give me your booking number, please?", "booking"),
        ("What brings you to Bath?", "tomorrow"),
        ("What time do you have to be up?", "tomorrow"),
        ("What were you told when you rang down?", "told"),
        ("It was only a mix-up.", "no_harm"),
        ("At least nobody was hurt.", "no_harm"),
        ("This never happens here.", "never_happens"),
        ("We're fully booked tonight, I'm afraid.", "full_house"),
        ("You can fill in a feedback form.", "in_the_morning"),
        ("We can look at it in the morning.", "in_the_morning"),
    ],
)
def test_what_an_agent_really_says_is_understood(fiona: Persona, said: str, id: str) -> None:
    assert id in found(fiona, said)


@pytest.mark.parametrize(
    "said",
    [
        "So your key opened the door of 318 and there was a stranger in the room.",
        "You had booked a quiet double on the garden side, and we sent you to a room that was taken.",
        "I'm so sorry, Dr Lennox, that was our mistake.",
        "You came down again with your case, close to midnight.",
        "Our refund policy is in the confirmation.",
        "I've noted it in the night book.",
        "That must have been a dreadful fright.",
        "Our night manager will sign the account, and you'll have it by noon tomorrow.",
    ],
)
def test_kind_words_and_her_own_story_are_not_mistaken_for_an_offer(fiona: Persona, said: str) -> None:
    assert found(fiona, said) == set()
