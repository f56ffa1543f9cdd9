"""The commands, run as a person or a script runs them: as processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from model_server import ModelServer, Plan
from playing import agents

from roleplay.mastery import Help
from roleplay.store import Store
from roleplay.strategies import Strategy

KEY = "sk-secret-abcdef"
GOOD = "\n".join(agents("double-billed")["good"]) + "\n"


def roleplay(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the test's own data folder and without anybody's key."""
    plain = {"PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8", **environment}
    return subprocess.run(
        [sys.executable, "-m", "roleplay", *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **plain},
        timeout=60,
        check=False,
    )


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from roleplay.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('textual', 'httpx', 'pydantic', 'sqlalchemy', 'ruamel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        ("dance",),
        ("talk",),
        ("talk", "nobody"),
        ("talk", "double-billed", "--seed", "x"),
        ("talk", "double-billed", "--lang", "fr"),
        ("talk", "double-billed", "--voice", "choir"),
        ("read", "no-such-file"),
        ("talk", "double-billed", "--seed", "-1"),
        ("talk", "double-billed", "--seed", "99999999999"),
        ("personas", "dance"),
        ("personas", "try", "double-billed", "--seeds", "0"),
        ("personas", "check", "nobody"),
        ("personas", "check", "/" + "a" * 5000),
        ("personas", "check", "no-such-file.yaml"),
        ("sessions", "show"),
        ("sessions", "show", "ffff"),
    ],
)
def test_an_unknown_command_or_a_bad_value_gets_one_clear_line_and_status_2(arguments: tuple[str, ...]):
    done = roleplay(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("roleplay")


def test_the_same_lines_and_seed_give_the_same_transcript_twice():
    first, second = (roleplay("talk", "double-billed", "--plain", "--seed", "1", given=GOOD) for _ in range(2))
    assert first.stdout == second.stdout
    assert first.returncode == 0, first.stdout + first.stderr
    assert first.stdout.startswith("Diane Kowalski: ")
    assert "[Demonstrate empathy]" in first.stdout
    assert "Conduct: " in first.stdout


def test_a_call_that_ends_badly_has_status_1():
    rude = "\n".join(agents("common")["rude"]["en"] * 3) + "\n"
    done = roleplay("talk", "double-billed", "--plain", "--seed", "1", given=rude)
    assert done.returncode == 1
    assert "hung up" in done.stdout


def test_json_writes_one_event_a_line():
    done = roleplay("talk", "double-billed", "--json", "--seed", "1", given=GOOD)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = [event["kind"] for event in events]
    assert kinds[:3] == ["started", "acted", "spoke"]
    assert "said" in kinds
    assert kinds[-1] == "debrief"
    moved = next(event for event in events if event["kind"] == "acted" and event["turn"] == 1)
    assert any(reason["code"] == "empathy_shown" and reason["anger"] < 0 for reason in moved["reasons"])
    assert any("named the feeling" in why for why in moved["why"])


def test_notes_advice_and_handover_work_without_a_screen():
    given = (
        "/brief\n/advice\n/note 11 March 9:30, Mrs. Kowalski, charged twice\n/handover Charged twice, wants it back\n"
    )
    done = roleplay("talk", "double-billed", "--plain", "--seed", "1", given=given)
    assert done.returncode == 0
    assert "Maria Delgado" in done.stdout
    assert "A supervisor took over." in done.stdout


def test_past_calls_are_listed_and_shown():
    roleplay("talk", "double-billed", "--plain", "--seed", "1", given=GOOD)
    listed = roleplay("sessions", "list")
    assert "Diane Kowalski" in listed.stdout
    assert "  resolved  " in listed.stdout
    assert roleplay("sessions", "list", "--trainee", "Somebody Else").stdout == ""
    shown = roleplay("sessions", "show", listed.stdout[:8].strip())
    assert "Conduct: " in shown.stdout
    assert "I'm so sorry we charged you twice" in shown.stdout
    assert "named the feeling" in shown.stdout


def test_read_judges_each_line_in_order():
    rows = [
        {
            "id": "a",
            "lang": "en",
            "customer": "You lost my parcel!!",
            "agent": "I'm sorry we lost it. I'll trace it now.",
        },
        {"id": "b", "lang": "it", "customer": "Avete perso il pacco!", "agent": "Si calmi."},
        {"id": 3, "customer": "Hello", "agent": ""},
    ]
    done = roleplay("read", given="\n".join(json.dumps(row) for row in rows))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [row["id"] for row in found] == ["a", "b", 3]
    assert found[0]["strategies"]["apologize"]["verdict"] == "shown"
    assert found[0]["strategies"]["apologize"]["quote"] in rows[0]["agent"]
    assert found[1]["strategies"]["empathy"]["verdict"] == "violated"
    assert all(set(row["strategies"]) == {str(strategy) for strategy in Strategy} for row in found)
    assert all(tip in list(Strategy) for row in found for tip in row["tips"])


def test_read_names_a_bad_line_and_reads_the_others():
    done = roleplay(
        "read", given='{"id": 1, "agent": "Hello"}\nnonsense\n{"agent": "no id"}\n{"id": 2, "agent": "Hi"}\n'
    )
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, 2]
    assert [line.partition(":")[2].split(":")[0].strip() for line in done.stderr.splitlines()] == ["line 2", "line 3"]
    assert done.returncode == 2


