"""The debrief: three scores, what moved the customer, the case note, the review."""

from dataclasses import replace

import pytest
from playing import play, script

from roleplay.coaching import load_coaching
from roleplay.debrief import Debrief, debrief
from roleplay.events import Support
from roleplay.library import files, load
from roleplay.persona import Persona
from roleplay.playbook import load_playbook
from roleplay.session import Session, State
from roleplay.strategies import Strategy

PERSONAS = [load(id) for id in files()]
every_persona = pytest.mark.parametrize("persona", PERSONAS, ids=[persona.id for persona in PERSONAS])
EN = load_playbook("en")
NAMES = {strategy: EN[strategy].name for strategy in Strategy}
NOTE = """March 11, 9:30. Diane Kowalski, account 40718. One scan, charged twice.
Refunded the second charge to her card today, she will see it within three to five business days.
Removed the overdue mark, emailed written confirmation that the account is paid in full.
Outcome: resolved, she agreed."""


def of(state: State) -> Debrief:
    return debrief(state, load_coaching("en"), NAMES)


@pytest.fixture
def good() -> Session:
    return play(load("double-billed"), script("good", load("double-billed")))


@every_persona
def test_a_better_agent_scores_better_in_conduct_and_outcome(persona: Persona):
    best, rude = (of(play(persona, script(kind, persona)).state) for kind in ("good", "rude"))
    sorry = of(play(persona, script("sorry", persona)).state)
    assert (best.conduct.value or 0) > (sorry.conduct.value or 0) > (rude.conduct.value or 0)
    assert (best.outcome.value or 0) >= 90
    assert (rude.outcome.value or 0) <= 30
    assert best.review.stars > rude.review.stars
    assert best.fatal == ()


@every_persona
def test_every_quote_is_the_trainees_or_the_customers_own_words(persona: Persona):
    for kind in ("good", "rude", "sorry", "money"):
        state = play(persona, script(kind, persona)).state
        found = of(state)
        said = "\n".join(line.text for line in state.lines)
        quotes = [check.quote for check in (*found.conduct.checks, *found.fatal, *found.went_well)]
        quotes += [better.quote for better in found.better]
        assert [quote for quote in quotes if quote not in said] == []


def test_turning_points_name_the_line_and_the_reasons():
    diane = load("double-billed")
    found = of(play(diane, ["Please calm down, it's only a bill."]).state)
    (point,) = found.turning_points
    assert point.turn == 1
    assert point.anger > 1
    assert "calm down" in point.line
    assert any("how to feel" in reason for reason in point.reasons)


def test_what_to_do_differently_quotes_and_offers_a_wording():
    diane = load("double-billed")
    found = of(play(diane, ["Please calm down, it's only a bill."]).state)
    assert found.better
    assert any("calm down" in better.quote for better in found.better)
    assert all(better.wording for better in found.better)


def test_a_note_is_checked_against_the_transcript(good: Session):
    state = good.state
    without = of(state).documentation.value
    thin = of(replace(state, note="Customer called about a bill.")).documentation.value
    full = of(replace(state, note=NOTE)).documentation
    assert without == 0
    assert without < (thin or 0) < (full.value or 0)
    assert full.value == 100, [check for check in full.checks if check.ok is False]


@pytest.mark.parametrize(
    ("left_out", "label"),
    [
        ("March 11, ", "The date"),
        ("9:30", "The time"),
        ("Diane Kowalski, ", "Who called"),
        ("40718", "the account number"),
        ("Refunded the second charge to her card today, ", "refund the second charge"),
        ("Outcome: resolved, she agreed.", "The outcome"),
    ],
)
def test_what_the_note_leaves_out_is_listed(good: Session, left_out: str, label: str):
    found = of(replace(good.state, note=NOTE.replace(left_out, ""))).documentation
    assert any(label in check.label for check in found.checks if check.ok is False)


def test_a_note_that_judges_the_customer_is_flagged(good: Session):
    found = of(replace(good.state, note=NOTE + " She was rude and hysterical.")).documentation
    assert any("judgement" in check.label for check in found.checks if check.ok is False)


def test_a_call_that_never_began_is_not_scored():
    found = of(play(load("double-billed"), []).state)
    assert (found.conduct.value, found.outcome.value, found.documentation.value) == (None, None, None)


def test_an_insult_and_a_forbidden_promise_stand_apart():
    found = of(play(load("double-billed"), ["I'll waive the whole bill.", "You are an idiot."]).state)
    labels = " ".join(check.label for check in found.fatal)
    assert "An insult" in labels
    assert "brief does not allow" in labels


def test_a_handover_counts_more_than_being_left():
    ray = load("stranded-traveller")
    session = play(ray, ["I can hear how hard this is. I'm sorry about your flight."])
    session.support(Support.HANDOVER, "Ray Dolan, flight to Dublin cancelled", session.state.started_at)
    assert (of(session.state).outcome.value or 0) > (of(play(ray, script("rude", ray)).state).outcome.value or 0)


@every_persona
def test_the_same_transcript_gives_the_same_scores(persona: Persona):
    state = play(persona, script("good", persona)).state
    first = of(state)
    assert all(of(state) == first for _ in range(20))
