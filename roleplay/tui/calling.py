"""A call as the screens share it: the session, its recorder, the voices, the judge, and the coach's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from roleplay.coaching import Coaching
    from roleplay.events import AnyEvent
    from roleplay.judging import Judge
    from roleplay.mastery import Assistance, Help
    from roleplay.persona import Persona
    from roleplay.session import Session, State
    from roleplay.settings import Settings
    from roleplay.strategies import Strategy
    from roleplay.tui.app import RoleplayApp
    from roleplay.tui.recorder import Recorder
    from roleplay.voices import Voice


_COUNTED = frozenset({"said", "judged", "ended"})
"""Kinds of events after which the call is counted anew, strategy by strategy."""


@dataclass
class Call:
    """One call in progress, or over. The screens of a call are given this and nothing else."""

    app: RoleplayApp
    session: Session
    recorder: Recorder
    voice: Voice
    understudy: Voice
    judge: Judge | None
    coaching: Coaching
    names: Mapping[Strategy, tuple[str, str]]
    settings: Settings
    help: Assistance
    lasting: Callable[[str], None] | None = None  # tells what must not go unseen, where it stays in sight
    _told: set[str] = field(default_factory=set)

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self.session.state

    def now(self) -> datetime:
        """The present time, UTC."""
        return self.app.now()

    async def keep(self, events: Sequence[AnyEvent]) -> None:
        """Keep the events; the same trouble is told once, and the call goes on."""
        self._tell(await self.recorder.record(events))
        if any(event.kind in _COUNTED for event in events):
            await self.app.desk.do(self.app.desk.count, self.session.id, self.state)

    def choose(self, strategy: Strategy | None, chosen: Help | None) -> None:
        """Take the help that the trainee wants with a strategy, or with all of them (None), from now on."""
        if strategy is not None:
            self.help = self.help.choose(strategy, chosen)
        elif chosen:
            self.help = self.help.under(chosen)
        self.app.keep_choice(strategy, chosen)

    def keep_now(self, events: Sequence[AnyEvent]) -> str:
        """Keep the events on the way out. Returns an empty text, or one sentence on why they could not be kept."""
        return self.recorder.record_now(events)

    def _tell(self, trouble: str) -> None:
        if trouble and trouble not in self._told:
            self._told.add(trouble)
            self.app.notify(trouble, markup=False, timeout=12)
            if self.recorder.elsewhere and self.lasting:
                self.lasting(trouble)


async def begin(app: RoleplayApp, persona: Persona) -> Call:
    """A new call with this persona."""
    session = await app.desk.do(app.desk.new_session, persona, app.seed)
    call = await _call(app, session, stored=0)
    await call.keep(session.events)
    return call


async def pick_up(app: RoleplayApp, session_id: str) -> Call:
    """An unfinished call, as it was left; StoreError when it cannot be read."""
    session = await app.desk.do(app.desk.old_session, session_id)
    call = await _call(app, session, stored=len(session.events))
    await call.keep(session.resume(app.now()))
    return call


async def look_back(app: RoleplayApp, session_id: str) -> Call:
    """A finished call, for its debrief and its note; StoreError when it cannot be read."""
    session = await app.desk.do(app.desk.old_session, session_id)
    return await _call(app, session, stored=len(session.events))


async def _call(app: RoleplayApp, session: Session, *, stored: int) -> Call:
    from roleplay.i18n import language

    desk = app.desk
    voice, understudy = await desk.do(desk.voices)
    return Call(
        app=app,
        session=session,
        recorder=await desk.do(lambda: desk.recorder(session, stored=stored)),
        voice=voice,
        understudy=understudy,
        judge=await desk.do(desk.judge),
        coaching=await desk.do(desk.coaching),
        names=await desk.do(desk.names, language()),
        settings=await desk.do(desk.settings),
        help=await desk.do(desk.help),
    )
