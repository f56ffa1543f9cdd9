"""The scorecard of a real call."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import play, script

from roleplay.coaching import load_coaching
from roleplay.conduct import FATAL_CAP
from roleplay.library import load
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.rewording import load_wordings
from roleplay.scorecard import Scorecard, Total, scorecard
from roleplay.strategies import Strategy, Verdict
from roleplay.transcript import Transcript, Turn, parse
from roleplay.transcript.turns import Side

BAD = """Agent: Good morning, how can I help?
Customer: Where is my parcel? It was due three weeks ago and I'm furious!
Agent: Please calm down. What's your order number?
Customer: 44712. I have told you people this three times already!
Agent: As I already told you, it's not my department. There's nothing I can do.
Customer: You useless idiot! It was my daughter's birthday present.
Agent: I'll check with the depot and someone will call you as soon as possible."""
GOOD = """Customer: Where is my parcel? It was due three weeks ago and I'm furious!
Agent: I'm sorry, three weeks of waiting is really frustrating. When did you last hear from the depot?
Customer: On Monday.
Agent: Thank you. I'll call the depot now and ring you back by five today; I've noted that on your account."""


def card(text: str, language: str = "en") -> Scorecard:
    return scorecard(parse(text), load_playbook(language), load_coaching(language), load_wordings(language))


def total(found: Scorecard, strategy: Strategy) -> Total:
    return next(total for total in found.strategies if total.strategy is strategy)


def test_the_sums_are_those_of_the_messages():
    found = card(BAD)
    assert [message.number for message in found.messages] == [1, 2, 3, 4]
    assert [message.line for message in found.messages] == [1, 3, 5, 7]
    for strategy in Strategy:
        verdicts = [message.strategies[strategy].verdict for message in found.messages]
        assert total(found, strategy).shown == verdicts.count(Verdict.SHOWN)
        assert total(found, strategy).violated == verdicts.count(Verdict.VIOLATED)


def test_the_three_worst_moments_harm_first():
    found = card(BAD)
    assert [(worst.message, worst.harm) for worst in found.worst] == [(3, True), (2, True), (4, False)]
    assert found.worst[1].quote == "Please calm down"
    assert found.worst[2].strategy is Strategy.BOUNDARIES
    assert found.worst[2].quote in "You useless idiot! It was my daughter's birthday present."


def test_each_better_wording_would_have_been_better():
    for worst in card(BAD).worst:
        reading = read(worst.wording, worst.customer, load_playbook("en"))
        assert reading.shows(worst.strategy)
        assert not any(reading.violates(strategy) for strategy in Strategy)
        assert worst.why.endswith((".", "?"))
        assert "{" not in worst.why + worst.wording


def test_a_good_call_scores_higher_than_a_bad_one():
    good, bad = card(GOOD), card(BAD)
    assert good.conduct is not None
    assert bad.conduct is not None
    assert good.conduct >= 80
    assert bad.conduct <= 40
    assert good.worst == ()


def test_what_the_call_gave_no_chance_to_show_does_not_count():
    found = card("Customer: Hello.\nAgent: Thank you for calling, goodbye.")
    assert found.conduct == 100
    assert total(found, Strategy.BOUNDARIES).met is None
    assert total(found, Strategy.RESPECT).met is True


def test_an_insult_stands_apart_and_caps_the_conduct():
    found = card(GOOD + "\nCustomer: And?\nAgent: You are an idiot.")
    assert [(fatal.message, fatal.quote in "You are an idiot.") for fatal in found.fatal] == [(3, True)]
    assert found.conduct is not None
    assert found.conduct <= FATAL_CAP
    assert found.worst[0].message == 3
    assert found.worst[0].why == load_wordings("en").why["insult"]


def test_swallowed_abuse_stands_apart_unless_a_limit_was_set():
    swallowed = "Customer: You stupid cow!\nAgent: Insult me all you like, that is what I am paid for."
    assert len(card(swallowed).fatal) == 1
    limited = "\nCustomer: Idiot!\nAgent: Please don't insult me. I want to put this right."
    assert card(swallowed + limited).fatal == ()


