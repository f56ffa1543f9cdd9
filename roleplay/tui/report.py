"""The debrief in words: content for each of its sections, from what the core has found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from roleplay.clean import clean
from roleplay.i18n import _
from roleplay.tui.widgets.mood_gauge import bar

if TYPE_CHECKING:
    from roleplay.debrief import Better, Debrief, TurningPoint
    from roleplay.persona import Review
    from roleplay.score import Check, Score
    from roleplay.strategies import Strategy

_BAR = 20
_GAP = Content("\n\n")
_LINE = Content("\n")


def scores(found: Debrief) -> Content:
    """How the call ended, and the three scores, each as a bar, a number and a word."""
    named = ((_("Conduct"), found.conduct), (_("Outcome"), found.outcome), (_("Documentation"), found.documentation))
    width = max(len(name) for name, _score in named) + 2
    rows = [_score_row(name.ljust(width), score) for name, score in named]
    return _LINE.join([Content(clean(found.ending_text)), Content(), *rows])


def _score_row(name: str, score: Score) -> Content:
    if score.value is None:
        return Content.assemble(
            (name, "$quiet"), ("─" * _BAR, "$line"), ("   –  ", "bold"), (_("not scored"), "$quiet")
        )
    word, colour = grade(score.value)
    full, empty = bar(score.value, _BAR, 100)
    return Content.assemble(
        (name, "$foreground"), (full, colour), (empty, "$line"), (f" {score.value:>3}  ", "bold"), (word, colour)
    )


def grade(value: int) -> tuple[str, str]:
    """The word for a score of 0 to 100, and its colour."""
    if value >= 80:
        return _("strong"), "$good"
    if value >= 60:
        return _("good"), "$good"
    if value >= 40:
        return _("on the way"), "$tip"
    return _("needs work"), "$bad"


def fatal(found: Sequence[Check]) -> Content:
    """What must never happen, apart from the scores."""
    return _LINE.join([_check(check, "bold $bad") for check in found])


def review(review: Review) -> Content:
    """What this customer would post."""
    stars = "★" * review.stars + "☆" * (5 - review.stars)
    of_five = _("{n} of 5").format(n=review.stars)
    return Content.assemble((f"{stars}  ", "$tip"), (f"{of_five}\n", "$quiet"), (f"“{clean(review.text)}”", "italic"))


def turning_points(found: Sequence[TurningPoint]) -> Content:
    """Each turn that moved the anger, with the words that did it."""
    return _GAP.join([_turning_point(point) for point in found])


def _turning_point(point: TurningPoint) -> Content:
    rose = point.anger > 0
    change = f"{point.anger:+.1f}".replace("-", "−")
    title = _("Turn {n}").format(n=point.turn)
    moved = _("anger {change}").format(change=change)
    rows = [
        Content.assemble(
            (f"{title}  ", "bold"), (f"{'▲' if rose else '▼'} {moved}", "bold $bad" if rose else "bold $good")
        )
    ]
    if point.line:
        rows.append(Content.styled(f"“{_short(point.line)}”", "italic $quiet"))
    rows += [Content(f"  {clean(reason)}") for reason in point.reasons]
    return _LINE.join(rows)


def went_well(found: Sequence[Check]) -> Content:
    """What to keep doing."""
    return _LINE.join([_check(check, "$good") for check in found])


def better(found: Sequence[Better], names: Mapping[Strategy, tuple[str, str]]) -> Content:
    """What to do differently next time, with words to say."""
    parts = []
    for each in found:
        turn = _("Turn {n}").format(n=each.turn)
        parts.append(
            _LINE.join(
                [
                    Content.assemble((f"{turn}  ", "bold"), (clean(names[each.strategy][0]), "bold $tip")),
                    Content.styled(f"“{_short(each.quote)}”", "italic $quiet"),
                    Content(clean(each.why)),
                    Content.assemble((_("You could say: "), "$quiet"), f"“{clean(each.wording)}”"),
                ]
            )
        )
    return _GAP.join(parts)


def checks(score: Score) -> Content:
    """What stands behind a score."""
    return _LINE.join([_check(check, "") for check in score.checks])


def _check(check: Check, style: str) -> Content:
    glyph, colour = {True: ("✓ ", "bold $good"), False: ("✗ ", "bold $bad"), None: ("· ", "$quiet")}[check.ok]
    chance = "  " + _("no chance to show it") if check.ok is None else ""
    turn = "  " + _("turn {n}").format(n=check.turn) if check.turn else ""
    quote = f"  “{_short(check.quote)}”" if check.quote else ""
    return Content.assemble(
        (glyph, colour), (clean(check.label), style), (quote, "italic $quiet"), (turn, "$quiet"), (chance, "$quiet")
    )


def _short(text: str) -> str:
    text = " ".join(clean(text).split())
    return text if len(text) <= 160 else text[:159].rstrip() + "…"
