"""One connection, one lock, a few tables."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, from_json, to_json
from sqlalchemy import Connection, create_engine, event, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import StaticPool

from roleplay.clean import mend
from roleplay.events import EVENT, AnyEvent, Ended, Ending, Spoke, Started
from roleplay.i18n import _
from roleplay.store import progress
from roleplay.store.errors import NoSession, OtherWriter, Unreadable, told
from roleplay.store.schema import upgrade, version
from roleplay.store.tables import EVENTS, SESSIONS, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from roleplay.mastery import Help
    from roleplay.strategies import Strategy
    from roleplay.tally import Tally


_TRIED = 5
"""Unfinished sessions that are looked at, at the most, to find one that can be loaded."""


@dataclass(frozen=True)
class Summary:
    """One session in a line of the lobby.

    ``ended_at`` and ``ending`` are None while the call is unfinished, ``voice`` until the customer has spoken (then
    ``model`` as soon as one line came from a model), and the three scores until ``Store.summarise`` was told them.
    """

    id: str
    trainee: str
    persona_id: str
    persona_name: str
    language: str
    started_at: datetime
    ended_at: datetime | None
    ending: Ending | None
    seed: int
    voice: str | None
    conduct: float | None
    outcome: float | None
    documentation: float | None


class Store:
    """The sessions of one database file. Blocking, and safe from several threads; a screen calls it from a thread.

    ``trainee`` is written beside each new session; ``wait`` is how many seconds a write waits for another program.
    All methods, the constructor too, raise StoreError.
    """

    def __init__(self, path: Path, *, trainee: str = "", wait: float = 5.0) -> None:
        """Open the file, make it when there is none, and bring an older one up to date."""
        self.path = path
        self._trainee = mend(trainee)
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise told(error, path) from error
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: _connect(path, wait),
            poolclass=StaticPool,  # exactly one connection: exactly one writer
        )
        event.listen(self._engine, "begin", _begin)
        try:
            self._bring_up_to_date()
        except BaseException:
            self._engine.dispose()
            raise

    def append(self, session_id: str, first_seq: int, events: Sequence[AnyEvent]) -> None:
        """Add events to a session, the first of them at ``first_seq`` (a new session begins at 0 with Started).

        They are on the disk when it returns, all of them or, with an error, none. Raises OtherWriter when the session
        does not end right before ``first_seq``.
        """
        if not events:
            return
        rows = [
            {"session_id": session_id, "seq": seq, "at": each.at, "kind": each.kind, "json": _json(each)}
            for seq, each in enumerate(events, first_seq)
        ]
        with self._write() as connection:
            known = select(func.count()).where(EVENTS.c.session_id == session_id)
            if connection.execute(known).scalar_one() != first_seq:
                raise _other_writer(session_id)
            for each in events:
                self._summarise(connection, session_id, each)
            try:
                connection.execute(insert(EVENTS), rows)
            except IntegrityError as error:
                raise _no_session(session_id) from error

    def load(self, session_id: str) -> list[AnyEvent]:
        """All events of a session in order. Raises NoSession, or Unreadable for one that another version wrote."""
        query = select(EVENTS.c.json).where(EVENTS.c.session_id == session_id).order_by(EVENTS.c.seq)
        with self._read() as connection:
            rows = connection.execute(query).scalars().all()
        if not rows:
            raise _no_session(session_id)
        try:
            events = [EVENT.validate_json(row) for row in rows]
        except ValidationError as error:
            raise _unreadable(session_id) from error
        if [each.kind == "started" for each in events].count(True) != 1 or events[0].kind != "started":
            raise _unreadable(session_id)
        return events

    def unfinished(self, trainee: str | None = None) -> Summary | None:
        """The latest session whose call has not ended and can be loaded; of this trainee only when one is named."""
        for found in self._summaries(SESSIONS.c.ended_at.is_(None), *_of(trainee), limit=_TRIED):
            try:
                self.load(found.id)
            except Unreadable:
                continue
            return found
        return None

    def recent(self, limit: int, trainee: str | None = None, *, ended: bool = False) -> list[Summary]:
        """The latest sessions, the newest first; of this trainee only, or only those that have ended, when asked."""
        done = (SESSIONS.c.ended_at.is_not(None),) if ended else ()
        return self._summaries(*done, *_of(trainee), limit=limit)

    def find(self, prefix: str) -> Summary:
        """The one session whose id begins so. Raises NoSession when there is none or more than one."""
        found = self._summaries(SESSIONS.c.id.startswith(mend(prefix), autoescape=True), limit=2)
        if len(found) > 1:
            raise NoSession(
                _("More than one session begins with {prefix}: write more of its id.").format(prefix=prefix)
            )
        if not found:
            raise _no_session(prefix)
        return found[0]

    def summarise(
        self, session_id: str, conduct: float | None, outcome: float | None, documentation: float | None
    ) -> None:
        """Keep the three scores of the debrief for the lobby; None when there was nothing to score."""
        scores = {"conduct": conduct, "outcome": outcome, "documentation": documentation}
        with self._write() as connection:
            if not connection.execute(update(SESSIONS).where(SESSIONS.c.id == session_id).values(scores)).rowcount:
                raise _no_session(session_id)

    def keep_tally(self, session_id: str, found: Mapping[Strategy, Tally]) -> None:
        """Keep what a call shows of each strategy, in the place of what was kept before."""
        with self._write() as connection:
            try:
                progress.write_tally(connection, session_id, found)
            except IntegrityError as error:
                raise _no_session(session_id) from error

    def tallies(self, limit: int) -> list[dict[Strategy, Tally]]:
        """What the trainee's latest calls show of each strategy, the oldest first."""
        with self._read() as connection:
            return progress.read_tallies(connection, self._trainee, limit)

    def untallied(self, limit: int) -> list[str]:
        """Ids of those among the trainee's latest ended calls of which no tally was kept."""
        with self._read() as connection:
            return progress.untallied(connection, self._trainee, limit)

    def choose(self, strategy: Strategy | None, chosen: Help | None) -> None:
        """Keep the help that the trainee wants with a strategy, or with all (None); None for ``chosen`` forgets it."""
        with self._write() as connection:
            progress.write_choice(connection, self._trainee, strategy, chosen)

    def choices(self) -> tuple[Help | None, dict[Strategy, Help]]:
        """The help that the trainee has chosen: for all strategies, and for single ones."""
        with self._read() as connection:
            return progress.read_choices(connection, self._trainee)

    def close(self) -> None:
        """Let go of the file. Closing twice is allowed."""
        with self._lock:
            self._engine.dispose()

    def _summarise(self, connection: Connection, session_id: str, each: AnyEvent) -> None:
        row = update(SESSIONS).where(SESSIONS.c.id == session_id)
        match each:
            case Started(persona=persona):
                values = {
                    "id": session_id,
                    "trainee": self._trainee,
                    "persona_id": mend(persona.id),
                    "persona_name": mend(persona.name),
                    "language": persona.language,
                    "started_at": each.at,
                    "seed": each.seed,
                }
                connection.execute(insert(SESSIONS).values(values))
            case Ended():
                connection.execute(row.values(ended_at=each.at, ending=each.ending.value))
            case Spoke(voice="model"):
                connection.execute(row.values(voice="model"))
            case Spoke():
                connection.execute(row.where(SESSIONS.c.voice.is_(None)).values(voice=each.voice))

    def _summaries(self, *where: Any, limit: int) -> list[Summary]:
        newest = (SESSIONS.c.started_at.desc(), SESSIONS.c.id.desc())
        query = select(*(SESSIONS.c[field.name] for field in fields(Summary))).where(*where).order_by(*newest)
        with self._read() as connection:
            rows = connection.execute(query.limit(limit)).mappings().all()
        known = {"", *Ending}  # a session whose ending only another version knows is left out, and hides no other
        ours = [row for row in rows if (row["ending"] or "") in known]
        return [Summary(**{**row, "ending": Ending(row["ending"]) if row["ending"] else None}) for row in ours]

    def _bring_up_to_date(self) -> None:
        with self._read() as connection:
            if version(connection, self.path) == VERSIONS[-1]:
                return
        with self._write() as connection:
            if version(connection, self.path) != VERSIONS[-1]:  # another process may have been quicker
                upgrade(connection)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._transaction("IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._transaction("DEFERRED") as connection:
            yield connection

    @contextmanager
    def _transaction(self, how: str) -> Iterator[Connection]:
        try:
            with self._lock, self._engine.connect().execution_options(begin=how) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise told(error.orig if isinstance(error.orig, sqlite3.Error) else None, self.path) from error
        except sqlite3.Error as error:
            raise told(error, self.path) from error


def _connect(path: Path, wait: float) -> sqlite3.Connection:
    # isolation_level None: transactions are ours alone, so that a step of the schema is one too.
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=1", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options()['begin']}")


def _json(each: AnyEvent) -> str:
    try:
        text = EVENT.dump_json(each).decode()
    except PydanticSerializationError:  # half a surrogate pair somewhere
        return to_json(_mended(EVENT.dump_python(each))).decode()
    return to_json(_mended(from_json(text))).decode() if "\\u0000" in text else text


def _mended(value: Any) -> Any:
    match value:
        case str():
            return mend(value)
        case dict():
            return {_mended(key): _mended(item) for key, item in value.items()}
        case list() | tuple():
            return [_mended(item) for item in value]
    return value


def _of(trainee: str | None) -> tuple[Any, ...]:
    return () if trainee is None else (SESSIONS.c.trainee == mend(trainee),)


def _unreadable(session_id: str) -> Unreadable:
    text = _("Call {id} was recorded by another version of roleplay and cannot be opened; all others can.")
    return Unreadable(text.format(id=session_id[:8]))


def _other_writer(session_id: str) -> OtherWriter:
    text = _("Session {id} is open in another window: close one of the two, then resume it.")
    return OtherWriter(text.format(id=session_id))


def _no_session(session_id: str) -> NoSession:
    text = _("There is no session {id}: “roleplay sessions list” shows them all.")
    return NoSession(text.format(id=session_id))
