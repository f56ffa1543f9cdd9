"""A scorecard as one HTML page that needs nothing but itself."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from roleplay.commands import marks
from roleplay.i18n import _, language
from roleplay.resources import shipped
from roleplay.scorecard import Scorecard
from roleplay.strategies import Verdict


def page(card: Scorecard, name: str) -> str:
    """The page: everything from the transcript is escaped, nothing is loaded from anywhere."""
    environment = Environment(
        loader=FileSystemLoader(shipped("prompts")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("scorecard.html.j2").render(
        card=card,
        lang=language(),
        title=marks.title(name),
        about=marks.about(card),
        rule=marks.rule(),
        name_of=marks.name_of,
        met_mark=marks.met_mark,
        met_words=marks.met_words,
        place=marks.place,
        kind=marks.kind,
        deeds=marks.deeds,
        marks=marks.MARKS,
        none=Verdict.NONE,
        say=_labels(),
    )


def _labels() -> dict[str, str]:
    return {
        "conduct": _("Conduct"),
        "not_scored": _("not scored"),
        "of": _("of 100"),
        "strategy": _("Strategy"),
        "shown": _("shown"),
        "against": _("against"),
        "missed": _("missed"),
        "worst": _("The worst moments, and better words"),
        "customer": _("Customer"),
        "agent": _("Agent"),
        "better": _("Better"),
        "needed": _("The moment needed"),
        "messages": _("Message by message"),
        "strategies": _("The ten strategies"),
    }
