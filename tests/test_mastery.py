"""Help that fades with mastery, and comes back with a slip."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import play, script

from roleplay.library import load
from roleplay.mastery import LIVE_BELOW, RECENT, REQUEST_BELOW, Assistance, Help, Standing, assistance, faded, mastery
from roleplay.session import Session
from roleplay.strategies import Strategy
from roleplay.tally import Tally, tally

DIANE = load("double-billed")
GOOD = Tally(chances=3, unaided=3)


@st.composite
def any_tally(draw: st.DrawFn) -> Tally:
    missed, unaided, aided, violated = (draw(st.integers(0, 6)) for _ in range(4))
    return Tally(missed + unaided + aided + violated, unaided, aided, violated)


calls = st.lists(any_tally(), max_size=14)
filled = st.lists(any_tally(), min_size=1, max_size=14)


def changed(history: list[Tally], at: int, **more: int) -> list[Tally]:
    call = history[at]
    fields = {name: getattr(call, name) + number for name, number in more.items()}
    return [*history[:at], replace(call, **fields), *history[at + 1 :]]


@given(calls)
def test_mastery_lies_between_nothing_and_all(history: list[Tally]) -> None:
    assert 0 <= mastery(history) <= 1


@given(filled, st.data())
def test_one_more_unaided_success_never_lowers_it(history: list[Tally], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(history) - 1))
    assert mastery(changed(history, at, chances=1, unaided=1)) >= mastery(history) - 1e-12
    assert mastery([*history, Tally(1, unaided=1)]) >= mastery(history) - 1e-12


@given(filled, st.data())
def test_one_more_violation_never_raises_it(history: list[Tally], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(history) - 1))
    assert mastery(changed(history, at, chances=1, violated=1)) <= mastery(history) + 1e-12
    assert mastery([*history, Tally(1, violated=1)]) <= mastery(history)


@given(filled)
def test_to_need_a_tip_is_never_worth_more_than_to_need_none(history: list[Tally]) -> None:
    alone = [replace(call, unaided=call.unaided + call.aided, aided=0) for call in history]
    assert mastery(history) <= mastery(alone)


@given(calls)
def test_a_call_without_a_chance_changes_nothing(history: list[Tally]) -> None:
    assert mastery([*history, Tally()]) == mastery(history)


def test_the_last_calls_weigh_more() -> None:
    bad = Tally(chances=3)
    assert mastery([bad, bad, GOOD, GOOD]) > mastery([GOOD, GOOD, bad, bad])


def test_help_fades_in_steps_and_comes_back_when_the_trainee_slips() -> None:
    levels = [faded(mastery([GOOD] * number)) for number in range(7)]
    assert levels == [Help.LIVE] * 3 + [Help.ON_REQUEST] * 2 + [Help.NONE] * 2
    assert faded(mastery([*[GOOD] * 5, Tally(2, unaided=1, violated=1)])) is Help.LIVE
    assert faded(mastery([*[GOOD] * 12, Tally(2, unaided=1, violated=1)])) is Help.ON_REQUEST
    assert faded(mastery([*[GOOD] * 9, Tally(6, unaided=5, violated=1)])) is Help.ON_REQUEST


def test_one_long_good_call_is_no_mastery() -> None:
    assert faded(mastery([Tally(30, unaided=30)])) is Help.LIVE


def test_who_always_needs_the_tip_keeps_it() -> None:
    assert faded(mastery([Tally(3, aided=3)] * 20)) is Help.LIVE


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_mastery_never_means_more_help(one: float, other: float) -> None:
    order = list(Help)
    low, high = sorted((one, other))
    assert order.index(faded(low)) <= order.index(faded(high))
    assert LIVE_BELOW < REQUEST_BELOW


@given(st.sampled_from(Help), st.sampled_from([None, *Help]), st.floats(0, 1))
def test_the_setting_is_the_ceiling_whatever_is_chosen(ceiling: Help, chosen: Help | None, value: float) -> None:
    order = list(Help)
    here = Assistance(ceiling, {Strategy.CALM: Standing(value, chosen=chosen)})
    assert order.index(here.help(Strategy.CALM)) >= order.index(ceiling)
    if ceiling is Help.LIVE and chosen:
        assert here.help(Strategy.CALM) is chosen


def test_a_slip_in_this_call_brings_live_tips_back_unless_the_trainee_chose_otherwise() -> None:
    here = Assistance(Help.LIVE, {Strategy.CALM: Standing(0.95), Strategy.LISTEN: Standing(0.95, chosen=Help.NONE)})
    slipped = {Strategy.CALM, Strategy.LISTEN}
    assert here.help(Strategy.CALM) is Help.NONE
    assert here.help(Strategy.CALM, slipped) is Help.LIVE
    assert here.help(Strategy.LISTEN, slipped) is Help.NONE


def test_on_request_is_silent_until_asked_and_none_even_then() -> None:
    here = Assistance(Help.LIVE, {Strategy.CALM: Standing(0.7), Strategy.LISTEN: Standing(0.95)})
    assert here.silent() == {Strategy.CALM, Strategy.LISTEN}
    assert here.silent(asked=True) == {Strategy.LISTEN}


def test_the_reason_adds_up_the_last_calls_that_gave_a_chance() -> None:
    found = assistance([{Strategy.CALM: GOOD}] * 9 + [{}], Help.LIVE, {}).standings[Strategy.CALM]
    assert (found.calls, found.recent) == (RECENT, Tally(3 * RECENT, 3 * RECENT))


@pytest.mark.parametrize("kind", ["good", "rude", "sorry"])
def test_a_tally_never_counts_more_than_it_had_chances(kind: str) -> None:
    session = play(DIANE, script(kind, DIANE, 12))
    for each in tally(session.state).values():
        assert each.unaided + each.aided + each.violated <= each.chances <= len(session.state.readings) + 1


def test_what_came_after_a_tip_counts_as_aided_and_the_rest_as_unaided() -> None:
    line = "That must be so frustrating: you paid, and then that letter."
    alone, helped = play(DIANE, []), play(DIANE, [])
    helped.tipped(Strategy.EMPATHY, "empathy_loss", "", helped.state.started_at)
    for session in (alone, helped):
        session.say(line, session.state.started_at)
    assert tally(alone.state)[Strategy.EMPATHY] == Tally(1, unaided=1)
    assert tally(helped.state)[Strategy.EMPATHY] == Tally(1, aided=1)


def test_a_violation_and_a_chance_that_was_passed_by_are_counted() -> None:
    session = play(DIANE, [])
    session.say("You need to calm down.", session.state.started_at)
    found = tally(session.state)
    assert sum(each.violated for each in found.values()) >= 1
    assert found[Strategy.EMPATHY].unaided == 0


def test_a_call_without_a_line_gives_no_chance() -> None:
    session = Session.start(DIANE, seed=1, at=play(DIANE, []).state.started_at)
    assert set(tally(session.state).values()) == {Tally()}
