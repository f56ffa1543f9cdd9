"""What a model may answer when it is asked to judge a line."""

import json

from roleplay.judgement import Judgement
from roleplay.strategies import Strategy


def judgement_text(missed: tuple[str, ...] = (), **rulings: tuple[str, str]) -> str:
    """An answer as a server sends it; a ruling is a verdict and its quote, and what is not named is none."""
    ruled = {strategy.value: rulings.get(strategy.value, ("none", "")) for strategy in Strategy}
    answer = {name: {"quote": quote, "verdict": verdict} for name, (verdict, quote) in ruled.items()}
    return json.dumps({**answer, "missed": list(missed)}, ensure_ascii=False)


def judgement(missed: tuple[str, ...] = (), **rulings: tuple[str, str]) -> Judgement:
    """The same answer, read."""
    return Judgement.model_validate_json(judgement_text(missed, **rulings))


def full_marks(quote: str = "") -> str:
    """The answer of a model that falls for it: everything is shown."""
    return judgement_text(**{strategy.value: ("shown", quote) for strategy in Strategy})
