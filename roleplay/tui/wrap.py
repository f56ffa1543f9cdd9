"""Breaks plain text into rows of so many cells; quick enough for five hundred lines at a resize."""

from __future__ import annotations

from textwrap import TextWrapper

from rich.cells import cell_len, chop_cells


def wrap(text: str, width: int) -> list[str]:
    """The rows of the text, each at most ``width`` cells wide. A word that is too long is broken."""
    rows: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        if len(paragraph) <= width and cell_len(paragraph) <= width:
            rows.append(paragraph)
        elif paragraph.isascii():
            wrapper = TextWrapper(width, break_on_hyphens=False, replace_whitespace=False)
            rows += wrapper.wrap(paragraph) or [""]
        else:
            rows += _by_cells(paragraph, width)
    return rows


def _by_cells(paragraph: str, width: int) -> list[str]:
    rows: list[str] = []
    row, used = "", 0
    for word in paragraph.split(" "):
        cells = cell_len(word)
        if row and used + 1 + cells > width:
            rows.append(row)
            row, used = "", 0
        if cells > width:
            *full, word = chop_cells(word, width)
            rows += full
            cells = cell_len(word)
        row, used = (f"{row} {word}", used + 1 + cells) if row else (word, cells)
    return [*rows, row]
