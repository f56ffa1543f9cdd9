"""The ten verdicts once more: what the cues decided is weighed against all the words of the message."""

from __future__ import annotations

import functools

from roleplay.reading import clues
from roleplay.reading.customer import Heard
from roleplay.reading.findings import Finding, Hit
from roleplay.reading.tongue import REMEMBERED, Sense, Tongue
from roleplay.reading.verdicts import NONE, Findings, Senses, finding
from roleplay.reading.weights import CLASSES, FURTHEST, HALF, TRUST, Weights, load_weights
from roleplay.strategies import Strategy, Verdict

BEYOND_DOUBT = 1.5
"""What a harm must have ahead of its bar in a known case when no cue tells it, in log-odds."""

_DEEDS = frozenset({Strategy.SOLUTIONS, Strategy.BOUNDARIES})
_FIXED_BY_INSULT = frozenset({Strategy.RESPECT, Strategy.CALM})


def weighed(
    senses: Senses, heard: Heard, ruled: Findings, words: Tongue, insult: Hit | None, *, known: bool = False
) -> Findings:
    """The verdicts in the end, each with its quote; those of the cues when the language has no weights.

    ``known`` when the case is known: then the cues alone tell the deeds, an offer or a limit, for words that sound like
    one are none; and as a harm moves the customer, words alone must speak for it beyond doubt.
    """
    weights = load_weights(words.language)
    if weights is None or not senses:
        return ruled
    sums = [sums_of(sense, weights) for _, sense in senses]
    customer = clues.of_customer(heard)
    margins = weights.weigh(strongest(sums), customer, whole(ruled, customer, senses))
    found: Findings = {}
    for at, strategy in enumerate(Strategy):
        if (insult is not None and strategy in _FIXED_BY_INSULT) or (known and strategy in _DEEDS):
            found[strategy] = ruled[strategy]
            continue
        if (held := ruled[strategy].verdict) is not Verdict.NONE:
            margins[CLASSES.index((strategy, held))] += TRUST
        if known:
            margins[at + HALF] -= BEYOND_DOUBT
        part = at if margins[at] >= margins[at + HALF] else at + HALF
        verdict = CLASSES[part][1] if margins[part] > 0 else Verdict.NONE
        found[strategy] = ruled[strategy] if ruled[strategy].verdict is verdict else _told(verdict, part, senses, sums)
    return found


def strongest(sums: list[list[float]]) -> list[float]:
    """For each class what the sentence that speaks most for it says, within bounds."""
    return [max(-FURTHEST, min(FURTHEST, max(column))) for column in zip(*sums, strict=True)]


def whole(ruled: Findings, customer: list[str], senses: Senses) -> list[str]:
    """The clues of a whole message: what the cues decided, what the customer brought up, and both together."""
    verdicts = clues.of_verdicts(ruled, "=")
    found = [*verdicts, *customer, *clues.crossed(verdicts, customer)]
    if len(senses) > 1:
        found.append("#long" if len(senses) > 3 else "#several")
    return found


def _told(verdict: Verdict, part: int, senses: Senses, sums: list[list[float]]) -> Finding:
    """A finding with the sentence that speaks most for it."""
    if verdict is Verdict.NONE:
        return NONE
    at, sense = senses[max(range(len(senses)), key=lambda index: sums[index][part])]
    text = sense.sentence.text
    start = len(text) - len(text.lstrip())
    return finding(verdict, at, sense, start, len(text.rstrip()))


@functools.lru_cache(maxsize=REMEMBERED)
def sums_of(sense: Sense, weights: Weights) -> list[float]:
    """What the words of one sentence speak for."""
    return weights.sentence.sums(clues.of_sentence(sense))
