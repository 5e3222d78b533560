"""Typed text (打的字) on the screen: shown byte for byte, whatever it looks like.

Nearly everything Streamlit draws is Markdown with extras of its own: directives, icons, emoji,
arrows, and links made of bare addresses. A backslash keeps the parser quiet, but the extras work
on the parsed text afterwards and never see it. They look at one run of text at a time, so the
places they look for are cut by `:color[…]`, a directive that draws a bare span.
"""

import re

import streamlit as st

_CUT = re.compile(  # emoji and icons, addresses, mail, and what becomes — → ← ≥ ≤ ≈
    r":(?=[A-Za-z0-9_+-]+:)|:(?=//)|(?<=www)\.|@|[-<>~](?=[-<>=])|\n", re.IGNORECASE
)


def escaped(text: str) -> str:
    """Markdown that shows exactly this text: no character of it formats, links or fetches.

    For everything that draws Markdown: texts, messages, labels, tables, badges in a text. Options
    of a selectbox, placeholders and chart texts are plain already and take the text as it is.
    """
    cut = {found.start() for found in _CUT.finditer(text)}
    letters = (_quiet(text, at) for at in range(len(text)))
    return "".join(f":color[{one}]" if at in cut else one for at, one in enumerate(letters))


def _quiet(text: str, at: int) -> str:
    """One character, kept from meaning anything where it stands; most need nothing."""
    letter, before, after = text[at], text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if letter in "[]":  # by number: `st.badge` puts a backslash before them once more
        return f"&#{ord(letter)};"
    if letter.isspace():  # blanks would be trimmed at the ends and around line breaks
        kept = letter == " " and before.strip() and after.strip()
        return letter if kept else f"&#{ord(letter)};"
    special = (
        letter in "\\`*_{}<>#|~$&@"
        or (letter in "+-=.)" and (at == 0 or text[:at].isdigit()))  # a list, a line, a heading
        or (letter == ":" and not after.isdigit() and not after.isspace())
        or (letter == "/" and before.isalpha())  # `:material/` is looked for in the raw text
    )
    return f"\\{letter}" if special else letter


def bold(text: str) -> str:
    """The same in bold."""
    return strong(escaped(text))


def strong(markdown: str) -> str:
    """Bold around Markdown; in a span of its own, or punctuation at its ends would undo it."""
    return f":color[**{markdown}**]" if markdown else ""


def badge(text: str, icon: str, color: str) -> None:
    """A badge with typed text in it: `st.badge` escapes brackets once more."""
    st.markdown(f":{color}-badge[:material/{icon}: {escaped(text)}]")
