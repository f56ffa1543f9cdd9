"""What a model says a line does, as structured data, and how far it is believed.

Nothing is taken on trust: a verdict counts only with words that the trainee really wrote, every total is ours, and a
line that talks to the grader cannot gain by it.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from roleplay.grader import appeals
from roleplay.reading import Finding, Hit, Reading
from roleplay.strategies import Strategy, Verdict

LONGEST = 4_000
"""Characters of each side's words that a model is asked about; what stands behind them is read locally."""
MOST_MISSED = 2

# A strict schema lists every field as required and allows no other; a server that has none may add some all the same.
_SHAPE = ConfigDict(frozen=True, extra="ignore", json_schema_extra={"additionalProperties": False})
_SLIPS = {
    "calm_down": Strategy.EMPATHY,
    "blamed": Strategy.CALM,
    "mocked": Strategy.RESPECT,
    "brushed_off": Strategy.SOLUTIONS,
}
_ALIKE = ("'’‘ʼ`´", '"“”„«»', "-–—‑")
_EDGES = " \t\r\n\"“”„«»'’‘`…"


def _text(quote: Any) -> Any:
    return "" if quote is None else quote


class Ruling(BaseModel):
    """One strategy: the words first, then what they do."""

    model_config = _SHAPE

    quote: Annotated[str, BeforeValidator(_text)]
    verdict: Verdict


class Judgement(BaseModel):
    """A model's answer: a ruling for each strategy, and what a good coach would say was missing, first things first."""

    model_config = _SHAPE

    calm: Ruling
    listen: Ruling
    empathy: Ruling
    apologize: Ruling
    solutions: Ruling
    respect: Ruling
    boundaries: Ruling
    positive: Ruling
    document: Ruling
    support: Ruling
    missed: Annotated[tuple[Strategy, ...], Field(max_length=MOST_MISSED)]

    def __getitem__(self, strategy: Strategy) -> Ruling:
        """The ruling on one strategy."""
        ruling: Ruling = getattr(self, strategy.value)
        return ruling


def schema() -> dict[str, Any]:
    """The JSON schema that a model's answer must follow, fit for servers that enforce it strictly."""
    return Judgement.model_json_schema()


def merge(local: Reading, judgement: Judgement) -> Reading:
    """The local reading with the model's verdicts in it, as far as they prove themselves.

    A verdict without its quote leaves the local one standing. Insults, hot buttons and the facts of the case stay
    local: who insults is neither calm nor respectful, whatever a model says.
    """
    spans = appeals(local.text)
    findings = {strategy: _finding(local, strategy, judgement[strategy], spans) for strategy in Strategy}
    slips = tuple(slip for slip in local.slips if not _cleared(slip, local, findings))
    return local.model_copy(update={"findings": findings, "slips": slips})


def missed(judgement: Judgement, merged: Reading) -> tuple[Strategy, ...]:
    """What the model says was missing, without what the line shows."""
    return tuple(strategy for strategy in dict.fromkeys(judgement.missed) if not merged.shows(strategy))


def place(quote: str, text: str, spans: tuple[tuple[int, int], ...] = ()) -> tuple[int, int] | None:
    """Where the quote stands in the text, in whole words and outside of ``spans``; None when it does not.

    Case, white space, and the forms of quotation marks, apostrophes and dashes may differ.
    """
    wanted = quote.strip(_EDGES).removeprefix("...").removesuffix("...").strip(_EDGES)
    if len(wanted) > len(text) + 100 or not any(letter.isalnum() for letter in wanted):
        return None
    for found in re.finditer(_pattern(wanted), text, re.IGNORECASE):
        start, end = found.span()
        cut = _inside_word(text, start) or _inside_word(text, end)
        if not cut and not any(start < last and first < end for first, last in spans):
            return start, end
    return None


def _finding(local: Reading, strategy: Strategy, ruling: Ruling, spans: tuple[tuple[int, int], ...]) -> Finding:
    own = local.findings[strategy]
    if local.insult and strategy in (Strategy.CALM, Strategy.RESPECT) and own.verdict is Verdict.VIOLATED:
        return own
    if ruling.verdict is Verdict.NONE:
        return Finding()
    if spans and ruling.verdict is Verdict.SHOWN:
        return own  # who talks to the grader gains nothing by a grader that listens
    found = place(ruling.quote, local.text, spans)
    if found is None:
        return own
    start, end = found
    return Finding(verdict=ruling.verdict, quote=local.text[start:end], start=start, end=end)


def _cleared(slip: Hit, local: Reading, findings: dict[Strategy, Finding]) -> bool:
    """Whether the model has cleared the line of this harm; an insult is never cleared."""
    strategy = _SLIPS.get(slip.id)
    if strategy is None or (local.insult and slip.id == "mocked"):
        return False
    return local.violates(strategy) and findings[strategy].verdict is not Verdict.VIOLATED


def _pattern(quote: str) -> str:
    made = ""
    for piece in re.findall(r"\s+|\S", quote):
        if piece.isspace():
            made += r"\s+"
        else:
            alike = next((letters for letters in _ALIKE if piece in letters), "")
            made += f"[{re.escape(alike)}]" if alike else re.escape(piece)
    return made


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
