"""What becomes of a tip: used, ignored or put away; and that the session remembers it."""

import pytest
from playing import play
from readings import reading

from roleplay.coach import tip
from roleplay.coaching import load_coaching
from roleplay.events import EVENT, Fate, Fated, Support, Tipped
from roleplay.fate import fates
from roleplay.library import load
from roleplay.memory import Memory
from roleplay.session import Session, fold
from roleplay.strategies import Strategy

DIANE = load("double-billed")
EN = load_coaching("en")


@pytest.fixture
def diane() -> Session:
    return play(DIANE, [])


def shown(session: Session, draft: str = "") -> str:
    found = tip(session.state, session.read(draft), EN)
    assert found
    session.tipped(found.strategy, found.key, found.quote, session.state.started_at)
    return found.key


def became(session: Session) -> dict[str, Fate]:
    return {fated.tip: fated.fate for fated in session.state.fates}


def test_a_need_is_used_when_the_line_shows_it_and_ignored_when_it_does_not(diane: Session):
    key = shown(diane)
    diane.say("That must be so frustrating: you paid, and then that letter.", diane.state.started_at)
    assert became(diane) == {key: Fate.USED}
    other = play(DIANE, [])
    shown(other)
    other.say("One moment.", other.state.started_at)
    assert became(other) == {key: Fate.IGNORED}


def test_a_warning_is_used_when_its_harm_is_gone_and_ignored_when_it_is_sent(diane: Session):
    key = shown(diane, "You need to calm down.")
    diane.say("You need to calm down.", diane.state.started_at)
    assert became(diane) == {key: Fate.IGNORED}
    other = play(DIANE, [])
    shown(other, "You need to calm down.")
    other.say("That must be so frustrating. Let me look at both charges.", other.state.started_at)
    assert became(other) == {key: Fate.USED}


def test_a_warning_whose_words_are_gone_but_whose_strategy_is_violated_was_not_used():
    warned = Tipped(at=play(DIANE, []).state.started_at, turn=0, strategy=Strategy.EMPATHY, tip="calm_down:calm down")
    sent = reading(violated=(Strategy.EMPATHY,))
    assert fates([warned], sent, Memory(), DIANE) == {warned.tip: Fate.IGNORED}


def test_an_offer_uses_a_tip_for_solutions():
    told = Tipped(at=play(DIANE, []).state.started_at, turn=0, strategy=Strategy.SOLUTIONS, tip="solutions_ready")
    sent = reading(offers=(DIANE.remedies[0].id,))
    assert fates([told], sent, Memory(), DIANE) == {told.tip: Fate.USED}


def test_what_was_put_away_is_neither_used_nor_ignored_later(diane: Session):
    at = diane.state.started_at
    key = shown(diane)
    assert [event.kind for event in diane.dismissed(key, at)] == ["fated"]
    assert diane.dismissed(key, at) == []
    diane.say("One moment.", at)
    assert became(diane) == {key: Fate.DISMISSED}


def test_what_was_never_shown_cannot_be_put_away(diane: Session):
    assert diane.dismissed("empathy_loss", diane.state.started_at) == []


def test_a_handover_uses_a_tip_for_support(diane: Session):
    at = diane.state.started_at
    diane.tipped(Strategy.SUPPORT, "support_hot", "", at)
    key = shown(diane)
    diane.support(Support.HANDOVER, "Diane Kowalski was charged twice for her scan and wants it back.", at)
    assert became(diane) == {"support_hot": Fate.USED, key: Fate.IGNORED}


def test_a_tip_shown_twice_in_a_turn_has_one_fate(diane: Session):
    shown(diane)
    shown(diane)
    diane.say("One moment.", diane.state.started_at)
    assert len(diane.state.fates) == 1


def test_fates_come_back_with_the_session(diane: Session):
    shown(diane)
    diane.say("One moment.", diane.state.started_at)
    back = [EVENT.validate_json(EVENT.dump_json(event)) for event in diane.events]
    assert fold(back).fates == diane.state.fates
    assert isinstance(next(event for event in back if event.kind == "fated"), Fated)
