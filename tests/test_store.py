import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from people import persona
from sqlalchemy import event
from sqlalchemy.engine import Engine

from roleplay.events import Acted, AnyEvent, Direction, Drafted, Ended, Ending, Heard, Noted, Said, Spoke, Started
from roleplay.mood import Mood, Reason
from roleplay.persona import Act
from roleplay.reading.findings import Finding, Reading
from roleplay.store import (
    BrokenDatabase,
    DiskFull,
    Locked,
    NewerDatabase,
    NoSession,
    OtherWriter,
    Store,
    StoreError,
    Unreadable,
    Unwritable,
)
from roleplay.store.schema import MIGRATIONS
from roleplay.store.tables import VERSIONS
from roleplay.strategies import Strategy, Verdict

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "roleplay.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(path, trainee="Ada")
    yield store
    store.close()


def started(at: datetime = NOON) -> Started:
    return Started(at=at, persona=persona(), seed=7, version="0.1")


def a_call() -> list[AnyEvent]:
    text = "I am so sorry, Ms Whitlock – let me look."
    findings = {strategy: Finding() for strategy in Strategy}
    findings[Strategy.APOLOGIZE] = Finding(verdict=Verdict.SHOWN, quote="I am so sorry", end=13)
    return [
        started(),
        Acted(
            at=NOON,
            turn=0,
            mood=Mood(anger=7.1, satisfaction=2, patience=10),
            reasons=(Reason(code="opening", anger=0.1 + 0.2),),
            direction=Direction(act=Act.OPEN, heat="hot", facts=("date",)),
        ),
        Heard(at=NOON, turn=0, text="I have been "),
        Spoke(at=NOON, turn=0, text="I have been billed twice!", voice="scripted"),
        Drafted(at=NOON, text="I am"),
        Said(at=NOON, turn=1, text=text, reading=Reading(text=text, findings=findings)),
        Noted(at=NOON, text="Caffè, 14:05 – perché\n\t“sì” 👩🏽‍⚕️"),
        Ended(at=NOON + timedelta(minutes=4), turn=1, ending=Ending.HUNG_UP),
    ]


def test_a_call_comes_back_as_it_was(store: Store, path: Path) -> None:
    call = a_call()
    store.append("s1", 0, call[:3])
    store.append("s1", 3, call[3:])
    store.close()
    assert Store(path).load("s1") == call


def test_the_lobby_sees_who_talked_with_whom_and_how_it_ended(store: Store) -> None:
    store.append("s1", 0, a_call())
    store.summarise("s1", conduct=61.5, outcome=0, documentation=None)
    (summary,) = store.recent(5)
    assert (summary.id, summary.trainee, summary.persona_id, summary.persona_name) == (
        "s1",
        "Ada",
        "dana",
        "Dana Whitlock",
    )
    assert (summary.language, summary.seed, summary.voice, summary.ending) == ("en", 7, "scripted", Ending.HUNG_UP)
    assert summary.started_at == NOON
    assert summary.ended_at == NOON + timedelta(minutes=4)
    assert (summary.conduct, summary.outcome, summary.documentation) == (61.5, 0, None)


def test_one_line_from_a_model_makes_it_a_call_with_a_model(store: Store) -> None:
    store.append("s1", 0, [started(), Spoke(at=NOON, turn=0, text="a", voice="scripted")])
    store.append("s1", 2, [Spoke(at=NOON, turn=1, text="b", voice="model")])
    store.append("s1", 3, [Spoke(at=NOON, turn=2, text="c", voice="scripted")])
    assert store.find("s1").voice == "model"


def test_the_latest_unfinished_call_is_offered_again(store: Store) -> None:
    assert store.unfinished() is None
    for hour, id in enumerate(("first", "second", "third")):
        store.append(id, 0, [started(NOON + timedelta(hours=hour))])
    store.append("third", 1, [Ended(at=NOON, turn=0, ending=Ending.HUNG_UP)])
    offered = store.unfinished()
    assert offered is not None
    assert offered.id == "second"
    assert [summary.id for summary in store.recent(2)] == ["third", "second"]


def test_sessions_are_found_by_the_beginning_of_their_id(store: Store) -> None:
    for id in ("abc1", "abd2", "a_x3"):
        store.append(id, 0, [started()])
    assert store.find("abd").id == "abd2"
    assert store.find("a_").id == "a_x3"
    with pytest.raises(NoSession, match="More than one"):
        store.find("ab")
    with pytest.raises(NoSession, match="sessions list"):
        store.find("z%")


