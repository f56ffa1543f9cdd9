"""``roleplay score``, run as a person runs it."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_cli import roleplay
from test_scorecard import BAD

from roleplay.coaching import load_coaching
from roleplay.commands.card import WIDTH, card_lines
from roleplay.commands.page import page
from roleplay.playbook import load_playbook
from roleplay.rewording import load_wordings
from roleplay.scorecard import Scorecard, scorecard
from roleplay.transcript import parse

VOID = {"meta", "br", "link", "img", "hr", "input", "rect"}


class Page(HTMLParser):
    """What a page holds; it is an error when a tag is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "call.txt"
    path.write_text(BAD, "utf-8")
    return path


def card(text: str) -> Scorecard:
    return scorecard(parse(text), load_playbook("en"), load_coaching("en"), load_wordings("en"))


def test_a_text_that_fits_a_terminal(call: Path):
    done = roleplay("score", str(call))
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= WIDTH
    for told in ("Scorecard of call.txt", "Conduct: ", "“Please calm down”", "1. Seek support", "Better: ", "line 7"):
        assert told in done.stdout
    assert "\x1b" not in done.stdout


def test_json_is_the_models_dump(call: Path):
    done = roleplay("score", str(call), "--format", "json")
    found = json.loads(done.stdout)
    assert found.pop("source") == "call.txt"
    assert Scorecard.model_validate(found) == card(BAD)


def test_html_stands_alone(call: Path):
    done = roleplay("score", str(call), "--format", "html", "--lang", "en")
    found = Page(done.stdout)
    assert "Please calm down" in found.text
    assert not any(name in ("src", "href") for _tag, attributes in found.tags for name in attributes)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _attributes in found.tags}
    assert "url(" not in done.stdout
    assert "@import" not in done.stdout
    assert "prefers-color-scheme" in done.stdout


def test_nothing_from_the_transcript_becomes_html():
    evil = "<script>alert(1)</script><img src=x>\"'&"
    found = Page(page(card(f"Customer: I'm furious {evil}\nAgent: You idiot {evil}"), f"{evil}.txt"))
    assert not {"script", "img"} & {tag for tag, _attributes in found.tags}
    assert evil in found.text


def test_standard_input_and_the_agents_name():
    named = BAD.replace("Agent:", "Ben:").replace("Customer:", "Ada:")
    done = roleplay("score", "-", "--agent", "Ben", given=named)
    assert done.returncode == 0
    assert "Conduct: " in done.stdout
    done = roleplay("score", "-", given=named)
    assert done.returncode == 2
    assert "“Ben”, “Ada”" in done.stderr
    assert "--agent" in done.stderr


def test_an_italian_call_is_recognised_and_an_italian_program_speaks_italian():
    text = "Operatore: Si calmi.\nCliente: Il pacco non è arrivato, sono furiosa!\nOperatore: Si calmi, signora."
    assert "in Italian" in roleplay("score", "-", given=text).stdout
    done = roleplay("score", "-", "--lang", "it", given=text)
    assert "in italiano" in done.stdout
    assert "Dimostra empatia" in done.stdout


def test_a_practice_call_can_be_scored_again(tmp_path: Path):
    places = {"ROLEPLAY_DATA_DIR": str(tmp_path / "data"), "ROLEPLAY_CONFIG_DIR": str(tmp_path / "config")}
    talk = roleplay("talk", "double-billed", "--json", "--seed", "1", given="Please calm down.\n", **places)
    done = roleplay("score", "-", "--format", "json", given=talk.stdout, **places)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [message["agent"] for message in found["messages"]] == ["Please calm down."]
    assert found["messages"][0]["strategies"]["empathy"]["verdict"] == "violated"


@pytest.mark.parametrize("data", [b"", b"Once upon a time.", b"\x00\x01\x02" * 99, b"Agent: Hi.", b"name,age\nAda,7\n"])
def test_what_is_no_transcript_gets_one_line_and_status_2(tmp_path: Path, data: bytes):
    path = tmp_path / "thing.txt"
    path.write_bytes(data)
    assert one_complaint(roleplay("score", str(path)))


def test_a_folder_and_a_missing_file_get_one_line(tmp_path: Path):
    assert one_complaint(roleplay("score", str(tmp_path)))
    assert one_complaint(roleplay("score", str(tmp_path / "nothing.txt")))


def one_complaint(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 2 and not done.stdout and len(done.stderr.splitlines()) == 1


def test_long_words_and_long_messages_stay_within_the_width():
    found = card(f"Customer: {'furious ' * 300}\nAgent: {'x' * 300} calm down {'word ' * 200}")
    assert max(map(len, card_lines(found, "n" * 200))) <= WIDTH
