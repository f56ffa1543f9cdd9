"""Words for small values that screens and commands both say: endings, and why a file cannot be used."""

from __future__ import annotations

import errno

from roleplay.i18n import _


def ending(value: str) -> str:
    """The words for an ending's value; empty for an unfinished call."""
    return {
        "resolved": _("resolved"),
        "closed": _("closed in order"),
        "handed_over": _("handed over"),
        "walked_away": _("the customer hung up"),
        "hung_up": _("ended with the matter open"),
        "": "",
    }.get(value, value)


def fault(error: OSError) -> str:
    """What the system says about a file or a folder; its own words when the fault is a rare one."""
    match error.errno:
        case errno.ENOENT:
            return _("it does not exist")
        case errno.EACCES | errno.EPERM:
            return _("you have no right to it")
        case errno.EISDIR:
            return _("it is a folder")
        case errno.ENOTDIR:
            return _("a part of its path is not a folder")
        case errno.ENAMETOOLONG:
            return _("its name is too long")
        case errno.ENOSPC:
            return _("there is no room left")
        case _other:
            return error.strerror or str(error)
