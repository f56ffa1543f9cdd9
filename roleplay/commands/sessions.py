"""``roleplay sessions``: past calls, in a line each or whole."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.coaching import load_coaching
from roleplay.commands.complaint import complain
from roleplay.commands.flags import settings_of
from roleplay.debrief import reasons
from roleplay.i18n import _, language
from roleplay.session import Session, State
from roleplay.settings import SettingsError
from roleplay.store import NoSession, Store, StoreError, Summary

MOST = 100
"""The most sessions that are listed."""


def run(options: argparse.Namespace) -> int:
    """List the sessions, or show one; status 2 when there is no such session."""
    if options.action == "show" and not options.id:
        complain(_("which session? write its id, as in: roleplay sessions show 4f3a"))
        return USAGE
    try:
        store = Store(settings_of(options).database)
        try:
            if options.action == "list":
                for summary in store.recent(MOST):
                    print(clean(line_of(summary)))
            else:
                found = store.find(options.id)
                session = Session.of(found.id, store.load(found.id))
                print(clean("\n".join(transcript(session.state))))
        finally:
            store.close()
    except NoSession as error:
        complain(error)
        return USAGE
    except (SettingsError, StoreError) as error:
        complain(error)
        return 1
    return 0


def line_of(summary: Summary) -> str:
    """One session in one line: id, date, persona, ending, the three scores."""
    when = summary.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
    ending = summary.ending or _("not ended")
    scores = " ".join(
        f"{title} {'–' if value is None else round(value)}"
        for title, value in (
            (_("conduct"), summary.conduct),
            (_("outcome"), summary.outcome),
            (_("documentation"), summary.documentation),
        )
    )
    return f"{summary.id[:8]}  {when}  {summary.persona_name}  {ending}  {scores}"


def transcript(state: State) -> Iterator[str]:
    """The call line by line, with the mood after each customer turn and why it moved, and the case note."""
    coaching = load_coaching(language())
    steps = {step.turn: step for step in state.steps}
    for line in state.lines:
        who = {"customer": state.persona.name, "supervisor": state.persona.brief.supervisor}.get(line.who, _("You"))
        yield f"{who}: {line.text}"
        step = steps.get(line.turn)
        if line.who == "customer" and step:
            why = "; ".join(reasons(step, coaching))
            yield "    " + _("anger {anger:.1f}").format(anger=step.mood.anger) + (f" ({why})" if why else "")
    if state.ended:
        yield "--- " + coaching.say(coaching.endings, state.ended, name=state.persona.name)
    if state.note:
        yield f"{_('Case note')}: {state.note}"
