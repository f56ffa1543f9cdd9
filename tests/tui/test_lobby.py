"""The lobby: who is there, what is wrong with a file, and the words of the trainee's own language."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from textual.widgets import OptionList, Static
from tui.conftest import call, lobby, until

from roleplay.resources import shipped
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.lobby import LobbyScreen

Apps = Callable[..., RoleplayApp]


def about(app: RoleplayApp) -> str:
    return str(app.screen.query_one("#about", Static).content)


async def test_the_first_frame_lists_the_personas_and_the_rest_follows(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(140, 45)) as pilot:
        people = app.screen.query_one(OptionList)
        assert people.option_count >= 4
        await lobby(pilot)
        assert "Trains" in about(app)
        assert "No model" in about(app)
        assert "OPENAI_MODEL" in about(app)


async def test_a_connected_model_is_named(open_app: Apps) -> None:
    app = open_app(model="tiny-talker", base_url="http://127.0.0.1:9/v1")
    async with app.run_test(size=(140, 45)) as pilot:
        await lobby(pilot)
        assert "tiny-talker" in about(app)


async def test_a_broken_persona_is_listed_with_its_line_and_what_to_write(open_app: Apps, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "personas"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("name: Me\nheadline: [oh\n", "utf-8")
    app = open_app()
    async with app.run_test(size=(140, 45)) as pilot:
        await lobby(pilot)
        people = app.screen.query_one(OptionList)
        assert people.option_count >= 5
        await pilot.press("end")
        await until(pilot, lambda: "mine.yaml:" in about(app))
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, LobbyScreen)


async def test_a_wrong_setting_is_one_sentence_and_everything_goes_on(open_app: Apps) -> None:
    app = open_app(pace=-4)
    async with app.run_test(size=(140, 45)) as pilot:
        await lobby(pilot)
        assert "--pace" in about(app)


async def test_a_click_chooses_a_persona(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        await pilot.click(OptionList, offset=(10, 1))
        await until(pilot, lambda: type(app.screen).__name__ == "BriefScreen")


async def test_a_persona_named_on_the_command_line_opens_its_brief() -> None:
    app = RoleplayApp({}, persona="stranded-traveller")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "BriefScreen")


async def test_every_screen_explains_itself(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: type(app.screen).__name__ == "HelpScreen")
        assert "leave" in str(app.screen.query_one("#help-text", Static).content)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen))


def test_the_words_of_the_screens_come_from_the_catalogue() -> None:
    """With a catalogue that shouts, the lobby shouts: no word of it is written past gettext."""
    code = """
import asyncio, gettext
from roleplay import i18n
class Shouts(gettext.NullTranslations):
    def gettext(self, message): return message.upper()
    def ngettext(self, one, many, n): return (one if n == 1 else many).upper()
i18n._catalogue = Shouts()
from roleplay.resources import shipped
from roleplay.tui.app import RoleplayApp
from roleplay.tui.widgets.key_bar import KeyBar
from roleplay.tui.widgets.title_bar import TitleBar
async def main():
    app = RoleplayApp({})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        print(app.screen.query_one(KeyBar).render().plain)
        print(app.screen.query_one(TitleBar).render().plain)
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "CHOOSE" in done.stdout
    assert "PRACTISE WITH DIFFICULT CUSTOMERS" in done.stdout


async def test_f1_closes_the_help_too(open_app: Apps) -> None:
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: type(app.screen).__name__ == "HelpScreen")
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen))


async def test_a_persona_file_called_resume_is_one_like_all_others(open_app: Apps, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "personas"
    folder.mkdir(parents=True)
    (folder / "resume.yaml").write_text(
        (shipped("personas") / "double-billed.yaml").read_text("utf-8").replace("Diane Kowalski", "Rita Sume"), "utf-8"
    )
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await call(pilot)
        await pilot.press("ctrl+q")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await lobby(pilot)
        known = [option.id for option in app.screen.query_one(OptionList).options]
        assert "resume:" in known
        assert "resume" in known
