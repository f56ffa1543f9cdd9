"""What a debrief says in plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from roleplay.debrief import Debrief
from roleplay.i18n import _


def report(found: Debrief) -> Iterator[str]:
    """The ending, the three scores, what was fatal, what to say next time, and the customer's review."""
    yield f"--- {found.ending_text}"
    for title, score in (
        (_("Conduct"), found.conduct),
        (_("Outcome"), found.outcome),
        (_("Documentation"), found.documentation),
    ):
        yield f"{title}: {_('not scored') if score.value is None else score.value}"
    for check in found.fatal:
        yield f"! {check.label}: “{check.quote}”"
    for better in found.better:
        yield f"{_('Next time')}: “{better.quote}” {better.why} → {better.wording}"
    yield f"{'★' * found.review.stars}{'☆' * (5 - found.review.stars)} {found.review.text}"
