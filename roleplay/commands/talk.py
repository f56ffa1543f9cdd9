"""``roleplay talk``: a whole call over standard input and output, for pipes, screen readers and tests."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.coach import tip
from roleplay.coaching import load_coaching
from roleplay.commands.beside import Beside
from roleplay.commands.complaint import complain
from roleplay.commands.flags import settings_of
from roleplay.commands.given import standard_input
from roleplay.commands.report import report
from roleplay.debrief import Debrief, debrief, reasons
from roleplay.events import EVENT, Acted, AnyEvent, Caps, Ending, Joined, Spoke, Started, Support
from roleplay.i18n import _, language
from roleplay.judging import GRACE
from roleplay.library import PersonaError, load
from roleplay.mastery import Assistance, Help
from roleplay.persona import Persona
from roleplay.playbook import load_playbook
from roleplay.session import CallOver, Session, State, Step
from roleplay.settings import Settings, SettingsError, config_dir, for_this_run
from roleplay.strategies import Strategy
from roleplay.voices import Voice, perform
from roleplay.voices.scripted import ScriptedVoice

IN_ORDER = frozenset({Ending.RESOLVED, Ending.CLOSED, Ending.HANDED_OVER})
"""Endings for which the exit status is 0."""


def run(options: argparse.Namespace) -> int:
    """Play the call; 0 when it ended in order, 1 when it did not, 2 when it could not begin."""
    try:
        settings = settings_of(options)
        persona = load(options.persona, config_dir() / "personas")
    except (SettingsError, PersonaError) as error:
        complain(error)
        return USAGE
    lines = standard_input()
    if lines is None:
        return USAGE
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**31)
    talk = Talk(persona, settings, seed=seed, json=options.json, prompt=lines.isatty() and not options.plain)
    return 0 if talk.play(lines) in IN_ORDER else 1


class Talk:
    """One call in a pipe: what comes in is said, what happens goes out."""

    def __init__(self, persona: Persona, settings: Settings, *, seed: int, json: bool, prompt: bool) -> None:
        self.session = Session.start(persona, seed=seed, at=_now(), abuse=Caps(settings.abuse))
        self.settings = settings
        self.json = json
        self.prompt = prompt
        self.coaching = load_coaching(language())
        self.keep = Keeper(self.session, settings)
        self.voice = _voice(settings)
        self.help = self.keep.help(settings)
        self.beside = Beside(settings) if settings.judges else None
        self.names = {strategy: load_playbook(language())[strategy].name for strategy in Strategy}

    def play(self, lines: Iterator[str]) -> Ending:
        """The call from the customer's opening to its end; the end of the input ends it.

        When nobody reads any more, the call ends too, and is kept; the OSError goes on to the caller.
        """
        try:
            return self._play(lines)
        except OSError:
            self.keep(self.session.end(_now()))
            self.keep.summarise(debrief(self.session.state, self.coaching, self.names), self.session.state)
            raise
        finally:
            if self.beside:
                self.beside.close()

    def _play(self, lines: Iterator[str]) -> Ending:
        if self.prompt:
            self._show("\n".join((*_brief(self.session.state.persona), "", _hints(), "")))
        self._out(list(self.session.events))
        self._out(self.session.open(_now()))
        self._customer()
        while not self.session.state.ended:
            if self.prompt:
                print("> ", end="", flush=True)
            line = next(lines, None)
            self._judged()
            if line is None:
                self._out(self.session.end(_now()))
            elif not line.strip():
                continue
            elif line.startswith("/"):
                self._command(*line[1:].strip().partition(" ")[::2])
            else:
                self._say(line.rstrip("\r\n"))
        if self.prompt:
            print(_("Write the case note with /note TEXT; Ctrl+D ends."), file=sys.stderr)
        for line in lines:  # after the call there is only the note left to write
            name, _space, text = line.strip().partition(" ")
            if name == "/note":
                self._command("note", text)
        return self._debrief()

    def _say(self, line: str) -> None:
        try:
            if self.beside:
                self._out(self.session.send(line, _now()))
                self.beside.ask(self.session.state)
                self._judged(GRACE)
                self._out(self.session.act(_now()))
            else:
                self._out(self.session.say(line, _now()))
        except CallOver:
            return
        self._customer()

    def _judged(self, wait: float = 0.0) -> None:
        """Take in the model's verdicts that have come; wait so many seconds for those on the last line."""
        if not self.beside:
            return
        for answer in self.beside.answers(wait):
            if answer.judgement:
                self._out(self.session.judged(answer.judgement, answer.turn, _now()))
        if trouble := self.beside.trouble():
            complain(trouble)

    def _customer(self) -> None:
        asyncio.run(self._perform())
        self._judged()
        self._tip(asked=False)

    def _tip(self, *, asked: bool) -> bool:
        """Show the tip of this moment, as far as the trainee's help goes; False when there is none."""
        state = self.session.state
        if self.help.ceiling is Help.NONE or (self.help.ceiling is Help.ON_REQUEST and not asked):
            return False
        silent = self.help.silent(state.violated, asked=asked)
        advice = tip(state, self.session.read(""), self.coaching, silent=silent, asked=asked)
        if advice is None:
            return False
        self._out(self.session.tipped(advice.strategy, advice.key, advice.quote, _now()))
        if self.json:  # the event has the tip's key; what the trainee would read comes after it
            told = {"kind": "tip", "turn": self.session.state.turn, **asdict(advice)}
            print(json.dumps(told, ensure_ascii=False), flush=True)
        else:
            quote = f" “{advice.aside}”" if advice.aside else ""
            print(clean(f"[{self.names[advice.strategy]}]{quote} {advice.why} → {advice.wording}"), flush=True)
        return True

    async def _perform(self) -> None:
        async for step in perform(self.session, self.voice, ScriptedVoice(), _now):
            if step.problem:
                complain(step.problem)
            self._out(step.events)

    def _command(self, name: str, text: str) -> None:
        session, persona = self.session, self.session.state.persona
        match name:
            case "end":
                self._out(session.end(_now()))
            case "note":
                self._out(session.noted(f"{session.state.note}\n{text}".strip(), _now()))
            case "advice":
                self._out(session.support(Support.ADVICE, advice := session.advice(), _now()))
                self._show(f"[{persona.brief.supervisor}] {advice}")
            case "handover" if not text.strip():
                self._show(_("Tell the supervisor what they need to know: /handover TEXT"))
            case "handover":
                self._out(session.support(Support.HANDOVER, text, _now()))
                asyncio.run(self._perform())
            case "minute":
                self._out(session.pause(_now()) + session.resume(_now()))
            case "brief":
                self._show("\n".join(_brief(persona)))
            case "tip" if self.help.ceiling is Help.NONE:
                self._show(_("Tips are switched off in your settings."))
            case "tip":
                if not self._tip(asked=True):
                    self._show(_("The coach has no tip at this moment."))
            case _:
                self._show(_hints())

    def _out(self, events: list[AnyEvent]) -> None:
        """Keep the events, then show them."""
        self.keep(events)
        for event in events:
            if self.json:
                print(_json(event), flush=True)
            elif isinstance(event, Spoke):
                print(clean(f"{self.session.state.persona.name}: {event.text}"), flush=True)
            elif isinstance(event, Joined):
                print(clean(f"{self.session.state.persona.brief.supervisor}: {event.text}"), flush=True)

    def _show(self, text: str) -> None:
        """Say something to the trainee that is no event."""
        print(clean(text), flush=True, file=sys.stderr if self.json else sys.stdout)

    def _debrief(self) -> Ending:
        found = debrief(self.session.state, self.coaching, self.names)
        self.keep.summarise(found, self.session.state)
        if self.json:
            print(json.dumps({"kind": "debrief", **_plain(found)}, ensure_ascii=False), flush=True)
        else:
            print(clean("\n".join(report(found))), flush=True)
        return found.ending


