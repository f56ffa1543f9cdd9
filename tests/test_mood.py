"""The invariants of the mood, over every shipped persona and over personas made at random."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from random_personas import random_persona
from readings import any_reading, reading

from roleplay.library import files, load
from roleplay.memory import Memory, remember
from roleplay.mood import CALM, MOST_COOLING, MOST_HEATING, Mood, first_mood, move
from roleplay.persona import Act, Persona
from roleplay.strategies import Strategy

PERSONAS = [*(load(id) for id in files()), *(random_persona(seed) for seed in range(8))]
every_persona = pytest.mark.parametrize("persona", PERSONAS, ids=[persona.id for persona in PERSONAS])
tenths = st.integers(0, 100).map(lambda tenth: tenth / 10)
moods = st.builds(Mood, anger=tenths, satisfaction=tenths, patience=st.integers(0, 30).map(float))
KIND = (Strategy.EMPATHY, Strategy.LISTEN, Strategy.RESPECT)
INSULTED = Memory(turn=2, acts=(Act.OPEN, Act.VENT, Act.INSULT))


def after(persona: Persona, mood: Mood, memory: Memory | None = None, **kinds: Any) -> float:
    """The change of anger that a reading makes."""
    moved, _ = move(mood, reading(**kinds), memory or Memory(), persona)
    return moved.anger - mood.anger


@every_persona
@given(data=st.data(), mood=moods)
def test_one_message_moves_the_mood_within_bounds_and_for_reasons(persona: Persona, data: st.DataObject, mood: Mood):
    found = data.draw(any_reading(persona))
    moved, reasons = move(mood, found, data.draw(st.sampled_from([Memory(), INSULTED])), persona)
    assert 0 <= moved.anger <= 10
    assert 0 <= moved.satisfaction <= 10
    assert 0 <= moved.patience <= mood.patience
    assert -MOST_COOLING - 0.01 <= moved.anger - mood.anger <= MOST_HEATING + 0.01
    assert moved.anger - mood.anger == pytest.approx(sum(reason.anger for reason in reasons), abs=0.01)
    assert moved.satisfaction - mood.satisfaction == pytest.approx(sum(r.satisfaction for r in reasons), abs=0.01)


@every_persona
@given(data=st.data())
def test_calming_from_eight_takes_at_least_three_turns_whatever_is_said(persona: Persona, data: st.DataObject):
    mood, memory = Mood(anger=8, satisfaction=2, patience=10), Memory()
    for _ in range(2):
        found = data.draw(any_reading(persona))
        mood, memory = move(mood, found, memory, persona)[0], remember(memory, found, mood.anger, persona)
    assert mood.anger > CALM


@every_persona
@given(low=st.floats(2.5, 9), more=st.floats(0.5, 5), strategy=st.sampled_from([Strategy.EMPATHY, Strategy.LISTEN]))
def test_empathy_and_listening_cool_more_the_hotter_the_customer_is(
    persona: Persona, low: float, more: float, strategy: Strategy
):
    high = min(10.0, low + more)
    assume(high > low)
    warm = after(persona, Mood(anger=low, satisfaction=2, patience=9), shown=(strategy,))
    hot = after(persona, Mood(anger=high, satisfaction=2, patience=9), shown=(strategy,))
    assert hot < warm < 0 or hot <= -MOST_COOLING + 0.01


@every_persona
def test_the_first_apology_is_worth_most_and_the_fourth_makes_it_worse(persona: Persona):
    mood = Mood(anger=8, satisfaction=2, patience=9)
    changes = [
        after(persona, mood, Memory(turn=1, apologies=n, acknowledged=1), shown=(Strategy.APOLOGIZE,)) for n in range(4)
    ]
    first, second, third, fourth = changes
    assert first < second < third <= 0 < fourth


@every_persona
def test_an_apology_is_worth_less_when_it_is_late_or_bare(persona: Persona):
    mood = Mood(anger=8, satisfaction=2, patience=9)
    early = after(persona, mood, Memory(turn=1, acknowledged=1), shown=(Strategy.APOLOGIZE,))
    late = after(persona, mood, Memory(turn=6, acknowledged=1), shown=(Strategy.APOLOGIZE,))
    bare = after(persona, mood, Memory(turn=1), shown=(Strategy.APOLOGIZE,))
    assert early < late < 0
    assert early < bare < 0


@every_persona
def test_a_remedy_raises_satisfaction_only_when_it_matches_a_need(persona: Persona):
    mood, memory = Mood(anger=4, satisfaction=2, patience=9), Memory(turn=3, acknowledged=2)
    for remedy in persona.remedies:
        moved, _ = move(mood, reading(offers=(remedy.id,)), memory, persona)
        assert (moved.satisfaction > mood.satisfaction) == bool(remedy.meets)


@every_persona
def test_at_high_anger_validating_before_solving_beats_solving_before_validating(persona: Persona):
    kind, offer = reading(KIND), reading(offers=tuple(r.id for r in persona.remedies if r.allowed and r.meets))
    ends: list[tuple[float, float]] = []
    for order in ((kind, offer), (offer, kind)):
        mood, memory = Mood(anger=9, satisfaction=1, patience=9), Memory()
        for found in order:
            moved, _ = move(mood, found, memory, persona)
            memory = remember(memory, found, mood.anger, persona)
            mood = moved
        ends.append((mood.anger, -sum(memory.met.values())))
    validated, solved = ends
    assert validated < solved
    assert validated[1] <= solved[1]


@every_persona
@given(mood=moods, slip=st.sampled_from(["calm_down", "blamed", "mocked", "brushed_off"]))
def test_calm_down_blame_sarcasm_and_policy_always_raise_anger(persona: Persona, mood: Mood, slip: str):
    assume(mood.anger < 10)
    kind = after(persona, mood, slips=(slip,), shown=(*KIND, Strategy.APOLOGIZE, Strategy.POSITIVE))
    assert kind > 0


@every_persona
@given(mood=moods)
def test_being_asked_for_what_was_given_raises_anger(persona: Persona, mood: Mood):
    assume(mood.anger < 10)
    fact = persona.facts[-1].id
    assert after(persona, mood, Memory(turn=3, told=(fact,)), asked=(fact,)) > 0


@every_persona
def test_a_limit_helps_after_abuse_and_costs_trust_without(persona: Persona):
    mood = Mood(anger=8, satisfaction=2, patience=9)
    assert after(persona, mood, INSULTED, shown=(Strategy.BOUNDARIES,)) < 0
    assert after(persona, mood, Memory(turn=2), shown=(Strategy.BOUNDARIES,)) > 0


@every_persona
@given(
    anger=st.integers(0, int(CALM * 10)).map(lambda tenth: tenth / 10),
    shown=st.sets(st.sampled_from([s for s in Strategy if s is not Strategy.BOUNDARIES])),
)
def test_a_calm_customer_does_not_flare_up_without_a_cause(persona: Persona, anger: float, shown: set[Strategy]):
    mood = Mood(anger=anger, satisfaction=5, patience=9)
    memory = Memory(turn=5, acknowledged=2, apologies=1)
    assert after(persona, mood, memory, shown=tuple(shown - {Strategy.APOLOGIZE})) <= 0


@every_persona
def test_words_used_twice_count_once(persona: Persona):
    mood, memory = first_mood(persona), Memory()
    found = reading((Strategy.EMPATHY,), text="the same words")
    once = remember(memory, found, mood.anger, persona)
    assert after(persona, mood, once, shown=(Strategy.EMPATHY,), text="the same words") > after(
        persona, mood, once, shown=(Strategy.EMPATHY,), text="other words"
    )
