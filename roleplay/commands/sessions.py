"""``roleplay sessions``: past calls, in a line each or whole."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.coaching import load_coaching
from roleplay.commands.complaint import complain
from roleplay.commands.flags import settings_of
from roleplay.commands.report import report
from roleplay.debrief import debrief, reasons
from roleplay.i18n import _, language
from roleplay.playbook import load_playbook
from roleplay.session import Session, State
from roleplay.settings import SettingsError
from roleplay.store import NoSession, Store, StoreError, Summary
from roleplay.strategies import Strategy
from roleplay.wording import ending

MOST = 100
"""The most sessions that are listed."""


def run(options: argparse.Namespace) -> int:
    """List the sessions, or show one; status 2 when there is no such session."""
    if options.action == "show" and not options.id:
        complain(_("which session? write its id, as in: roleplay sessions show 4f3a"))
        return USAGE
    try:
        settings = settings_of(options)
        store = Store(settings.database)
        try:
            if options.action == "list":
                for summary in store.recent(MOST, settings.trainee if hasattr(options, "trainee") else None):
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
    how = ending(summary.ending or "") or _("not ended")
    scores = " ".join(
        f"{title} {'–' if value is None else round(value)}"
        for title, value in (
            (_("conduct"), summary.conduct),
            (_("outcome"), summary.outcome),
            (_("documentation"), summary.documentation),
        )
    )
    return f"{summary.id[:8]}  {when}  {summary.persona_name}  {how}  {scores}"


def transcript(state: State) -> Iterator[str]:
    """The call line by line, with the mood after each customer turn and why it moved, the case note, and the debrief.

    A call that has not ended has no debrief yet.
    """
    coaching = load_coaching(language())
    steps = {step.turn: step for step in state.steps}
    for line in state.lines:
        who = {"customer": state.persona.name, "supervisor": state.persona.brief.supervisor}.get(line.who, _("You"))
        yield f"{who}: {line.text}"
        step = steps.get(line.turn)
        if line.who == "customer" and step:
            why = "; ".join(reasons(step, coaching))
            yield "    " + _("anger {anger:.1f}").format(anger=step.mood.anger) + (f" ({why})" if why else "")
    if state.note:
        yield f"{_('Case note')}: {state.note}"
    if state.ended:
        names = {strategy: load_playbook(language())[strategy].name for strategy in Strategy}
        yield from report(debrief(state, coaching, names))
