"""``roleplay personas``: what there is, and what is wrong with it."""

from __future__ import annotations

import argparse
from pathlib import Path

from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.commands.complaint import complain
from roleplay.i18n import _, ngettext
from roleplay.library import UnknownPersona, check, closed, files, listings
from roleplay.settings import SettingsError, home_dir
from roleplay.wording import fault


def run(options: argparse.Namespace) -> int:
    """List the personas, check their files, or try them; status 1 when one is broken."""
    try:
        own = home_dir() / "personas"
    except SettingsError as error:
        complain(error)
        return USAGE
    if options.action == "list":
        return _list(own)
    if options.action == "check":
        return _check(own, options.names)
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


def _check(own: Path, names: list[str]) -> int:
    known = files(own)
    paths = [known[name][0] if name in known else Path(name) for name in names]
    for name, path in zip(names, paths, strict=True):
        try:
            path.stat()
        except OSError as error:
            looks_like_a_path = name.endswith((".yaml", ".yml")) or "/" in name
            what = _("{path} cannot be read: {reason}").format(path=path, reason=fault(error))
            complain(what if looks_like_a_path else UnknownPersona(name, known))
            return USAGE
    checked = list(check(paths or [path for path, _shipped in known.values()]))
    if not names:
        checked += [(own, shut) for shut in [closed(own)] if shut]
    for path, problems in checked:
        for problem in problems:
            print(clean(str(problem)))
        if not problems:
            print(clean(_("{path}: sound").format(path=path)))
    bad = sum(1 for _path, problems in checked if problems)
    if bad:
        complain(ngettext("{count} persona is broken", "{count} personas are broken", bad).format(count=bad))
    return 1 if bad else 0
