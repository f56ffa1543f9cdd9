"""``roleplay score``: a real transcript in, its scorecard out, as text, JSON or one HTML page."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.coaching import load_coaching
from roleplay.commands.complaint import complain
from roleplay.i18n import _, language
from roleplay.playbook import load_playbook
from roleplay.rewording import load_wordings
from roleplay.scorecard import Scorecard, scorecard
from roleplay.transcript import LARGEST, TranscriptError, decode, parse
from roleplay.transcript.language import recognise
from roleplay.wording import fault


def run(options: argparse.Namespace) -> int:
    """Print the scorecard; status 2 when the file cannot be read or is no transcript."""
    name = _("standard input") if options.file == "-" else options.file
    try:
        transcript = parse(decode(_given(options.file)), options.agent)
        spoken = getattr(options, "lang", None) or recognise(transcript.turns, language())
    except TranscriptError as error:
        complain(_("{path} cannot be scored: {reason}").format(path=name, reason=error))
        return USAGE
    except OSError as error:
        complain(_("{path} cannot be read: {reason}").format(path=name, reason=fault(error)))
        return USAGE
    card = scorecard(transcript, load_playbook(spoken), load_coaching(language()), load_wordings(language()))
    print(_shown(card, clean(Path(name).name), options.format))
    return 0


def _given(file: str) -> bytes:
    """The bytes of the file, and no more of them than decode takes."""
    if file != "-":
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    if sys.stdin is None:
        raise TranscriptError(_("standard input is closed"))
    return sys.stdin.buffer.read(LARGEST + 1)


def _shown(card: Scorecard, name: str, form: str) -> str:
    if form == "json":
        return json.dumps({"source": name, **card.model_dump(mode="json")}, ensure_ascii=False, indent=2)
    if form == "html":
        from roleplay.commands.page import page

        return page(card, name)
    from roleplay.commands.card import card_lines

    return "\n".join(card_lines(card, name))
