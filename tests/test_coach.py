"""The coach: what it says, when, and when it keeps silent."""

import re

import pytest
from playing import play, script
from readings import reading
from textual.content import Content

from roleplay.coach import REST, Tip, tip
from roleplay.coaching import load_coaching
from roleplay.harms import GRAVE, harms
from roleplay.library import files, load
from roleplay.memory import Memory
from roleplay.moment import missed, read_moment
from roleplay.persona import Act, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import Reading, read
from roleplay.session import Session, State, fold
from roleplay.strategies import Strategy
from roleplay.voices.scripted import words

PERSONAS = [load(id) for id in files()]
every_persona = pytest.mark.parametrize("persona", PERSONAS, ids=[persona.id for persona in PERSONAS])
EN = load_coaching("en")


def read_now(state: State, draft: str) -> Reading:
    return read(draft, state.last_customer, load_playbook(state.persona.language), state.persona)


def said(session: Session, draft: str) -> Tip | None:
    return tip(session.state, session.read(draft), EN)


@pytest.fixture
def diane() -> Session:
    return play(load("double-billed"), [])


def test_a_harm_in_the_draft_is_warned_of_first_with_its_words(diane: Session):
    found = said(diane, "I'm sorry about the bill. Please calm down, Mrs. Kowalski.")
    assert found
    assert found.warning
    assert "calm down" in found.quote.casefold()
    assert found.source == "draft"


def test_without_a_draft_the_tip_says_what_the_customers_line_needs(diane: Session):
    found = said(diane, "")
    assert found
    assert not found.warning
    assert found.quote in diane.state.last_customer
    assert found.wording in diane.state.persona.wordings[found.strategy]


def test_the_coach_is_silent_when_the_draft_does_what_the_moment_needs(diane: Session):
    good = next(iter(script("good", diane.state.persona)))
    assert said(diane, good) is None


def test_a_promise_that_the_brief_forbids_is_warned_of(diane: Session):
    found = said(diane, "I'll waive the whole bill for you.")
    assert found
    assert found.key.startswith("forbidden")


@every_persona
@pytest.mark.parametrize("kind", ["cold", "sorry", "money"])
def test_the_same_tip_is_not_given_twice_in_three_turns(persona: Persona, kind: str):
    session, coaching = play(persona, []), load_coaching(persona.language)
    given: list[tuple[int, str]] = []
    for line in COLD[persona.language] if kind == "cold" else script(kind, persona, 8):
        at = session.state.started_at
        if session.state.ended:
            break
        for draft in ("", line):
            if found := tip(session.state, session.read(draft), coaching):
                session.tipped(found.strategy, found.key, found.quote, at)
                if not found.key.startswith(tuple(GRAVE)):
                    given.append((session.state.turn, found.key))
        session.say(line, at)
        session.spoke(words(session.scene()), voice="scripted", at=at)
    assert given
    for turn, key in given:
        assert all(key != other for at_turn, other in given if turn < at_turn < turn + REST)


def test_an_expert_is_left_alone():
    drafts = tipped = 0
    for persona in PERSONAS:
        lines, coaching = list(script("good", persona)), load_coaching(persona.language)
        for number, line in enumerate(lines):
            session = play(persona, lines[:number])
            drafts += 1
            tipped += tip(session.state, session.read(line), coaching) is not None
    assert tipped / drafts < 0.12


@every_persona
def test_nobody_is_tipped_when_the_call_is_over(persona: Persona):
    session = play(persona, script("rude", persona))
    assert tip(session.state, reading(), EN) is None


COLD = {
    "en": ["I see.", "One moment.", "Right.", "Let me look.", "Okay.", "Noted, thanks."],
    "it": ["Capisco.", "Un momento.", "Bene.", "Vediamo.", "Va bene.", "Sì, certo."],
}
ABUSE = {"en": "You are an idiot and you are useless!", "it": "Lei è un idiota, un incapace!"}


