"""``roleplay prompts``: what a model is told in a call, and what is wrong with a template."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from roleplay.clean import clean
from roleplay.cli import USAGE
from roleplay.commands.complaint import complain
from roleplay.i18n import _, language, ngettext
from roleplay.library import PersonaError, listings, load
from roleplay.persona import Persona
from roleplay.prompts import PARTS, Part, PromptError, coach_parts, customer_parts, file_name, messages, own_file
from roleplay.proofreading import Proof, all_files, kind, proofread, rehearsed
from roleplay.settings import SettingsError, home_dir
from roleplay.tokens import MARKS, tokens
from roleplay.voices.scene import Scene
from roleplay.wording import fault


def run(options: argparse.Namespace) -> int:
    """Show the prompts, or proofread their files; status 1 when one cannot be used, 2 for what there is not."""
    try:
        home = home_dir()
    except SettingsError as error:
        complain(error)
        return USAGE
    if options.action == "check":
        return _check(home / "prompts", options.what)
    if options.what not in ("", *PARTS):
        complain(_("there is no prompt {name}; there are: {names}").format(name=options.what, names=", ".join(PARTS)))
        return USAGE
    try:
        persona = load(options.persona or _anyone(home / "personas"), home / "personas")
    except PersonaError as error:
        complain(error)
        return USAGE
    return _show([options.what] if options.what else list(PARTS), persona, options.turn)


def _anyone(own: Path) -> str:
    """The easiest persona who speaks the program's language."""
    good, _bad = listings(own)
    return next(listing.id for listing in good if listing.language == language())


def _show(names: Iterable[str], persona: Persona, turn: int) -> int:
    trouble: list[str] = []
    scene = rehearsed(persona, turn)
    if scene.turn < turn:
        complain(_("this call ends in turn {turn}; its last turn is shown").format(turn=scene.turn))
    for name in names:
        try:
            parts = _parts(name, scene, trouble)
        except PromptError as error:
            trouble.append(str(error))
            continue
        title = _("{file}: {persona}, turn {turn}")
        file = own_file(name, persona.language)
        shown = str(file) if file.exists() and not trouble else file_name(name, persona.language)
        print(clean(f"═══ {title.format(file=shown, persona=persona.id, turn=scene.turn)}\n"))
        _print(parts, persona.language)
    for sentence in dict.fromkeys(trouble):
        complain(sentence)
    return 1 if trouble else 0


def _parts(name: str, scene: Scene, trouble: list[str]) -> list[Part]:
    if name == "customer":
        return customer_parts(scene, trouble.append)
    said = [line for line in scene.lines if line.who == "trainee"]
    heard = [line for line in scene.lines if line.who == "customer"]
    agent, customer = (said[-1].text, heard[-1].text) if said else ("", "")
    return coach_parts(customer, agent, scene.persona.language, trouble.append)


def _print(parts: list[Part], language: str) -> None:
    """Each part with its tokens, and then the sums."""
    counts: Counter[str] = Counter()
    for part in parts:
        count = tokens(part.text, language)
        counts[part.name] += count
        about = ngettext("about {count} token", "about {count} tokens", count).format(count=count)
        print(clean(f"── {part.role} · {part.name} · {about}\n{part.text}\n"))
    counts[_("marks")] = MARKS * len(messages(parts))
    counts[_("all")] = counts.total()
    width = max(map(len, counts))
    print("\n".join(f"{name:{width}} {count:6}" for name, count in counts.items()) + "\n")


def _check(own: Path, what: str) -> int:
    if what:
        path = Path(what)
        if kind(path) is None:
            names = ", ".join(file_name(name, each) for name in PARTS for each in ("en", "it"))
            complain(_("{path}: no prompt has this name; there are: {names}").format(path=path, names=names))
            return USAGE
        try:
            path.stat()
        except OSError as error:
            complain(_("{path} cannot be read: {reason}").format(path=path, reason=fault(error)))
            return USAGE
    proofs = [proofread(path) for path in ([Path(what)] if what else all_files(own))]
    for proof in proofs:
        _tell(proof)
    bad = sum(1 for proof in proofs if proof.problems)
    if bad:
        complain(ngettext("{count} prompt is broken", "{count} prompts are broken", bad).format(count=bad))
    return 1 if bad else 0


def _tell(proof: Proof) -> None:
    for problem in proof.problems:
        print(clean(str(problem)))
    if not proof.problems:
        print(clean(_("{path}: sound").format(path=proof.path)))
    for note in proof.notes:
        print(clean(f"{proof.path}: {note}"))
