"""A trainee's help from what the store keeps: past calls, counted once each, and what was chosen. Blocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleplay.mastery import WINDOW, Assistance, Help, assistance
from roleplay.session import fold
from roleplay.store.errors import StoreError, Unreadable
from roleplay.tally import tally

if TYPE_CHECKING:
    from roleplay.session import State
    from roleplay.store import Store


def help_for(store: Store | None, tips: Help, *, fixed: bool = False) -> Assistance:
    """The trainee's help now. ``tips`` is the setting; what was chosen on the screen goes before it unless ``fixed``.

    It raises nothing: without past calls, all help is there.
    """
    if store is None:
        return assistance((), tips, {})
    try:
        ceiling, chosen = store.choices()
        _count_old_calls(store)
        return assistance(store.tallies(WINDOW), tips if fixed else ceiling or tips, chosen)
    except StoreError:
        return assistance((), tips, {})


def count(store: Store | None, session_id: str, state: State) -> None:
    """Keep what this call shows so far. It raises nothing: the events can be counted again."""
    if store is None:
        return
    try:
        store.keep_tally(session_id, tally(state))
    except StoreError:
        return


def _count_old_calls(store: Store) -> None:
    """Count the calls that were recorded before there were tallies; only the few that can still weigh are read."""
    for session_id in store.untallied(WINDOW):
        try:
            state = fold(store.load(session_id))
        except (Unreadable, ValueError):
            continue
        store.keep_tally(session_id, tally(state))
