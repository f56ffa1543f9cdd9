"""What the store keeps of a trainee's progress: the tally of each call, and the help that was chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from roleplay.mastery import Help
from roleplay.store.tables import CHOICES, SESSIONS, TALLIES
from roleplay.strategies import Strategy
from roleplay.tally import Tally

ALL = ""  # the place of the choice that holds for all strategies


def write_tally(connection: Connection, session_id: str, found: Mapping[Strategy, Tally]) -> None:
    """Keep the tally of a call in the place of an earlier one."""
    connection.execute(delete(TALLIES).where(TALLIES.c.session_id == session_id))
    rows = [
        {
            "session_id": session_id,
            "strategy": strategy.value,
            "chances": each.chances,
            "unaided": each.unaided,
            "aided": each.aided,
            "violated": each.violated,
        }
        for strategy, each in found.items()
    ]
    connection.execute(insert(TALLIES), rows)


def read_tallies(connection: Connection, trainee: str, limit: int) -> list[dict[Strategy, Tally]]:
    """The tallies of a trainee's latest calls, the oldest first."""
    known = select(TALLIES.c.session_id).where(TALLIES.c.session_id == SESSIONS.c.id).exists()
    latest = (
        select(SESSIONS.c.id, SESSIONS.c.started_at)
        .where(SESSIONS.c.trainee == trainee, known)
        .order_by(SESSIONS.c.started_at.desc(), SESSIONS.c.id.desc())
        .limit(limit)
        .subquery()
    )
    query = (
        select(TALLIES, latest.c.started_at)
        .join(latest, TALLIES.c.session_id == latest.c.id)
        .order_by(latest.c.started_at, latest.c.id)
    )
    calls: dict[str, dict[Strategy, Tally]] = defaultdict(dict)
    for row in connection.execute(query).mappings():
        if row["strategy"] in set(Strategy):
            found = Tally(row["chances"], row["unaided"], row["aided"], row["violated"])
            calls[row["session_id"]][Strategy(row["strategy"])] = found
    return list(calls.values())


def untallied(connection: Connection, trainee: str, limit: int) -> list[str]:
    """Ids of those of a trainee's latest ended calls that have no tally: an earlier version recorded them."""
    query = (
        select(SESSIONS.c.id, TALLIES.c.session_id)
        .join(TALLIES, TALLIES.c.session_id == SESSIONS.c.id, isouter=True)
        .where(SESSIONS.c.trainee == trainee, SESSIONS.c.ended_at.is_not(None))
        .group_by(SESSIONS.c.id)
        .order_by(SESSIONS.c.started_at.desc(), SESSIONS.c.id.desc())
        .limit(limit)
    )
    return [row[0] for row in connection.execute(query) if row[1] is None]


def write_choice(connection: Connection, trainee: str, strategy: Strategy | None, chosen: Help | None) -> None:
    """Keep the help chosen for a strategy, or for all (None); without a choice, forget the earlier one."""
    place = strategy.value if strategy else ALL
    connection.execute(delete(CHOICES).where(CHOICES.c.trainee == trainee, CHOICES.c.strategy == place))
    if chosen:
        connection.execute(insert(CHOICES).values(trainee=trainee, strategy=place, help=chosen.value))


def read_choices(connection: Connection, trainee: str) -> tuple[Help | None, dict[Strategy, Help]]:
    """The help that a trainee has chosen: for all strategies, and for single ones."""
    query = select(CHOICES.c.strategy, CHOICES.c.help).where(CHOICES.c.trainee == trainee)
    found = {row[0]: Help(row[1]) for row in connection.execute(query) if row[1] in set(Help)}
    return found.get(ALL), {strategy: found[strategy] for strategy in Strategy if strategy in found}
