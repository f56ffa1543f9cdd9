"""The Italian catalogue: complete, true to its places for words, and compiled as it stands."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import roleplay
from roleplay import i18n

PACKAGE = Path(roleplay.__file__).parent
CATALOGUE = PACKAGE / "locale" / "it" / "LC_MESSAGES" / "roleplay.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def messages() -> set[str]:
    """Every message that the program marks."""
    found: set[str] = set()
    for _path, _line, message, _comments, _context in extract_from_dir(str(PACKAGE), keywords=KEYWORDS):
        found.update([message] if isinstance(message, str) else message[:1])
    return found


def test_every_message_has_its_italian():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, "it")
    there = {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        for message in catalogue
        if message.id and not message.fuzzy
    }
    assert [text for text in sorted(messages() - {""}) if not there.get(text)] == []


def test_the_places_for_words_are_the_same_in_italian():
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, "it"):
            if isinstance(message.id, str) and message.id:
                assert isinstance(message.string, str)
                assert _places(message.id) == _places(message.string), message.id


def test_the_compiled_catalogue_is_the_written_one():
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as file:
        write_mo(compiled, read_po(file, "it"))
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_no_message_is_marked_with_words_put_in_before():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "N_", "ngettext"):
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
