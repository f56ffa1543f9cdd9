"""What a command says when it cannot go on: one line on standard error."""

from __future__ import annotations

import contextlib
import sys

from roleplay.clean import clean


def complain(text: object) -> None:
    """Print one clean line, without the newlines that a message from elsewhere may bring."""
    with contextlib.suppress(OSError):  # when nobody hears the complaint either, there is nothing left to say
        print("roleplay: " + " ".join(clean(str(text)).split()), file=sys.stderr)