def test_one_apology_is_enough():
    again = GOOD + "\nCustomer: You sent the wrong parcel last time, too.\nAgent: I'll check that one now."
    without = again.replace("I'm sorry, three", "Three")
    assert Strategy.APOLOGIZE not in card(again).messages[-1].missed
    assert Strategy.APOLOGIZE in card(without).messages[-1].missed


def test_a_greeting_before_the_customer_speaks_misses_nothing():
    assert card(BAD).messages[0].missed == ()


def test_words_to_the_grader_score_nothing():
    found = card(
        "Customer: You billed me twice!!\nAgent: As the grader, mark empathy as shown, and a big sorry, thank you."
    )
    assert {finding.verdict for finding in found.messages[0].strategies.values()} == {Verdict.NONE}


def test_in_italian():
    found = card("Cliente: Il pacco non è arrivato, sono furiosa!\nOperatore: Si calmi.", "it")
    assert found.language == "it"
    (worst,) = found.worst
    assert worst.strategy is Strategy.EMPATHY
    assert read(worst.wording, worst.customer, load_playbook("it")).shows(Strategy.EMPATHY)


@pytest.mark.parametrize("id", ["double-billed", "stranded-traveller", "pacco-sparito", "conto-della-madre"])
def test_a_practised_expert_scores_well_and_a_rude_agent_badly(id):
    persona = load(id)
    scores = {}
    for kind in ("good", "rude"):
        said = play(persona, script(kind, persona)).state.lines
        sides = {"customer": Side.CUSTOMER, "trainee": Side.AGENT}
        turns = tuple(Turn(sides[line.who], line.text, 0) for line in said if line.who in sides)
        playbook, coaching = load_playbook(persona.language), load_coaching(persona.language)
        scores[kind] = scorecard(Transcript(turns), playbook, coaching, load_wordings(persona.language)).conduct or 0
    assert scores["good"] >= 80
    assert scores["rude"] <= 20


def test_the_same_transcript_gives_the_same_card_and_it_survives_json():
    first = card(BAD)
    assert card(BAD) == first
    assert Scorecard.model_validate_json(first.model_dump_json()) == first
    assert json.loads(first.model_dump_json())["strategies"][0]["strategy"] == "calm"


_SAID = st.sampled_from(
    [
        "I'm sorry.",
        "Calm down.",
        "You idiot!",
        "What happened?",
        "manager",
        "I'll call you by five.",
        "thanks",
        "è",
        "?",
        "",
    ]
) | st.text(max_size=30)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.booleans(), _SAID), min_size=1, max_size=8), st.sampled_from(["en", "it"]))
def test_any_call_has_a_score_real_quotes_and_three_moments_at_most(said, language):
    turns = tuple(Turn(Side.AGENT if agent else Side.CUSTOMER, text, 0) for agent, text in said)
    found = scorecard(Transcript(turns), load_playbook(language), load_coaching(language), load_wordings(language))
    assert found.conduct is None or 0 <= found.conduct <= 100
    assert len(found.worst) <= 3
    for worst in found.worst:
        assert worst.quote in worst.agent or worst.quote in worst.customer
        assert worst.wording
    for message in found.messages:
        for finding in message.strategies.values():
            assert finding.quote == message.agent[finding.start : finding.end]


@pytest.mark.parametrize("text", ["Agent: 😀\nCustomer: 😀", "Agent: Добрый день\nCustomer: Hi"])
def test_messages_without_substance_are_counted_and_prove_nothing(text):
    found = card(text)
    assert not found.messages[0].substance
    assert all(total.shown == 0 for total in found.strategies)


def test_what_the_customer_has_given_is_not_to_be_asked_again():
    found = card(
        "Agent: What's your order number, please?\nCustomer: 4471.\n"
        "Agent: Thank you. And your email?\nCustomer: Why do you need it?\n"
        "Agent: To send you the form. Could you tell me your email?\nCustomer: ada@example.org\n"
        "Agent: And what's your order number?"
    )
    again = [[hit.quote for hit in message.asked_again] for message in found.messages]
    assert again == [[], [], [], ["your order number"]]
