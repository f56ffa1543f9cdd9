"""Readings for tests of the customer's mind: made by hand, or any at all."""

from typing import Any

from hypothesis import strategies as st

from roleplay.persona import Persona
from roleplay.reading import CaseFacts, Finding, Hit, Offer, Promise, Reading
from roleplay.strategies import Strategy, Verdict

SLIPS = ("calm_down", "blamed", "mocked", "brushed_off")


def reading(
    shown: tuple[Strategy, ...] = (),
    violated: tuple[Strategy, ...] = (),
    *,
    offers: tuple[str, ...] = (),
    asked: tuple[str, ...] = (),
    buttons: tuple[str, ...] = (),
    slips: tuple[str, ...] = (),
    text: str = "words",
    **more: Any,
) -> Reading:
    """A reading with these verdicts; the quotes are made unlike those of other texts."""
    verdicts = dict.fromkeys(shown, Verdict.SHOWN) | dict.fromkeys(violated, Verdict.VIOLATED)
    case = CaseFacts(
        asked=tuple(Hit(id=id, quote="?") for id in asked),
        offers=tuple(Offer(remedy=id, quote="offer") for id in offers),
        hot_buttons=tuple(Hit(id=id, quote="ouch") for id in buttons),
    )
    fields: dict[str, object] = {
        "text": text,
        "findings": {s: Finding(verdict=verdicts.get(s, Verdict.NONE), quote=f"{s} {text}") for s in Strategy},
        "case": case,
        "slips": tuple(Hit(id=id, quote="slip") for id in slips),
        **more,
    }
    return Reading.model_validate(fields)


@st.composite
def any_reading(draw: st.DrawFn, persona: Persona) -> Reading:
    """Anything that a reading can find in a message to this persona."""
    verdicts = {strategy: draw(st.sampled_from(Verdict)) for strategy in Strategy}
    some = st.integers(0, 10_000)
    return reading(
        tuple(s for s, v in verdicts.items() if v is Verdict.SHOWN),
        tuple(s for s, v in verdicts.items() if v is Verdict.VIOLATED),
        offers=tuple(draw(st.lists(st.sampled_from([r.id for r in persona.remedies]), max_size=2))),
        asked=tuple(draw(st.lists(st.sampled_from([f.id for f in persona.facts]), max_size=2, unique=True))),
        buttons=tuple(draw(st.lists(st.sampled_from([b.id for b in persona.hot_buttons]), max_size=1))),
        slips=tuple(draw(st.lists(st.sampled_from(SLIPS), max_size=2, unique=True))),
        text=f"text {draw(some)}",
        vague=draw(st.none() | st.just(Hit(id="vague", quote="soon"))),
        insult=draw(st.none() | st.just(Hit(id="insult", quote="fool"))),
        handover=draw(st.none() | st.just(Hit(id="handover", quote="my manager"))),
        promises=draw(st.sampled_from([(), (Promise(quote="I'll call", when="by five"),)])),
        question=draw(st.booleans()),
        farewell=draw(st.booleans()),
        substance=draw(st.sampled_from([True, True, True, False])),
    )
