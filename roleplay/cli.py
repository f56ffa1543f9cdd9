"""The command line: parses, and hands over to a command, which alone imports what it needs."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from itertools import pairwise

from roleplay import __version__, i18n
from roleplay.i18n import _

TYPE_CHECKING = False  # typing itself would cost a tenth of what --help may cost
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

USAGE = 2
"""Exit status for an unknown command, a bad value, or input that cannot be used."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the line and exit with status 2."""
        hint = _("try: {command}").format(command=f"{self.prog} --help")
        self.exit(USAGE, f"{self.prog}: {message}; {hint}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    _encode()
    try:
        try:
            return _run(list(sys.argv[1:] if argv is None else argv))
        finally:
            if sys.stdout:
                sys.stdout.flush()  # here, where a reader that has gone is still ours to answer
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _mute()
        return 141
    except OSError as error:
        from roleplay.commands.complaint import complain
        from roleplay.wording import fault

        _mute()
        complain(f"{error.filename}: {fault(error)}" if error.filename else fault(error))
        return 1


def _run(arguments: list[str]) -> int:
    i18n.use(_language(arguments))
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.module == "play" and None in (sys.stdin, sys.stdout):
        parser.exit(USAGE, f"{parser.prog}: " + _("the app needs a terminal; roleplay talk needs none") + "\n")
    return int(import_module(f"roleplay.commands.{options.module}").run(options))


def _encode() -> None:
    """A character that the terminal does not have is replaced, not fatal; files and pipes get UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _mute() -> None:
    """Nobody can read what follows; keep Python from complaining about it while it shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number in these bounds."""

    def read(text: str) -> int:
        try:
            if least <= (value := int(text)) <= most:
                return value
        except ValueError:
            pass
        wanted = _("write a whole number from {least} to {most}")
        raise argparse.ArgumentTypeError(wanted.format(least=least, most=most))

    return read


def _language(arguments: Sequence[str]) -> str | None:
    """The language, before there is a parser whose help could be in it."""
    for this, following in pairwise([*arguments, ""]):
        if this == "--lang":
            return following
        if this.startswith("--lang="):
            return this.partition("=")[2]
    from roleplay.glance import glance

    return glance("lang")


def _parser() -> Parser:
    parser = Parser(prog="roleplay", description=_("A flight simulator for difficult customers."))
    parser.add_argument(
        "--version",
        action="version",
        version=f"roleplay {__version__}",
        help=_("show program's version number and exit"),
    )
    parser.set_defaults(module="play", command="play")
    _shared(parser)
    parser.add_argument("--theme", help=_("the name of a theme; Ctrl+T changes it"))
    commands = parser.add_subparsers(title=_("commands"), metavar="COMMAND", description=_("without one: the app"))

    within = _("in the call: /brief, /tip, /note TEXT, /advice, /handover TEXT, /minute, /end; other lines are said")
    talk = commands.add_parser("talk", help=_("the same call over standard input and output"), epilog=within)
    talk.set_defaults(module="talk")
    talk.add_argument("persona", metavar="PERSONA", help=_("a persona's id, or the path of its file"))
    form = talk.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help=_("text only, no prompt"))
    form.add_argument("--json", action="store_true", help=_("one event a line"))
    same = _("the same seed and the same lines give the same call")
    talk.add_argument("--seed", metavar="N", type=_whole(0, 2**31 - 1), default=None, help=same)
    _shared(talk)

    read = commands.add_parser("read", help=_("read messages: JSON lines in, verdicts out"))
    read.set_defaults(module="read")
    read.add_argument("--judge", action="store_true", help=_("let the connected model judge, too"))
    read.add_argument("file", metavar="FILE", nargs="?", default="-", help=_("a file, or - for standard input"))
    _lang(read)

    score = commands.add_parser("score", help=_("score a real transcript: text, JSON or CSV in, a scorecard out"))
    score.set_defaults(module="score")
    score.add_argument("file", metavar="FILE", help=_("a file, or - for standard input"))
    score.add_argument("--format", choices=("text", "json", "html"), default="text", help=_("what the scorecard is"))
    score.add_argument("--agent", metavar="NAME", default="", help=_("who the agent is, when the names do not say it"))
    score.add_argument(
        "--lang",
        choices=i18n.LANGUAGES,
        default=argparse.SUPPRESS,
        help=_("the transcript's language and the program's; without it, the transcript's is recognised"),
    )

    personas = commands.add_parser("personas", help=_("what personas there are, and what is wrong with them"))
    personas.set_defaults(module="personas")
    personas.add_argument("action", choices=("list", "check", "try"))
    personas.add_argument("names", metavar="PERSONA", nargs="*", help=_("ids or files; without one, all"))
    calls = _("calls of each agent with each persona, for try")
    personas.add_argument("--seeds", metavar="N", type=_whole(1, 10_000), default=20, help=calls)
    personas.add_argument("--json", action="store_true", help=_("one result a line, for try"))
    _lang(personas)

    prompts = commands.add_parser("prompts", help=_("what a model is told, and what is wrong with your own prompts"))
    prompts.set_defaults(module="prompts")
    prompts.add_argument("action", choices=("show", "check"))
    what = _("for show: customer or coach; for check: a prompt's file; without one, all")
    prompts.add_argument("what", metavar="PROMPT", nargs="?", default="", help=what)
    whose = _("for show: a persona's id, or the path of its file")
    prompts.add_argument("--persona", metavar="PERSONA", default="", help=whose)
    turn = _("for show: the customer's turn in a call that a scripted agent plays; the opening is 0")
    prompts.add_argument("--turn", metavar="N", type=_whole(0, 1000), default=3, help=turn)
    _lang(prompts)

    sessions = commands.add_parser("sessions", help=_("past calls"))
    sessions.set_defaults(module="sessions")
    sessions.add_argument("action", choices=("list", "show"))
    sessions.add_argument("id", metavar="ID", nargs="?", help=_("the session to show; its first letters do"))
    sessions.add_argument(
        "--trainee", metavar="NAME", default=argparse.SUPPRESS, help=_("for list: only the calls of this trainee")
    )
    _lang(sessions)

    doctor = commands.add_parser("doctor", help=_("what is configured, and whether the model answers"))
    doctor.set_defaults(module="doctor")
    _shared(doctor)
    return parser


def _shared(parser: argparse.ArgumentParser) -> None:
    """The settings that have a flag; their values stay in the options under the settings' names."""
    suppress = argparse.SUPPRESS
    _lang(parser)
    parser.add_argument(
        "--voice", choices=("scripted", "model"), default=suppress, help=_("who speaks as the customer")
    )
    parser.add_argument("--model", metavar="NAME", default=suppress, help=_("the model's name, as its server lists it"))
    parser.add_argument("--base-url", metavar="URL", default=suppress, help=_("the address of the model's server"))
    parser.add_argument(
        "--abuse", choices=("off", "mild", "full"), default=suppress, help=_("how much abuse you want to hear")
    )
    parser.add_argument("--trainee", metavar="NAME", default=suppress, help=_("who is training"))


def _lang(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=i18n.LANGUAGES, default=argparse.SUPPRESS, help=_("the program's language"))
