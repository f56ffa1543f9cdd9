"""What comes in on standard input."""

from __future__ import annotations

import io
import sys
from typing import TextIO

from roleplay.commands.complaint import complain
from roleplay.i18n import _


def standard_input() -> TextIO | None:
    """Standard input as UTF-8 whatever the terminal's encoding; None, after a complaint, when it is closed."""
    if sys.stdin is None:
        complain(_("standard input is closed: give a file, or some lines"))
        return None
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
