"""The coach: what it says, when, and when it keeps silent."""

import pytest
from playing import play, script
from readings import reading

from roleplay.coach import REST, Tip, tip
from roleplay.coaching import load_coaching
from roleplay.library import files, load
from roleplay.moment import missed, read_moment
from roleplay.persona import Act, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.session import Session
from roleplay.strategies import Strategy

PERSONAS = [load(id) for id in files()]
every_persona = pytest.mark.parametrize("persona", PERSONAS, ids=[persona.id for persona in PERSONAS])
EN = load_coaching("en")


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


def test_the_same_tip_is_not_given_twice_in_three_turns():
    ray = load("stranded-traveller")
    session = play(ray, [])
    given: list[tuple[int, str]] = []
    for line in ["I see.", "One moment.", "Right.", "Let me look.", "Okay."]:
        if found := said(session, ""):
            session.tipped(found.strategy, found.key, found.quote, session.state.started_at)
            given.append((session.state.turn, found.key))
        if session.state.ended:
            break
        session.say(line, session.state.started_at)
        session.spoke(f"Line {line}", voice="scripted", at=session.state.started_at)
    assert given
    for turn, key in given:
        assert all(key != other for at, other in given if turn < at < turn + REST)


@every_persona
def test_nobody_is_tipped_when_the_call_is_over(persona: Persona):
    session = play(persona, script("rude", persona))
    assert tip(session.state, reading(), EN) is None


@every_persona
@pytest.mark.parametrize("strategy", Strategy)
def test_each_wording_reads_as_shown_for_its_strategy_and_violates_none(persona: Persona, strategy: Strategy):
    playbook = load_playbook(persona.language)
    angry = persona.lines.get(Act.INSULT) or persona.lines[Act.VENT]
    for wording in persona.wordings[strategy]:
        found = read(wording, angry[-1], playbook, persona)
        assert found.shows(strategy) or strategy is Strategy.BOUNDARIES, wording
        harmed = [other for other in Strategy if found.violates(other) and other is not Strategy.BOUNDARIES]
        assert harmed == [], wording
        assert found.slips == (), wording
        assert found.case.hot_buttons == (), wording


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_code_has_its_sentence(language: str):
    coaching, english = load_coaching(language), EN
    for group in ("warnings", "needs", "reasons", "endings", "fatal", "checks", "praise", "better"):
        mine, theirs = getattr(coaching, group), getattr(english, group)
        assert set(mine) == set(theirs)
        for code, text in mine.items():
            assert {part for part in ("{name}", "{what}") if part in text} == {
                part for part in ("{name}", "{what}") if part in theirs[code]
            }, code


def test_the_tips_of_a_reading_follow_the_customers_line():
    playbook = load_playbook("en")
    customer = "You idiots lost my mother's ring and nobody cares!"
    assert missed(read_moment(customer, playbook), read("One moment.", customer, playbook))
