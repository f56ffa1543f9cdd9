"""Finding and checking persona files."""

import shutil
from pathlib import Path

import pytest

from roleplay.library import PersonaError, UnknownPersona, check, files, listings, load, read
from roleplay.persona import Act, Persona
from roleplay.resources import shipped

PERSONAS = shipped("personas")
BILLED = PERSONAS / "double-billed.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "personas"
    folder.mkdir()
    return folder


def change(own: Path, old: str, new: str, name: str = "mine.yaml") -> Path:
    """A copy of a shipped persona with one thing changed, in the user's own folder."""
    text = BILLED.read_text("utf-8")
    assert old in text
    path = own / name
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_the_shipped_personas_are_all_sound():
    assert len(files()) >= 4
    assert [(path.name, problems) for path, problems in check(path for path, _ in files().values()) if problems] == []
    assert {load(id).language for id in files()} == {"en", "it"}


def test_no_two_personas_share_a_line():
    said: dict[str, str] = {}
    for id in files():
        for line in load(id).spoken():
            assert said.setdefault(line.casefold(), id) == id, line


def test_the_lobby_reads_the_same_head_as_the_whole_file_has():
    good, bad = listings()
    assert bad == []
    for listing in good:
        persona = load(listing.id)
        assert (listing.name, listing.headline, listing.difficulty, listing.trains) == (
            persona.name,
            persona.headline,
            persona.difficulty,
            persona.trains,
        )


def test_a_users_own_persona_comes_on_top_of_the_shipped_one(own: Path):
    change(own, "name: Diane Kowalski", "name: Somebody Else", "double-billed.yaml")
    assert load("double-billed", own).name == "Somebody Else"
    assert [listing.shipped for listing in listings(own)[0] if listing.id == "double-billed"] == [False]


def test_a_broken_file_says_where_and_what_to_write_and_the_others_still_load(own: Path):
    path = change(own, "difficulty: 2", "difficulty: nine")
    good, bad = listings(own)
    assert len(good) == len(files())
    line = path.read_text("utf-8").splitlines().index("difficulty: nine") + 1
    assert str(bad[0]).startswith(f"{path}:{line}: difficulty ")
    assert "a whole number from 1 to 5" in bad[0].fix


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("  anger: 6\n", "  anger: 60\n", "anger at the start, 0 to 10"),
        ('    value: "40718"\n', "", "value is missing"),
        ("overheard: true", "overherd: true", "overherd is not a key"),
        ("    meets: [refund]\n    cues:", "    meets: [refnd]\n    cues:", "'refnd', which is not the id of a need"),
    ],
)
def test_each_kind_of_mistake_is_named_with_its_line(own: Path, old: str, new: str, what: str):
    path = change(own, old, new)
    with pytest.raises(PersonaError) as caught:
        read(path)
    assert what in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "- a\n- list\n", "name: [unclosed\n", "\t: x", "a: &a [*a]\n", "name: x\n" * 3, "{{{{", "42"]
)
def test_a_file_that_is_no_persona_gets_one_clear_line(own: Path, text: str):
    path = own / "odd.yaml"
    path.write_text(text, "utf-8")
    good, bad = listings(own)
    assert len(good) == len(files())
    assert len(bad) == 1
    assert str(path) in str(bad[0])
    assert "\n" not in str(bad[0])


def test_bytes_that_are_no_text_get_one_clear_line(own: Path):
    (own / "odd.yaml").write_bytes(b"\xff\xfe\x00name")
    assert "UTF-8" in str(listings(own)[1][0])


def test_an_unknown_persona_is_answered_with_those_there_are():
    with pytest.raises(UnknownPersona, match="double-billed"):
        load("nobody")


def test_a_line_that_stands_twice_is_refused(own: Path):
    persona = load("double-billed")
    line = persona.lines[Act.VENT][0]
    data = persona.model_dump(mode="json")
    data["lines"]["repeat"][0] = line
    with pytest.raises(ValueError, match="stands twice"):
        Persona.model_validate(data)


def test_a_check_of_the_whole_file_names_the_line_of_its_part(own: Path):
    path = change(own, "meets: [refund]", "meets: [refnd]")
    with pytest.raises(PersonaError) as caught:
        read(path)
    line = path.read_text("utf-8").splitlines().index("remedies:") + 1
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_a_file_can_be_named_by_its_path(tmp_path: Path):
    path = tmp_path / "copy.yaml"
    shutil.copy(BILLED, path)
    assert load(str(path)).id == "copy"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("difficulty: 2", "difficulty: 99999999999"),
        ("difficulty: 2", "difficulty: 0"),
        ("language: en", "language: fr"),
    ],
)
def test_a_head_that_lists_could_not_show_is_broken(own: Path, old: str, new: str):
    path = change(own, old, new)
    good, bad = listings(own)
    assert [listing.path for listing in good if not listing.shipped] == []
    assert [broken.path for broken in bad] == [path]


def test_a_name_stays_in_its_line(own: Path):
    path = change(own, "name: Diane Kowalski", 'name: "Diane\\nKowalski"')
    assert read(path).name == "Diane Kowalski"
    assert [listing.name for listing in listings(own)[0] if not listing.shipped] == ["Diane Kowalski"]


@pytest.mark.parametrize("name", ["file/personas", "a" * 5000])
def test_a_folder_that_cannot_be_read_is_named_and_the_shipped_personas_are_there(tmp_path: Path, name: str):
    (tmp_path / "file").write_text("in the way")
    good, bad = listings(tmp_path / name)
    assert len(good) == len(files())
    assert "the folder cannot be read" in bad[0].problem
    with pytest.raises(PersonaError, match="the folder cannot be read"):
        load("mine", tmp_path / name)
    assert load("double-billed", tmp_path / name).id == "double-billed"