class Keeper:
    """Keeps the events of one session in the store; a store that fails is named once, and the call goes on."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session_id = session.id
        self.kept = 0
        self.store = None
        from roleplay.store import Store, StoreError

        self._error = StoreError
        try:
            self.store = Store(settings.database, trainee=settings.trainee)
        except StoreError as error:
            complain(error)

    def __call__(self, events: list[AnyEvent]) -> None:
        """Append the events; returns when they are safe, or when it is known that they are not."""
        if not self.store or not events:
            return
        try:
            self.store.append(self.session_id, self.kept, events)
            self.kept += len(events)
        except self._error as error:
            complain(error)
            self.store = None

    def help(self, settings: Settings) -> Assistance:
        """The trainee's help, from their past calls and their choices."""
        from roleplay.progress import help_for

        return help_for(self.store, Help(settings.tips), fixed=for_this_run("tips", {}))

    def summarise(self, found: Debrief, state: State) -> None:
        """Keep the scores for the lobby, and what the call shows of each strategy."""
        if self.store:
            from roleplay.progress import count

            count(self.store, self.session_id, state)
            try:
                self.store.summarise(
                    self.session_id, found.conduct.value, found.outcome.value, found.documentation.value
                )
            except self._error as error:
                complain(error)


def _voice(settings: Settings) -> Voice:
    if not settings.uses_model:
        return ScriptedVoice()
    from roleplay.voices.model import ModelVoice

    return ModelVoice(settings)


def _now() -> datetime:
    return datetime.now(UTC)


def _json(event: AnyEvent) -> str:
    if isinstance(event, Started):
        data = event.model_dump(mode="json", exclude={"persona"})
        return json.dumps({**data, "persona": event.persona.id}, ensure_ascii=False)
    if isinstance(event, Acted):
        why = reasons(Step(event.turn, event.mood, event.reasons), load_coaching(language()))
        return json.dumps({**event.model_dump(mode="json"), "why": why}, ensure_ascii=False)
    return EVENT.dump_json(event).decode()


def _plain(found: Debrief) -> dict[str, object]:
    plain: dict[str, object] = json.loads(
        json.dumps(asdict(found), default=lambda model: model.model_dump(mode="json"))
    )
    return plain


def _hints() -> str:
    return _("Type your line, or /brief  /tip  /note TEXT  /advice  /handover TEXT  /minute  /end")


def _brief(persona: Persona) -> Iterator[str]:
    brief = persona.brief
    yield brief.role
    for title, lines in (
        (_("Records"), brief.records),
        (_("You may"), brief.may),
        (_("You may not"), brief.may_not),
        (_("Supervisor"), (brief.supervisor,)),
    ):
        yield f"{title}:"
        yield from (f"  - {line}" for line in lines)
