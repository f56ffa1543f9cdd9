from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from people import persona

from roleplay.events import Direction
from roleplay.ledger import MOST_FACTS, MOST_OFFERS, MOST_PROMISES, MOST_WORDS, Ledger, Offered, Promised, Told, ledger
from roleplay.persona import Act
from roleplay.playbook import load_playbook
from roleplay.reading import Hit, Promise, Reading, read
from roleplay.reading.findings import CaseFacts, Offer
from roleplay.voices import Line

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DANA = persona()


def said(text: str) -> Line:
    return Line("trainee", text, 1, NOON, reading=read(text, "", load_playbook("en"), DANA))


def done(**direction: Any) -> Line:
    return Line("customer", "…", 1, NOON, direction=Direction(**({"act": Act.VENT, "heat": "hot"} | direction)))


def test_a_call_that_has_not_begun_has_none() -> None:
    assert ledger((), DANA) == Ledger()


def test_facts_are_told_once_or_twice_and_those_of_the_opening_count() -> None:
    lines = (done(act=Act.ANSWER, facts=("card",)), done(act=Act.ANSWER, facts=("amount",)), done(facts=("card",)))
    assert ledger(lines, DANA, ("date", "amount", "card")).told == (Told("date"), Told("amount"), Told("card", 2))


def test_an_offer_stands_until_it_is_answered_or_taken_back() -> None:
    offer = said("I can reverse the second charge for you.")
    assert ledger((offer,), DANA).offers == (Offered("reverse"),)
    assert ledger((offer, done(act=Act.DECLINE, remedy="reverse")), DANA).offers == (Offered("reverse", "declined"),)
    assert ledger((offer, done(act=Act.ACCEPT)), DANA).offers == (Offered("reverse", "accepted"),)
    after = ledger((offer, said("I'm afraid I can't reverse it.")), DANA)
    assert (after.offers, after.refused) == ((), ("reverse",))
    assert ledger((offer, said("I can't reverse it."), offer), DANA).refused == ()


def test_promises_are_kept_in_the_agents_words_with_their_deadline() -> None:
    found = ledger((said("I'll call you back by five o'clock today."),), DANA).promises
    assert len(found) == 1
    assert "call you back" in found[0].words
    assert "five o'clock" in found[0].when


def test_what_the_agent_did_and_what_the_customer_did() -> None:
    lines = (
        said("I'm so sorry about this."),
        done(act=Act.THREATEN),
        said("I apologise. I've noted the complaint on your account."),
        done(act=Act.DEMAND_MANAGER),
        done(act=Act.THREATEN),
    )
    found = ledger(lines, DANA)
    assert (found.apologies, found.recorded, found.handover) == (2, True, False)
    assert found.done == ((Act.DEMAND_MANAGER, 1), (Act.THREATEN, 2))


def test_a_promise_with_a_deadline_outlasts_many_without() -> None:
    lines = [said("I'll call you back on Friday at nine."), *(promising(f"I will do thing {n}") for n in range(30))]
    found = ledger(lines, DANA)
    assert "Friday" in found.promises[0].words
    assert found.earlier == 31 - MOST_PROMISES


def promising(words: str, when: str = "") -> Line:
    reading = Reading(
        text=words,
        findings=said("Okay.").reading.findings,  # type: ignore[union-attr]
        promises=(Promise(quote=words, when=when),),
        case=CaseFacts(offers=(Offer(remedy="reverse", quote=words),), refused=(Hit(id="waive", quote=words),)),
    )
    return Line("trainee", words, 1, NOON, reading=reading)


@given(
    st.lists(
        st.one_of(
            st.builds(promising, st.text(max_size=400), st.text(max_size=50)),
            st.builds(lambda act, facts: done(act=act, facts=facts), st.sampled_from(Act), st.just(("card", "date"))),
        ),
        max_size=80,
    )
)
def test_it_is_bounded_whatever_is_said(lines: list[Line]) -> None:
    found = ledger(lines, DANA, ("date",))
    assert len(found.told) <= MOST_FACTS
    assert max(len(found.offers), len(found.refused)) <= MOST_OFFERS
    assert len(found.promises) <= MOST_PROMISES
    assert all(len(each.words) <= MOST_WORDS and len(each.when) <= MOST_WORDS for each in found.promises)
    assert not set(found.refused) & {offer.remedy for offer in found.offers}
    assert all(isinstance(each, Promised) for each in found.promises)
