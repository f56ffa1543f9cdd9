"""The Italian catalogue: complete, true to its places for words, and compiled as it stands."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import roleplay
from roleplay import i18n

PACKAGE = Path(roleplay.__file__).parent
CATALOGUE = PACKAGE / "locale" / "it" / "LC_MESSAGES" / "roleplay.po"
MARKS = ("_", "N_", "ngettext")


def messages() -> set[str]:
    """Every message that the program marks; read from the syntax tree, which sees into f-strings too."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    found.add(text.value)
    return found


def test_every_message_has_its_italian():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, "it")
    there = {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        for message in catalogue
        if message.id and not message.fuzzy
    }
    assert [text for text in sorted(messages()) if not there.get(text)] == []


def test_the_places_for_words_are_the_same_in_italian():
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, "it"):
            if isinstance(message.id, str) and message.id:
                assert isinstance(message.string, str)
                assert _places(message.id) == _places(message.string), message.id


def test_the_compiled_catalogue_is_the_written_one():
    with CATALOGUE.open("rb") as written, CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        theirs = [(message.id, message.string) for message in read_po(written, "it") if message.id]
        ours = [(message.id, message.string) for message in read_mo(compiled) if message.id]
    assert sorted(map(repr, ours)) == sorted(repr(_as_in_mo(*pair)) for pair in theirs)


def test_no_message_is_marked_with_words_put_in_before():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                assert not any(isinstance(argument, ast.JoinedStr) for argument in node.args), path


@pytest.fixture
def english_again():
    yield
    i18n.use("en")


@pytest.mark.usefixtures("english_again")
def test_the_language_follows_the_choice_and_then_the_locale(monkeypatch: pytest.MonkeyPatch):
    assert i18n.use("it") == "it"
    assert i18n._("Quit") != "Quit"
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    assert i18n.use(None) == "it"
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert i18n.use(None) == "en"


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{\w+[^}]*\}|%\(\w+\)[rs]|%s", text))


def _as_in_mo(id: object, string: object) -> tuple[object, object]:
    """Plurals are lists in a compiled catalogue and tuples in a written one."""
    return (list(id), list(string)) if isinstance(id, tuple) and isinstance(string, tuple) else (id, string)
