"""The man on a bad day: what he keeps to himself, what the line may not hear, and which words of an agent reach him."""

import pytest

from roleplay.library import load
from roleplay.persona import Act, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read

# Words that would give away what he tells only when asked, or what nobody in the line should hear.
SECRETS = ("tow", "june", "1983", "10:12", "4:40", "alder", "two pills", "blood", "heart", "pressure")


@pytest.fixture(scope="module")
def marcus() -> Persona:
    return load("bad-day")


def found(persona: Persona, said: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in what the agent says."""
    case = read(said, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_he_keeps_his_day_and_his_medicine_to_himself_until_asked(marcus: Persona) -> None:
    telling = {line for fact in marcus.facts for line in fact.says}
    unasked = [line for line in marcus.spoken() if line not in telling]
    assert [line for line in unasked if any(secret in line.lower() for secret in SECRETS)] == []


def test_every_answer_holds_the_fact_and_the_opening_only_his_name(marcus: Persona) -> None:
    for fact in marcus.facts:
        assert [line for line in fact.says if fact.value not in line] == []
    assert [fact.id for fact in marcus.facts if fact.opening] == ["name"]
    assert all("Greer" in line for line in marcus.lines[Act.OPEN])


def test_a_wording_at_the_open_counter_names_neither_him_nor_the_medicine(marcus: Persona) -> None:
    assert marcus.overheard
    wordings = [line.lower() for lines in marcus.wordings.values() for line in lines]
    assert [line for line in wordings if "greer" in line or any(secret in line for secret in SECRETS)] == []


def test_he_never_asks_for_a_manager_and_never_threatens(marcus: Persona) -> None:
    assert marcus.tactics == ()
    assert marcus.abuse is None


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("I can give you a few days' worth right now.", "part_now"),
        ("We can do a partial fill while you wait.", "part_now"),
        ("I'll have twelve tablets ready for you in fifteen minutes.", "part_now"),
        ("Let me get you enough to last the weekend.", "part_now"),
        ("I can give you what we have on the shelf today.", "part_now"),
        ("We'll have it delivered to your door tomorrow.", "courier"),
        ("Our courier can drop the rest off at your place.", "courier"),
        ("Would you like us to deliver the rest?", "courier"),
        ("You can pick the rest up at the drive-through tomorrow.", "window"),
        ("I'll set it aside under your name for tomorrow.", "window"),
        ("I'll text you myself the minute it's on the shelf.", "own_text"),
        ("Our Fulton Street store has the whole bottle.", "other_store"),
        ("I can transfer the prescription to another branch.", "other_store"),
        ("Here's a five dollar coupon, $5 off anything.", "coupon"),
        ("I'll skip the pharmacist's check just this once.", "unchecked"),
        ("How many do you have left at home?", "left"),
        ("Do you have enough for tonight?", "left"),
        ("When did you get the text?", "message"),
        ("What time do you have to be back at work?", "back"),
        ("Do you have time to wait fifteen minutes?", "back"),
        ("Rough day?", "day"),
        ("Is everything okay with you today?", "day"),
        ("Which address should we send it to?", "home"),
        ("Could you write your date of birth on the pad, please?", "born"),
        ("If you'd like to take a seat, we'll call your name.", "have_a_seat"),
        ("You'd have to call your doctor's office.", "call_doctor"),
        ("Those texts are automated.", "automatic"),
        ("There are people waiting behind you.", "busy"),
    ],
)
def test_what_an_agent_really_says_is_understood(marcus: Persona, said: str, id: str) -> None:
    assert id in found(marcus, said)


@pytest.mark.parametrize(
    "said",
    [
        "You got a text that it was ready, you came in on your break, and there's no bag.",
        "I'm so sorry, that text should never have gone out.",
        "Our refund policy is on the back of the receipt.",
        "Let me look at your order with you.",
        "I've noted that on your order.",
        "I'll ask our pharmacist about it.",
        "You must be tired, and I'd be annoyed too.",
        "Thank you for telling me.",
    ],
)
def test_kind_words_and_his_own_story_are_not_mistaken_for_an_offer(marcus: Persona, said: str) -> None:
    assert found(marcus, said) == set()