def test_what_does_not_exist_is_said_plainly(store: Store) -> None:
    for ask in (
        lambda: store.load("nobody"),
        lambda: store.summarise("nobody", 1, 1, 1),
        lambda: store.append("nobody", 0, [Drafted(at=NOON, text="x")]),
    ):
        with pytest.raises(NoSession):
            ask()
    assert store.recent(9) == []


def test_a_second_writer_to_the_same_call_is_stopped_and_nothing_is_lost(store: Store, path: Path) -> None:
    store.append("s1", 0, [started(), Drafted(at=NOON, text="mine")])
    other = Store(path)
    for seq in (0, 1, 3):
        with pytest.raises(OtherWriter, match="another window"):
            other.append("s1", seq, [Drafted(at=NOON, text="theirs"), Drafted(at=NOON, text="theirs too")])
    other.close()
    store.append("s1", 2, [Drafted(at=NOON, text="mine still")])
    assert [each.text for each in store.load("s1") if isinstance(each, Drafted)] == ["mine", "mine still"]


def test_several_threads_write_their_calls_at_the_same_time(store: Store) -> None:
    def call(id: str) -> None:
        store.append(id, 0, [started()])
        for seq in range(1, 15):
            store.append(id, seq, [Drafted(at=NOON, text=f"{id} {seq}")])

    threads = [threading.Thread(target=call, args=(f"s{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n in range(4):
        assert [each.text for each in store.load(f"s{n}")[1:] if isinstance(each, Drafted)] == [
            f"s{n} {seq}" for seq in range(1, 15)
        ]


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40))
def test_every_text_comes_back_exactly(text: str) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "one.db")
        store.append("s1", 0, [started(), Noted(at=NOON, text=text)])
        assert store.load("s1")[1:] == [Noted(at=NOON, text=text)]
        store.close()


def test_broken_characters_are_mended_not_fatal(store: Store) -> None:
    finding = Finding(verdict=Verdict.SHOWN, quote="\ud83d", end=1)
    said = Said(at=NOON, turn=1, text="\ud83d", reading=Reading(text="\ud83d", findings={Strategy.CALM: finding}))
    store.append("s1", 0, [started(), Noted(at=NOON, text="joined \ud83d\ude00, lone \ud83d, nul \x00."), said])
    (_, noted, kept) = store.load("s1")
    assert noted == Noted(at=NOON, text="joined \U0001f600, lone \ufffd, nul .")
    assert isinstance(kept, Said)
    assert kept.reading.quote(Strategy.CALM) == "\ufffd"


def test_a_database_of_a_newer_version_is_left_alone(store: Store, path: Path) -> None:
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="update roleplay"):
        Store(path)


def test_the_program_and_its_steps_agree_on_the_newest_schema(store: Store) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    steps = ScriptDirectory.from_config(config)
    assert tuple(step.revision for step in steps.walk_revisions())[::-1] == VERSIONS


