"""The program's two themes: calm, with text that keeps a contrast of at least 4.5 to 1 on its background."""

from __future__ import annotations

from textual.theme import Theme

# The speakers' and verdicts' own colours; every one of them stands beside a word or a glyph that says the same.
VARIABLES_DARK = {
    "customer": "#e8a87c",
    "trainee": "#7fc8c2",
    "good": "#8fce8f",
    "bad": "#f08c8c",
    "tip": "#e3c770",
    "quiet": "#8d98a5",
    "line": "#2c333c",
    "panel-ground": "#171b21",
    "cool": "#7fb8d8",
    "warm": "#e3c770",
    "hot": "#f0956a",
    "boiling": "#f27878",
    "block-cursor-background": "#24405a",
    "block-cursor-foreground": "#f2f5f8",
    "block-cursor-text-style": "none",
    "block-cursor-blurred-background": "#1f2a36",
    "block-cursor-blurred-foreground": "#dfe5eb",
    "input-selection-background": "#3d6a8f 60%",
    "footer-key-foreground": "#86bde0",
    "scrollbar": "#2c333c",
    "scrollbar-background": "#12151a",
    "scrollbar-hover": "#3d4753",
    "scrollbar-active": "#566374",
    "scrollbar-background-hover": "#12151a",
    "scrollbar-background-active": "#12151a",
}

VARIABLES_LIGHT = {
    "customer": "#99460f",
    "trainee": "#0b635d",
    "good": "#21692b",
    "bad": "#a82424",
    "tip": "#735400",
    "quiet": "#5a6470",
    "line": "#d5d9de",
    "panel-ground": "#eff1f3",
    "cool": "#1c5f8a",
    "warm": "#735400",
    "hot": "#a34409",
    "boiling": "#a82424",
    "block-cursor-background": "#d3e5f3",
    "block-cursor-foreground": "#10161c",
    "block-cursor-text-style": "none",
    "block-cursor-blurred-background": "#e4ebf1",
    "block-cursor-blurred-foreground": "#1b232b",
    "input-selection-background": "#9cc7e6 70%",
    "footer-key-foreground": "#1c5f8a",
    "scrollbar": "#c9cfd6",
    "scrollbar-background": "#fafbfc",
    "scrollbar-hover": "#b2bac3",
    "scrollbar-active": "#98a3af",
    "scrollbar-background-hover": "#fafbfc",
    "scrollbar-background-active": "#fafbfc",
}

DARK = Theme(
    name="roleplay-dark",
    primary="#6fb1dc",
    secondary="#7fc8c2",
    accent="#86bde0",
    warning="#e3c770",
    error="#f08c8c",
    success="#8fce8f",
    foreground="#dfe5eb",
    background="#12151a",
    surface="#171b21",
    panel="#1c222a",
    dark=True,
    variables=VARIABLES_DARK,
)

LIGHT = Theme(
    name="roleplay-light",
    primary="#1c5f8a",
    secondary="#0b635d",
    accent="#1c5f8a",
    warning="#735400",
    error="#a82424",
    success="#21692b",
    foreground="#1b232b",
    background="#fafbfc",
    surface="#f3f5f7",
    panel="#e9edf0",
    dark=False,
    variables=VARIABLES_LIGHT,
)


def named(theme: str) -> str:
    """Textual's name of the theme that the settings call ``dark`` or ``light``; other names are Textual's own."""
    return {"dark": DARK.name, "light": LIGHT.name}.get(theme, theme)
