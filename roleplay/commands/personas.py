"""``roleplay personas``: what there is, and what is wrong with it."""

from __future__ import annotations

import argparse
from pathlib import Path

from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.commands.complaint import complain
from roleplay.i18n import _, ngettext
from roleplay.library import check, files, listings
from roleplay.settings import config_dir


def run(options: argparse.Namespace) -> int:
    """List the personas, check their files, or try them; status 1 when one is broken."""
    own = config_dir() / "personas"
    if options.action == "list":
        return _list(own)
    if options.action == "check":
        return _check(own, [Path(name) for name in options.names])
    if options.seeds < 1:
        complain(_("--seeds must be 1 or more"))
        return USAGE
    from roleplay.commands.trial import try_all

    return try_all(options.names, own, seeds=options.seeds, as_json=options.json)


def _list(own: Path) -> int:
    good, bad = listings(own)
    width = max((len(listing.id) for listing in good), default=0)
    for listing in good:
        level = "●" * listing.difficulty + "○" * (5 - listing.difficulty)
        mine = "" if listing.shipped else _(" (your own)")
        print(clean(f"{listing.id:{width}}  {level}  {listing.language}  {listing.name}: {listing.headline}{mine}"))
    for broken in bad:
        complain(broken)
    return 1 if bad else 0


def _check(own: Path, paths: list[Path]) -> int:
    if missing := [path for path in paths if not path.exists()]:
        complain(_("there is no file {path}").format(path=missing[0]))
        return USAGE
    checked = list(check(paths or [path for path, _shipped in files(own).values()]))
    for path, problems in checked:
        for problem in problems:
            print(clean(str(problem)))
        if not problems:
            print(clean(_("{path}: sound").format(path=path)))
    bad = sum(1 for _path, problems in checked if problems)
    if bad:
        complain(ngettext("{count} persona is broken", "{count} personas are broken", bad).format(count=bad))
    return 1 if bad else 0
