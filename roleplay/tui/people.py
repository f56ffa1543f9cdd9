"""What the lobby says about personas, past calls and the voice: content for the list and for the details beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from roleplay.clean import clean
from roleplay.i18n import _
from roleplay.library import Broken, Listing
from roleplay.strategies import Strategy
from roleplay.tui import words

if TYPE_CHECKING:
    from roleplay.store import Summary
    from roleplay.tui.desk import Morning

BROKEN = "broken:"
PAST = "past:"


def listing_option(listing: Listing) -> Option:
    """A persona in the list: name, difficulty, trade and language, and below what happened."""
    return Option(
        Content.assemble(
            (clean(listing.name), "bold"),
            f"   {words.difficulty(listing.difficulty)}",
            (f"   {clean(listing.industry)} · {words.language(listing.language)}\n", "dim"),
            clean(listing.headline),
        ),
        id=listing.id,
    )


def resume_option(summary: Summary, id: str) -> Option:
    """The unfinished call, offered first."""
    return Option(
        Content.assemble(
            ("▶ " + _("Resume"), "bold"),
            (f"   {clean(summary.persona_name)}\n", "bold"),
            (_("The call of {when} is not finished.").format(when=words.day(summary.started_at)), ""),
        ),
        id=id,
    )


def broken_option(number: int, broken: Broken) -> Option:
    """A persona file that does not load."""
    place = f"{broken.path.name}:{broken.line}" if broken.line else broken.path.name
    return Option(
        Content.assemble((f"✗ {clean(place)}\n", "bold"), (_("This persona file cannot be used."), "dim")),
        id=f"{BROKEN}{number}",
    )


def past_option(summary: Summary) -> Option:
    """A finished call, whose debrief can be read again."""
    return Option(
        Content.assemble(
            (clean(summary.persona_name), "bold"),
            (f"   {words.day(summary.started_at)}\n", "dim"),
            (_("Debrief: {ending}").format(ending=words.ending(summary.ending or "")), ""),
        ),
        id=PAST + summary.id,
    )


def detail(marked: Listing | Broken | Summary | None, morning: Morning, *, resumes: bool, brief: bool) -> Content:
    """What stands beside the list; ``brief`` leaves out what the list says already."""
    parts: list[Content] = []
    if resumes and morning.unfinished:
        goes_on = _("Enter goes on where you stopped: every line, your draft and your note are there.")
        parts += [_title(clean(morning.unfinished.persona_name)), Content(goes_on)]
    elif isinstance(marked, Listing):
        parts += _about(marked, morning)[2 if brief else 0 :]
    elif marked is not None and not isinstance(marked, Broken):
        parts += [_title(clean(marked.persona_name)), Content(_("Enter opens the debrief of this call again."))]
    elif marked is not None:
        parts += [
            _title(_("A persona file that cannot be used")),
            Content.assemble((_place(marked), "$quiet")),
            Content(clean(marked.problem)),
            Content.assemble((_("What to write") + ": ", "$quiet"), clean(marked.fix)) if marked.fix else Content(),
        ]
    else:
        parts.append(Content(_("There is no persona yet.")))
    parts += [_results(morning), _voice(morning)]
    parts += [Content.styled(clean(trouble), "$tip") for trouble in morning.trouble]
    return Content("\n\n").join([part for part in parts if part.plain])


def _title(text: str) -> Content:
    return Content.styled(text, "bold")


def _place(broken: Broken) -> str:
    return clean(f"{broken.path}:{broken.line}" if broken.line else str(broken.path))


def _about(listing: Listing, morning: Morning) -> list[Content]:
    trains = [name for id in listing.trains if (name := _strategy(id, morning))]
    lines = [_title(clean(listing.name)), Content(clean(listing.headline))]
    if trains:
        label = _("Trains")
        lines.append(Content.assemble((f"{label}  ", "$quiet"), " · ".join(trains)))
    if not listing.shipped:
        lines.append(Content.styled(_("Your own persona: {path}").format(path=clean(str(listing.path))), "$quiet"))
    return lines


def _strategy(id: str, morning: Morning) -> str:
    return morning.names[Strategy(id)][0] if id in set(Strategy) and morning.names else ""


def _results(morning: Morning) -> Content:
    if not morning.recent:
        return Content()
    rows = [Content.styled(_("Last calls"), "bold")]
    for summary in morning.recent[:5]:
        scores = (
            (_("conduct"), summary.conduct),
            (_("outcome"), summary.outcome),
            (_("note"), summary.documentation),
        )
        numbers = "  ".join(f"{label} {words.score(value)}" for label, value in scores)
        ending = words.ending(summary.ending or "")
        rows.append(
            Content.assemble(
                (f"{words.day(summary.started_at)}  ", "$quiet"),
                clean(summary.persona_name),
                (f" · {ending}\n", "$quiet"),
                f"  {numbers}",
            )
        )
    return Content("\n").join(rows)


def _voice(morning: Morning) -> Content:
    if not morning.filled:
        return Content()
    if morning.model:
        text = _("The model {name} speaks for the customer.").format(name=clean(morning.model))
        return Content.assemble(("● ", "$good"), text)
    how = _("To connect one, set OPENAI_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL.")
    return Content.assemble(("○ ", "$quiet"), _("No model: the built-in voice speaks.") + " ", (how, "$quiet"))