@every_persona
@pytest.mark.parametrize("strategy", Strategy)
def test_each_wording_reads_as_shown_for_its_strategy_and_draws_no_warning(persona: Persona, strategy: Strategy):
    abused = strategy is Strategy.BOUNDARIES
    line = ABUSE[persona.language] if abused else persona.lines[Act.VENT][-1]
    for wording in persona.wordings[strategy]:
        found = read(wording, line, load_playbook(persona.language), persona, abused=abused)
        assert found.shows(strategy), wording
        assert [other for other in Strategy if found.violates(other)] == [], wording
        harm = [harm.code for harm in harms(found, Memory(), persona) if harm.code != "asked_again"]
        assert harm == [], wording


@every_persona
@pytest.mark.parametrize("kind", ["good", "rude", "sorry", "money"])
def test_a_tip_fits_its_box_at_80_columns_and_takes_up_this_customer_and_line(persona: Persona, kind: str):
    coaching, names = load_coaching(persona.language), load_playbook(persona.language).strategies
    session = play(persona, script(kind, persona, 12))
    spoken = [number for number, event in enumerate(session.events, 1) if event.kind == "spoke"]
    states = [fold(session.events[:number]) for number in spoken]
    tips = [found for state in states if (found := tip(state, read_now(state, ""), coaching))]
    assert tips
    for found in tips:
        head, perhaps = f"● {names[found.strategy].short}  {found.why}", f"Perhaps: “{found.wording}”"
        assert len(Content(head).wrap(48)) + len(Content(perhaps).wrap(48)) <= 6, head + perhaps
        assert "{" not in found.why
        assert persona.name in found.why or "“" in found.why, found.why


def test_a_tip_that_was_put_away_stays_away_in_its_turn_and_rests_as_one_that_was_shown(diane: Session):
    found = said(diane, "")
    assert found
    at = diane.state.started_at
    diane.tipped(found.strategy, found.key, found.quote, at)
    diane.dismissed(found.key, at)
    assert said(diane, "") is None
    instead = tip(diane.state, diane.read(""), EN, asked=True)
    assert instead is None or instead.key != found.key
    warned = said(diane, "You need to calm down.")
    assert warned
    assert warned.warning
    for _turn in range(REST - 1):
        diane.say("One moment.", at)
        diane.spoke("Then hurry.", voice="scripted", at=at)
        later = said(diane, "")
        assert later is None or later.key != found.key


def test_the_coach_keeps_silent_on_what_is_mastered_but_never_on_a_grave_harm(diane: Session):
    every = frozenset(Strategy)
    assert tip(diane.state, diane.read(""), EN, silent=every) is None
    assert tip(diane.state, diane.read("You need to calm down."), EN, silent=every) is None
    for draft in ("You're an idiot.", "I'll waive the whole bill for you.", "Please call your insurance."):
        found = tip(diane.state, diane.read(draft), EN, silent=every)
        assert found, draft
        assert found.warning


def test_a_wording_that_was_sent_is_not_offered_again(diane: Session):
    at, lines = diane.state.started_at, diane.state.persona.wordings[Strategy.EMPATHY]
    diane.say(lines[0], at)
    diane.spoke("Well.", voice="scripted", at=at)
    found = said(diane, "You need to calm down.")
    assert found
    assert found.wording != lines[0]
    assert found.wording in lines


def test_a_thank_you_needs_no_feeling_named():
    session = play(load("double-billed"), script("good", load("double-billed")))
    late = [number for number, event in enumerate(session.events, 1) if event.kind == "spoke"][-3:]
    for number in late:
        state = fold(session.events[:number])
        found = tip(state, read_now(state, ""), EN)
        assert found is None or found.strategy is not Strategy.EMPATHY


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_code_has_its_sentence(language: str):
    coaching, english = load_coaching(language), EN
    for group in ("warnings", "needs", "reasons", "endings", "fatal", "checks", "praise", "better"):
        mine, theirs = getattr(coaching, group), getattr(english, group)
        assert set(mine) == set(theirs)
        for code, text in mine.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", theirs[code])), code


def test_the_tips_of_a_reading_follow_the_customers_line():
    playbook = load_playbook("en")
    customer = "You idiots lost my mother's ring and nobody cares!"
    assert missed(read_moment(customer, playbook), read("One moment.", customer, playbook), playbook)
