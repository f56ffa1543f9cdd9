"""Words for small values: endings, languages, difficulty, dates and times, as a person would say them."""

from __future__ import annotations

from datetime import datetime, timedelta

from roleplay.i18n import _


def ending(value: str) -> str:
    """The words for an ending's value; empty for an unfinished call."""
    return {
        "resolved": _("resolved"),
        "closed": _("closed in order"),
        "handed_over": _("handed over"),
        "walked_away": _("the customer hung up"),
        "hung_up": _("ended with the matter open"),
        "": "",
    }.get(value, value)


def help(value: str) -> str:
    """The words for how tips come."""
    return {"live": _("live"), "on_request": _("on request"), "none": _("none")}.get(value, value)


def help_glyph(value: str) -> str:
    """A glyph for how tips come: full, half, or empty."""
    return {"live": "●", "on_request": "◐", "none": "○"}.get(value, " ")


def language(code: str) -> str:
    """The name of a language, in the language of the screen."""
    return {"en": _("English"), "it": _("Italian")}.get(code, code)


def difficulty(value: int) -> str:
    """A difficulty of 1 to 5 as dots and as a number."""
    value = min(max(value, 0), 5)
    return "●" * value + "○" * (5 - value) + f" {value}"


def day(at: datetime) -> str:
    """Date and time of day, in the trainee's own time zone."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def hour(at: datetime) -> str:
    """The time of day, in the trainee's own time zone."""
    return at.astimezone().strftime("%H:%M")


def clock(length: timedelta) -> str:
    """How long something lasts: ``04:07``, or ``1:04:07`` from an hour on."""
    seconds = max(0, int(length.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def score(value: float | None) -> str:
    """A score of 0 to 100 as a whole number, or a dash when there was nothing to score."""
    return "–" if value is None else str(round(value))