def test_opening_an_up_to_date_database_does_not_load_alembic(store: Store, path: Path) -> None:
    store.close()
    code = "import sys; from pathlib import Path; from roleplay.store import Store; Store(Path(sys.argv[1])); "
    code += "print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    "content", [b"not a database at all, " * 50, b"\0" * 4096, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_file_that_is_no_database_is_said_plainly(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(BrokenDatabase, match="move it away"):
        Store(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE recipes (id)")
    with pytest.raises(BrokenDatabase):
        Store(path)


def test_damaged_events_are_said_plainly(store: Store, path: Path) -> None:
    store.append("s1", 0, [started(), Drafted(at=NOON, text="x")])
    with sqlite3.connect(path) as raw:
        raw.execute('UPDATE events SET json = \'{"kind": "unheard of"}\' WHERE seq = 1')
    with pytest.raises(Unreadable):
        store.load("s1")


def test_a_call_that_another_version_recorded_hides_no_other_call(store: Store, path: Path) -> None:
    for hour, id in enumerate(("readable", "other")):
        store.append(id, 0, [started(NOON + timedelta(hours=hour))])
    store.append("ending", 0, [started(NOON + timedelta(hours=2)), Ended(at=NOON, turn=0, ending=Ending.HUNG_UP)])
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE events SET json = json_remove(json, '$.persona.name') WHERE session_id = 'other'")
        raw.execute("UPDATE sessions SET ending = 'unheard of' WHERE id = 'ending'")
    with pytest.raises(Unreadable, match="another version"):
        store.load("other")
    offered = store.unfinished()
    assert offered is not None
    assert offered.id == "readable"
    assert [summary.id for summary in store.recent(5)] == ["other", "readable"]
    assert len(store.load("readable")) == 1


def test_each_trainee_can_ask_for_their_own_calls(store: Store, path: Path) -> None:
    store.append("ada", 0, [started()])
    bob = Store(path, trainee="Bob")
    bob.append("bob", 0, [started(NOON + timedelta(hours=1)), Ended(at=NOON, turn=0, ending=Ending.HUNG_UP)])
    bob.close()
    assert [summary.id for summary in store.recent(5)] == ["bob", "ada"]
    assert [summary.id for summary in store.recent(5, "Ada")] == ["ada"]
    assert [summary.id for summary in store.recent(5, ended=True)] == ["bob"]
    assert store.unfinished("Bob") is None


@pytest.mark.parametrize("under", ["file/roleplay.db", "folder.db"])
def test_a_place_that_cannot_be_written_is_said_plainly(tmp_path: Path, under: str) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(Unwritable, match="ROLEPLAY_DATA_DIR"):
        Store(tmp_path / under)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said_plainly(store: Store, path: Path) -> None:
    store.close()
    path.parent.chmod(0o500)
    path.chmod(0o400)
    try:
        with pytest.raises(Unwritable, match="ROLEPLAY_DATA_DIR"):
            Store(path)
    finally:
        path.parent.chmod(0o700)


def test_a_full_disk_is_said_plainly_and_the_call_can_go_on_when_there_is_room(path: Path) -> None:
    pages = {"most": 40}

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages['most']}")

    event.listen(Engine, "connect", limit)
    try:
        store = Store(path)
        store.append("s1", 0, [started()])
        with pytest.raises(DiskFull, match="make room"):
            store.append("s1", 1, [Noted(at=NOON, text="long " * 60_000)])
        store.append("s1", 1, [Noted(at=NOON, text="short")])
        assert store.load("s1")[1:] == [Noted(at=NOON, text="short")]
        store.close()
    finally:
        event.remove(Engine, "connect", limit)


def test_a_database_held_by_another_program_is_said_plainly(store: Store, path: Path) -> None:
    store.append("s1", 0, [started()])
    hasty = Store(path, wait=0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked, match="close it"):
        hasty.append("s1", 1, [Drafted(at=NOON, text="x")])
    assert len(hasty.load("s1")) == 1
    holder.execute("ROLLBACK")
    holder.close()
    hasty.append("s1", 1, [Drafted(at=NOON, text="x")])
    hasty.close()
    assert len(store.load("s1")) == 2


def test_all_errors_are_one_family() -> None:
    family = (BrokenDatabase, DiskFull, Locked, NewerDatabase, NoSession, OtherWriter, Unreadable, Unwritable)
    assert all(issubclass(error, StoreError) for error in family)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from people import persona
from roleplay.events import Heard, Started
from roleplay.store import Store
now = datetime.now(UTC)
store = Store(Path(sys.argv[1]))
store.append("s1", 0, [Started(at=now, persona=persona(), seed=1, version="0")])
for seq in range(1, 100_000, 2):
    store.append("s1", seq, [Heard(at=now, turn=0, text=f"{n}") for n in (seq, seq + 1)])
    print(seq + 1, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("lines", [1, 40, 173])
def test_after_a_kill_every_acknowledged_event_is_there_and_the_call_goes_on(path: Path, lines: int) -> None:
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True, env=env) as child:
        assert child.stdout is not None
        for _ in range(lines):
            child.stdout.readline()
        child.kill()
        rest = child.stdout.read().splitlines()
    acknowledged = int(rest[-1]) if rest and rest[-1].isdigit() else 2 * lines
    store = Store(path)
    kept = store.load("s1")
    assert len(kept) > acknowledged
    assert len(kept) % 2 == 1
    assert [each.text for each in kept[1:] if isinstance(each, Heard)] == [str(n) for n in range(1, len(kept))]
    unfinished = store.unfinished()
    assert unfinished is not None
    assert unfinished.id == "s1"
    store.append("s1", len(kept), [Ended(at=NOON, turn=0, ending=Ending.HUNG_UP)])
    assert store.unfinished() is None
    store.close()
