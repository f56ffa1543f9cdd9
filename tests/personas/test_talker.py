"""The old man with the estimated bill: he wanders, but never into a figure; and which words of an agent reach him."""

import re

import pytest
from playing import play

from roleplay.library import load
from roleplay.persona import Act, Manner, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read

# Words that would give away what he tells only when asked.
SECRETS = ("3316", "1,184", "hundred and forty", "48216", "hip", "hospital", "19th", "hundred", "thousand")
FIGURE = re.compile(r"\d|\b(hundred|thousand|euro|january|august|september|october)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def donie() -> Persona:
    return load("talker")


def found(persona: Persona, said: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in what the agent says."""
    case = read(said, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


def test_he_tells_no_fact_unless_asked(donie: Persona) -> None:
    telling = {line for fact in donie.facts for line in fact.says}
    unasked = [line for line in donie.spoken() if line not in telling]
    assert [line for line in unasked if any(secret in line.lower() for secret in SECRETS)] == []
    for fact in donie.facts:
        assert [line for line in fact.says if fact.value not in line] == []
        assert not fact.opening or all(fact.value in line for line in donie.lines[Act.OPEN])


def test_his_wandering_holds_no_figure_and_no_month(donie: Persona) -> None:
    assert set(donie.manners) == {Manner.TANGENT, Manner.UNFINISHED}
    lines = [line for quirk in donie.manners.values() for line in quirk.lines]
    assert [line for line in lines if FIGURE.search(line)] == []


def test_he_wanders_and_breaks_off_in_most_calls(donie: Persona) -> None:
    patter = ["I see.", "Okay.", "Right.", "One moment.", "Hm.", "Yes.", "I hear you.", "Let me look."]
    wandering = [set(play(donie, patter, seed).state.memory.manners) for seed in range(10)]
    assert sum(bool(manners) for manners in wandering) > len(wandering) / 2
    assert set().union(*wandering) == {Manner.TANGENT, Manner.UNFINISHED}


def test_one_question_at_a_time_gets_one_answer(donie: Persona) -> None:
    questions = {
        "What does the meter say today?": "reading",
        "How much do you usually pay?": "usual",
        "How much is the bill?": "amount",
        "Was anything different in the house?": "away",
        "When does the money leave your bank?": "debit",
        "What's the account number?": "account",
    }
    assert {said: found(donie, said) for said in questions} == {said: {id} for said, id in questions.items()}


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("I'll make you a new bill from your own reading.", "rebill"),
        ("I'm cancelling the estimated bill.", "rebill"),
        ("Let me correct that bill for you.", "rebill"),
        ("You'll only pay for what you used.", "rebill"),
        ("I can put in your own reading now.", "rebill"),
        ("I can send a meter reader on Thursday.", "reader"),
        ("Somebody will read the meter for you.", "reader"),
        ("I'm stopping the direct debit today.", "stop_debit"),
        ("Nothing will leave your account on the 19th.", "stop_debit"),
        ("I've put the payment on hold.", "stop_debit"),
        ("I'll hold off the debit until then.", "stop_debit"),
        ("I'll send you a letter in large print.", "letter"),
        ("I'll put it in the post to you today.", "letter"),
        ("We could spread the cost over six months.", "instalments"),
        ("I can set up a payment plan.", "instalments"),
        ("I'll add a small credit for your trouble.", "credit"),
        ("I'll wipe the bill for you.", "wipe"),
        ("Could you read me the number on the meter?", "reading"),
        ("Were you away in September?", "away"),
        ("Did you use more electricity than usual?", "away"),
        ("What was the total on it?", "amount"),
        ("When is the payment due?", "debit"),
        ("Do you pay by direct debit?", "debit"),
        ("Could you come to the point, please?", "to_the_point"),
        ("You can submit a reading online.", "website"),
        ("Our reader called, but you weren't at home.", "you_were_out"),
        ("We left a card in your door.", "you_were_out"),
        ("Estimated bills are quite normal.", "estimates"),
        ("It evens out on the next bill.", "estimates"),
    ],
)
def test_what_an_agent_really_says_is_understood(donie: Persona, said: str, id: str) -> None:
    assert id in found(donie, said)


@pytest.mark.parametrize(
    "said",
    [
        "So you got a bill you can't make head nor tail of, and it came from an estimate.",
        "You were in hospital and there wasn't a light on in the house.",
        "I'm sorry, Mr Twomey, that figure was our mistake.",
        "Our refund policy is printed on the back of the bill.",
        "A bill like that in the post would frighten anybody.",
        "Take your time, I'm still here.",
        "We should have rung you before we sent that.",
        "I've noted that on your account.",
    ],
)
def test_kind_words_and_his_own_story_are_not_mistaken_for_an_offer(donie: Persona, said: str) -> None:
    assert found(donie, said) == set()
