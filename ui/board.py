"""Cards and charts of the display board (展示大屏): each figure with its source and its date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from domain.days import moment
from domain.points_ledger.books import Books
from domain.registry import Source
from domain.showcase import Fact, Figure
from ui.typed import bold, escaped, strong

LOOKS = {Source.ARTICLE: "newspaper", Source.COMPUTED: "sensors", Source.ENTERED: "edit_note"}


def card(wall: Any) -> Any:
    """A bordered card in a grid, as high as its neighbours."""
    return wall.container(border=True, height="stretch", gap="xxsmall")


def fact_card(wall: Any, fact: Fact) -> None:
    """A published figure, exactly as worded."""
    with card(wall):
        _number(fact.label, fact.words, fact.unit, fact.source)
        st.space("stretch")
        _small(fact.since)


def figure_card(wall: Any, figure: Figure, today: date) -> None:
    """A live figure, and how fresh it is; `legend` says once what its mark means."""
    with card(wall):
        _number(figure.label, figure.words, figure.unit, figure.source)
        st.space("stretch")
        _small(f"数据到{moment(figure.at, today)}")


def legend(*, is_demo: bool) -> None:
    """Where figures come from, once for the whole screen: the mark beside each says which."""
    with _tags():
        _source(Source.ARTICLE)
        _source(Source.COMPUTED)
        if is_demo:
            demo_badge()


def books_line(books: Books) -> None:
    """The ledger proved at this moment: green when it adds up, red when not, and the figures."""
    if books.balanced:
        st.markdown(f":green[:material/check_circle: **账平**] {escaped(books.told)}")
    else:
        st.markdown(f":red[:material/error: **账不平**] {escaped(books.told)}")


def how_counted(figures: Sequence[Figure], more: Sequence[Figure] = ()) -> None:
    """How each live figure was counted (怎么算的); those without a card bring their number."""
    lines = [f"{bold(f.label)}：{escaped(f.how)}" for f in figures]
    for f in more:
        number = f"{escaped(f.label)} {escaped(f.words)} {escaped(f.unit)}"
        lines.append(f"{strong(number)}：{escaped(f.how)}")
    st.markdown(":small[:gray[" + "]]  \n:small[:gray[".join(lines) + "]]")


def facts_line(facts: Sequence[Fact]) -> None:
    """Published figures in a sentence's size, with their source."""
    phrases = (f":primary[{bold(f.words + f.unit)}] :small[{escaped(f.label)}]" for f in facts)
    st.markdown(" ".join(phrases))
    _small(facts[0].since)


def _small(text: str) -> None:
    st.markdown(f":small[:gray[{escaped(text)}]]", width="content")


def demo_badge() -> None:
    st.badge("示例数据", color="orange")


def _number(label: str, words: str, unit: str, source: Source) -> None:
    icon = f":material/{LOOKS[source]}:"
    st.metric(escaped(label), f"{escaped(words)} :small[{escaped(unit)}]", icon=icon)


def _tags() -> "st.delta_generator.DeltaGenerator":
    return st.container(horizontal=True, gap="xxsmall", vertical_alignment="center")


def _source(source: Source) -> None:
    live = source is Source.COMPUTED
    icon = f":material/{LOOKS[source]}:"
    st.badge(source.label, icon=icon, color="blue" if live else "violet")
