"""A trainee's help from what is kept: fast, per trainee, and for calls that an earlier version recorded."""

import sqlite3
from pathlib import Path

import pytest
from playing import play, script

from roleplay.library import load
from roleplay.mastery import Help
from roleplay.progress import count, help_for
from roleplay.session import Session
from roleplay.store import Store
from roleplay.strategies import Strategy
from roleplay.tally import tally

DIANE = load("double-billed")


def kept(path: Path, session: Session, trainee: str = "Ada") -> None:
    store = Store(path, trainee=trainee)
    store.append(session.id, 0, session.events)
    store.close()


def called(kind: str = "good", seed: int = 1) -> Session:
    session = play(DIANE, script(kind, DIANE, 6), seed)
    session.end(session.state.last_at or session.state.started_at)
    return session


def test_past_calls_make_help_fade(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    store = Store(path, trainee="Ada")
    before = help_for(store, Help.LIVE)
    assert {standing.help for standing in before.standings.values()} == {Help.LIVE}
    for seed in range(6):
        session = called(seed=seed)
        store.append(session.id, 0, session.events)
        count(store, session.id, session.state)
    after = help_for(store, Help.LIVE)
    store.close()
    assert after.standings[Strategy.EMPATHY].mastery > before.standings[Strategy.EMPATHY].mastery
    assert Help.NONE in {standing.help for standing in after.standings.values()}


def test_calls_of_an_earlier_version_are_counted_once_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    session = called()
    kept(path, session)
    raw = sqlite3.connect(path)
    raw.execute("DROP TABLE tallies")
    raw.execute("DROP TABLE choices")
    raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.commit()
    raw.close()
    store = Store(path, trainee="Ada")
    assert store.untallied(12) == [session.id]
    found = help_for(store, Help.LIVE)
    assert store.untallied(12) == []
    assert store.tallies(12) == [tally(session.state)]
    store.close()
    assert any(standing.calls for standing in found.standings.values())


def test_a_call_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    good, broken = called(), called(seed=2)
    kept(path, good)
    kept(path, broken)
    raw = sqlite3.connect(path)
    raw.execute("UPDATE events SET json = '{}' WHERE session_id = ?", (broken.id,))
    raw.commit()
    raw.close()
    store = Store(path, trainee="Ada")
    help_for(store, Help.LIVE)
    assert len(store.tallies(12)) == 1
    store.close()


def test_each_trainee_has_help_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    kept(path, called())
    ada, bob = Store(path, trainee="Ada"), Store(path, trainee="Bob")
    ada.choose(Strategy.CALM, Help.NONE)
    ada.choose(None, Help.ON_REQUEST)
    assert help_for(ada, Help.LIVE).ceiling is Help.ON_REQUEST
    assert help_for(ada, Help.LIVE).standings[Strategy.CALM].chosen is Help.NONE
    theirs = help_for(bob, Help.LIVE)
    assert theirs.ceiling is Help.LIVE
    assert theirs.standings[Strategy.CALM].chosen is None
    assert all(standing.calls == 0 for standing in theirs.standings.values())
    ada.close()
    bob.close()


def test_a_choice_lasts_until_it_is_taken_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "calls.db", trainee="Ada")
    store.choose(Strategy.CALM, Help.ON_REQUEST)
    store.choose(Strategy.CALM, Help.NONE)
    assert store.choices() == (None, {Strategy.CALM: Help.NONE})
    store.choose(Strategy.CALM, None)
    assert store.choices() == (None, {})
    store.close()


@pytest.mark.parametrize("fixed", [True, False])
def test_a_flag_for_this_run_goes_before_what_was_chosen_on_the_screen(tmp_path: Path, fixed: bool) -> None:
    store = Store(tmp_path / "calls.db", trainee="Ada")
    store.choose(None, Help.ON_REQUEST)
    assert help_for(store, Help.NONE, fixed=fixed).ceiling is (Help.NONE if fixed else Help.ON_REQUEST)
    store.close()


def test_without_a_database_all_help_is_there() -> None:
    assert help_for(None, Help.LIVE).silent() == frozenset()


def test_a_call_is_counted_anew_and_not_twice(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    session = called()
    kept(path, session)
    store = Store(path, trainee="Ada")
    count(store, session.id, session.state)
    count(store, session.id, session.state)
    assert store.tallies(12) == [tally(session.state)]
    store.close()
