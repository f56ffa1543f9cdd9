"""The program's own words in the trainee's language, through gettext. English is the source; ``it`` is a catalogue.

``use`` must run before a module that marks class-level text (key bindings, titles) is imported; ``cli`` sees to it.
"""

from __future__ import annotations

import gettext
import os

LANGUAGES = ("en", "it")
DOMAIN = "roleplay"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str | None = None) -> str:
    """Choose the language of the UI, ``en`` or ``it``; without one, the locale's, else English. Returns the choice."""
    global _catalogue, _language
    _language = language if language in LANGUAGES else _from_locale()
    folder = os.path.join(os.path.dirname(__file__), "locale")
    _catalogue = gettext.translation(DOMAIN, folder, [_language], fallback=True)
    # argparse asks gettext itself for its own words, in the language that the environment names.
    os.environ["LANGUAGE"] = _language
    gettext.bindtextdomain(DOMAIN, folder)
    gettext.textdomain(DOMAIN)
    return _language


def language() -> str:
    """The language in use, ``en`` or ``it``."""
    return _language


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue.gettext(message) if message else ""


def N_(message: str) -> str:  # the name that extraction tools look for
    """Mark a message that is translated later, where it is shown."""
    return message


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for ``n`` things in the language in use."""
    return _catalogue.ngettext(singular, plural, n)


def _from_locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value[:2] if value[:2] in LANGUAGES else "en"
    import locale

    return found[:2] if (found := locale.getlocale()[0]) and found[:2] in LANGUAGES else "en"


ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("not allowed with argument %s"),
)
"""What argparse says in its own words, listed here so that the catalogue has them."""