def test_personas_are_listed_and_a_broken_one_is_named(tmp_path: Path):
    own = tmp_path / "config" / "personas"
    own.mkdir(parents=True)
    (own / "odd.yaml").write_text("name: Odd\n", "utf-8")
    listed = roleplay("personas", "list")
    assert "Ilaria Tosatti" in listed.stdout
    assert "odd.yaml:1: headline is missing" in listed.stderr
    checked = roleplay("personas", "check")
    assert checked.returncode == 1
    assert "odd.yaml" in checked.stdout
    assert roleplay("personas", "check", str(own / "odd.yaml")).returncode == 1


def test_the_doctor_says_what_is_configured_and_no_secret():
    done = roleplay(
        "doctor", OPENAI_API_KEY=KEY, OPENAI_BASE_URL="http://127.0.0.1:9", ROLEPLAY_MODEL="some-model", LANG="C.UTF-8"
    )
    assert done.returncode == 1
    assert "some-model" in done.stdout
    assert KEY not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert roleplay("doctor").returncode == 0


def test_a_data_folder_that_cannot_be_written_gets_one_line_and_the_call_goes_on(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = roleplay("talk", "double-billed", "--plain", "--seed", "1", given=GOOD, ROLEPLAY_DATA_DIR=str(blocked))
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_italian_throughout():
    lines = "\n".join(agents("linea-morta")["good"]) + "\n"
    done = roleplay("talk", "linea-morta", "--plain", "--seed", "1", "--lang", "it", given=lines)
    assert "[Dimostra empatia]" in done.stdout
    assert "Condotta" in done.stdout
    assert "uso:" in roleplay("--help", "--lang", "it").stdout.casefold()


def test_blank_lines_and_commands_that_say_nothing_leave_the_call_as_it_is():
    done = roleplay("talk", "double-billed", "--json", "--seed", "1", given="\n  \n/handover\n/end\n")
    kinds = [json.loads(line)["kind"] for line in done.stdout.splitlines()]
    assert "said" not in kinds
    assert "supported" not in kinds
    assert "/handover TEXT" in done.stderr


def test_a_tip_comes_on_request_with_words_that_could_be_sent():
    done = roleplay("talk", "double-billed", "--json", "--seed", "1", given="/tip\n", ROLEPLAY_TIPS="on_request")
    (tip,) = [event for line in done.stdout.splitlines() if (event := json.loads(line))["kind"] == "tip"]
    assert tip["why"]
    assert tip["wording"]
    assert '"tip"' not in roleplay("talk", "double-billed", "--json", given="/tip\n", ROLEPLAY_TIPS="none").stdout


def test_a_call_whose_reader_has_gone_has_ended_and_is_kept():
    lines = GOOD.encode()
    with subprocess.Popen(
        [sys.executable, "-m", "roleplay", "talk", "double-billed", "--plain", "--seed", "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(lines)
        process.stdin.close()
        said = process.stderr.read()
    assert process.returncode == 141
    assert said == b""
    assert "ended with the matter open" in roleplay("sessions", "list").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_under_the_output_gets_one_line():
    for arguments in (("personas", "list"), ("talk", "double-billed")):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "roleplay", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert done.returncode == 1
        assert done.stderr == "roleplay: there is no room left\n"


@pytest.mark.skipif(os.name != "posix", reason="only a POSIX shell can close standard input")
@pytest.mark.parametrize("command", ["read", "talk double-billed"])
def test_a_closed_standard_input_gets_one_line(command: str):
    shell = ["sh", "-c", f'exec "$0" -m roleplay {command} <&-', sys.executable]
    done = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("roleplay: standard input is closed")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_whole_whatever_the_system_calls_its_encoding(encoding: str):
    done = roleplay("personas", "list", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "●" in done.stdout


def test_read_takes_a_byte_order_mark_and_does_not_blame_the_file_for_a_reader_that_has_gone(tmp_path: Path):
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "agent": "Hello"}\n' * 300, "utf-8-sig")
    assert roleplay("read", str(file)).returncode == 0
    with subprocess.Popen(
        [sys.executable, "-m", "roleplay", "read", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_persona_is_checked_by_its_id():
    done = roleplay("personas", "check", "double-billed")
    assert done.returncode == 0
    assert done.stdout.endswith("double-billed.yaml: sound\n")


def test_the_doctor_names_the_models_that_there_are():
    with ModelServer(Plan("404")) as server:
        done = roleplay("doctor", OPENAI_BASE_URL=server.url, OPENAI_MODEL="missing")
    assert done.returncode == 1
    assert "another, loopback" in done.stdout


def test_talk_gives_the_help_that_was_chosen_and_counts_the_call(tmp_path: Path):
    path = tmp_path / "data" / "roleplay.db"
    store = Store(path)
    store.choose(None, Help.NONE)
    told = roleplay("talk", "double-billed", "--json", "--seed", "1", given="/tip\nOne moment.\n").stdout
    assert '"kind": "tip"' not in told
    told = roleplay("talk", "double-billed", "--json", given="One moment.\n", ROLEPLAY_TIPS="live").stdout
    kinds = [json.loads(line)["kind"] for line in told.splitlines()]
    assert "tip" in kinds
    fates = [event["fate"] for line in told.splitlines() if (event := json.loads(line))["kind"] == "fated"]
    assert fates == ["ignored"]
    assert len(store.tallies(9)) == 2
    for strategy in Strategy:
        store.choose(strategy, Help.ON_REQUEST)
    store.choose(None, None)
    told = roleplay("talk", "double-billed", "--json", "--seed", "1", given="/tip\n").stdout
    assert told.count('"kind": "tip"') == 1
    store.close()
