"""What the screens fetch from below, in one worker thread: settings, personas, past calls, voices.

Nothing here is imported before the first frame but the standard library; each method imports what it needs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from roleplay.i18n import _, language
from roleplay.tui.recorder import Recorder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from roleplay.coaching import Coaching
    from roleplay.debrief import Debrief
    from roleplay.judging import Judge
    from roleplay.library import Broken, Listing
    from roleplay.mastery import Assistance, Help
    from roleplay.persona import Persona
    from roleplay.session import Session, State
    from roleplay.settings import Settings
    from roleplay.store import Store, Summary
    from roleplay.strategies import Strategy
    from roleplay.voices import Voice

T = TypeVar("T")
Names = dict["Strategy", tuple[str, str]]
_RECENT = 8


@dataclass
class Morning:
    """What the lobby shows beside the personas, as soon as it is known. ``trouble`` is one calm sentence each."""

    filled: bool = False
    model: str = ""  # the model that speaks, empty for the scripted voice
    unfinished: Summary | None = None
    recent: list[Summary] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    names: Names = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)


class Desk:
    """The one door to what lies below the screens. All of it runs in a single thread, in the order of the calls."""

    def __init__(self, flags: Mapping[str, Any], now: Callable[[], datetime]) -> None:
        self._flags = dict(flags)
        self.now = now
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self._settings: Settings | None = None
        self._store: Store | None = None
        self._opened = False
        self._chosen = False  # whether the help for all strategies was chosen on the screen in this run

    async def do(self, job: Callable[..., T], *args: object) -> T:
        """Run a blocking job in the worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, job, *args)

    def settings(self) -> Settings:
        """The settings in force; the defaults when something in them is wrong (the lobby says what). Blocking."""
        if self._settings is None:
            self._settings, _trouble = self._load_settings()
        return self._settings

    def morning(self) -> Morning:
        """Everything that the lobby fills in after its first frame. Blocking; it raises nothing."""
        found = Morning(filled=True)
        self._settings, trouble = self._load_settings()
        found.trouble += trouble
        found.model = (self._settings.model or "") if self._settings.uses_model else ""
        found.listings, found.broken = self.listings()
        try:
            found.names = self.names(language())
        except ValueError as error:  # the playbook is broken: the lobby still works
            found.trouble.append(str(error))
        store, why = self._open_store()
        if why:
            found.trouble.append(why)
        self._look_back(store, found)
        return found

    def listings(self) -> tuple[list[Listing], list[Broken]]:
        """The shipped personas and the user's own. Blocking."""
        from roleplay.library import listings

        return listings(self._own())

    def persona(self, name: str) -> Persona:
        """The persona with this id or in this file; PersonaError. Blocking."""
        from roleplay.library import load

        return load(name, self._own())

    def new_session(self, persona: Persona, seed: int | None) -> Session:
        """A session that is about to begin; without a seed it gets one by chance. Blocking."""
        import random

        from roleplay.events import Caps
        from roleplay.session import Session

        chosen = random.getrandbits(31) if seed is None else seed
        session = Session.start(persona, seed=chosen, at=self.now(), abuse=Caps(self.settings().abuse))
        return _warmed(session)

    def old_session(self, session_id: str) -> Session:
        """The session as it was kept; StoreError. Blocking."""
        from roleplay.session import Session

        store, why = self._open_store()
        if store is None:
            from roleplay.store import StoreError

            raise StoreError(why)
        return _warmed(Session.of(session_id, store.load(session_id)))

    def recorder(self, session: Session, *, stored: int) -> Recorder:
        """Keeps what happens in this session, of which so many events are kept already."""
        return Recorder(self._open_store()[0], session.id, stored=stored, pool=self._pool)

    def voices(self) -> tuple[Voice, Voice]:
        """The voice that speaks, and the understudy that takes over when it fails. Blocking."""
        from roleplay.voices.scripted import ScriptedVoice

        understudy = ScriptedVoice()
        settings = self.settings()
        if not settings.uses_model:
            return understudy, understudy
        from roleplay.voices.model import ModelVoice

        return ModelVoice(settings), understudy

    def judge(self) -> Judge | None:
        """Who judges the trainee's lines beside the coach; None when no model does. Blocking."""
        settings = self.settings()
        if not settings.judges:
            return None
        from roleplay.llm.judge import ModelJudge

        return ModelJudge(settings)

    def names(self, lang: str) -> Names:
        """The long and the short name of each strategy. Blocking."""
        from roleplay.playbook import load_playbook

        playbook = load_playbook(lang)
        return {strategy: (entry.name, entry.short) for strategy, entry in playbook.strategies.items()}

    def help(self) -> Assistance:
        """The trainee's help, by past calls and by choice. Blocking; it raises nothing."""
        from roleplay.mastery import Help
        from roleplay.progress import help_for
        from roleplay.settings import for_this_run

        fixed = for_this_run("tips", self._flags) and not self._chosen
        return help_for(self._open_store()[0], Help(self.settings().tips), fixed=fixed)

    def choose(self, strategy: Strategy | None, chosen: Help | None) -> None:
        """Keep the help that the trainee wants with a strategy, or with all of them (None). Blocking; StoreError."""
        store, _why = self._open_store()
        self._chosen = self._chosen or strategy is None
        if store is not None:
            store.choose(strategy, chosen)

    def count(self, session_id: str, state: State) -> None:
        """Keep what a call shows of each strategy so far. Blocking; it raises nothing."""
        from roleplay.progress import count

        count(self._open_store()[0], session_id, state)

    def coaching(self) -> Coaching:
        """The coach's sentences in the language of the screen. Blocking."""
        from roleplay.coaching import load_coaching

        return load_coaching(language())

    def debrief(self, session: Session) -> Debrief:
        """The debrief of a session; its scores are kept for the lobby. Blocking."""
        from roleplay.debrief import debrief
        from roleplay.store import StoreError

        names = {strategy: long for strategy, (long, _short) in self.names(language()).items()}
        found = debrief(session.state, self.coaching(), names)
        store, _why = self._open_store()
        if store is not None and session.state.ended:
            try:
                store.summarise(session.id, found.conduct.value, found.outcome.value, found.documentation.value)
            except StoreError:
                return found  # the lobby will show no scores for it; the debrief itself is whole
        return found

    def close(self) -> None:
        """Finish what is being written, give up what waits behind it, and let go of the file."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._close()

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()

    def _own(self) -> Path:
        from roleplay.settings import config_dir

        return config_dir() / "personas"

    def _load_settings(self) -> tuple[Settings, list[str]]:
        from roleplay.settings import Settings, SettingsError, load_settings

        try:
            return load_settings(**self._flags), []
        except SettingsError as error:
            return Settings.model_construct(**_defaults(Settings)), [str(error)]

    def _open_store(self) -> tuple[Store | None, str]:
        from roleplay.store import Store, StoreError

        if self._store is None and not self._opened:
            settings = self.settings()
            try:
                self._store = Store(settings.database, trainee=settings.trainee)
            except StoreError as error:
                return None, str(error)
            self._opened = True
        return self._store, "" if self._store else _("Past calls cannot be opened.")

    def _look_back(self, store: Store | None, found: Morning) -> None:
        from roleplay.store import StoreError

        if store is None:
            return
        try:
            found.unfinished = store.unfinished()
            found.recent = store.recent(_RECENT, ended=True)
        except StoreError as error:
            found.trouble.append(str(error))


def _defaults(settings: type[Settings]) -> dict[str, Any]:
    return {name: info.get_default(call_default_factory=True) for name, info in settings.model_fields.items()}


def _warmed(session: Session) -> Session:
    """The session, its cues compiled and indexed, so that the first key in the draft does not wait for it."""
    session.read("Hello, could you tell me what happened?")
    return session
