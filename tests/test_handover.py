"""Handing a call over: the supervisor joins, and the customer minds having to tell the story again."""

from datetime import timedelta

import pytest
from playing import START, play, script, told

from roleplay.coaching import load_coaching
from roleplay.debrief import debrief
from roleplay.events import Ending, Support
from roleplay.handover import Timing
from roleplay.library import files, load
from roleplay.persona import Persona
from roleplay.playbook import load_playbook
from roleplay.session import CallOver, Session
from roleplay.strategies import Strategy
from roleplay.voices.scripted import words

PERSONAS = [load(id) for id in files()]
every_persona = pytest.mark.parametrize("persona", PERSONAS, ids=[persona.id for persona in PERSONAS])
LATER = START + timedelta(hours=1)
SMALL = {"en": ["Okay.", "I see."], "it": ["Va bene.", "Vedo."]}


def hand_over(session: Session, message: str) -> Session:
    session.support(Support.HANDOVER, message, LATER)
    session.spoke(words(session.scene()), voice="scripted", at=LATER)
    return session


def full_story(session: Session) -> str:
    """A message with all that the supervisor needs."""
    persona, memory = session.state.persona, session.state.memory
    facts = [persona.fact(id).value for id in dict.fromkeys(memory.told)]
    offers = [persona.remedy(id).what for id in memory.offered]
    return ", ".join([persona.name, persona.problem, persona.headline, *facts, *offers])


@every_persona
def test_a_warm_handover_cools_and_a_cold_one_heats(persona: Persona):
    begun = list(script("good", persona))[:2]
    before = play(persona, begun).state.mood.anger
    warm = hand_over(session := play(persona, begun), full_story(session))
    cold = hand_over(play(persona, begun), "hm")
    assert warm.state.mood.anger < before
    assert cold.state.mood.anger > warm.state.mood.anger
    assert warm.state.ended is cold.state.ended is Ending.HANDED_OVER, told(warm)
    assert [line.who for line in warm.state.lines[-2:]] == ["supervisor", "customer"]


@every_persona
def test_what_the_supervisor_does_not_know_the_customer_repeats(persona: Persona):
    session = hand_over(play(persona, list(script("good", persona))[:2]), "hm")
    given = [persona.fact(id).value.casefold() for id in session.state.memory.told]
    assert given
    assert any(value in session.state.lines[-1].text.casefold() for value in given), told(session)


@every_persona
def test_the_timing_is_judged(persona: Persona):
    calm = persona.model_copy(update={"temper": persona.temper.model_copy(update={"anger": 6.0})})
    first = hand_over(play(calm, []), "hm")
    later = hand_over(play(calm, list(script("good", persona))[:2]), "hm")
    assert first.state.handed_over
    assert later.state.handed_over
    assert first.state.handed_over.timing is Timing.EARLY
    assert later.state.handed_over.timing is Timing.BEFORE


@every_persona
def test_the_debrief_counts_context_and_timing(persona: Persona):
    begun = list(script("good", persona))[:2]
    names = {strategy: load_playbook("en")[strategy].name for strategy in Strategy}
    session = play(persona, begun)
    good = debrief(hand_over(session, full_story(session)).state, load_coaching("en"), names).outcome
    bad = debrief(hand_over(play(persona, begun), "hm").state, load_coaching("en"), names).outcome
    assert (good.value or 0) > (bad.value or 0)
    assert any(check.ok is False and "knew" in check.label for check in bad.checks)


def test_nothing_is_handed_over_while_the_customer_speaks_or_after_the_end():
    diane = load("double-billed")
    session = Session.start(diane, seed=1, at=START)
    session.open(START)
    with pytest.raises(CallOver):
        session.support(Support.HANDOVER, "hm", START)
    over = play(diane, script("rude", diane))
    with pytest.raises(CallOver):
        over.support(Support.HANDOVER, "hm", START)


def test_advice_is_a_whisper():
    diane = load("double-billed")
    session = play(diane, [])
    before = session.state
    session.support(Support.ADVICE, session.advice(), START)
    assert session.state.mood == before.mood
    assert session.state.lines == before.lines


def test_a_minute_costs_patience_and_takes_the_edge_off_a_very_hot_moment():
    def after(id: str, pause: bool) -> Session:
        session = play(load(id), [])
        if pause:
            session.pause(START)
            session.resume(LATER)
        line = {"en": "Okay.", "it": "Va bene."}[session.state.persona.language]
        session.say(line, LATER)
        return session

    hot, waited = (after("stranded-traveller", pause).state.mood for pause in (False, True))
    assert waited.anger < hot.anger
    assert waited.patience < hot.patience
    warm, kept_waiting = (after("double-billed", pause).state.mood for pause in (False, True))
    assert kept_waiting.anger > warm.anger
