"""Which column of the file is which (对列): said in one line, corrected where it is wrong."""

from collections.abc import Sequence

import streamlit as st

from domain.imports.entries import Listing
from domain.imports.mapping import Heads, chosen
from ui import layout


def draw(slip: str, listing: Listing, found: Sequence[Heads]) -> list[Heads]:
    """The mapping of each kind of sheet as it stands, with what somebody says instead."""
    return [_one(f"{slip}:{at}", listing, heads, len(found) > 1) for at, heads in enumerate(found)]


def _one(key: str, listing: Listing, heads: Heads, several: bool) -> Heads:
    where = f"表“{'”“'.join(heads.rows)}”：" if several else ""
    missing = [c.name for c in listing.columns if c.required and not heads.places[c.name]]
    if heads.asked:
        named = "、".join(f"“{name}”" for name in heads.asked)
        st.warning(
            layout.escaped(f"{where}{named}在表里有几列都像。请选是哪一列，选了再看预览。"),
            icon=":material/help:",
        )
    elif missing:
        named = "、".join(f"“{name}”" for name in missing)
        st.warning(
            layout.escaped(f"{where}没找到{named}。表里要是有，请在下面选是哪一列。"),
            icon=":material/help:",
        )
    told = [f"{name} ← {heads.called(at[0])}" for name, at in heads.places.items() if at]
    unclear = bool(heads.asked or missing)
    with st.expander(layout.escaped(f"{where}认出 {len(told)} 列，点开看和改"), expanded=unclear):
        return _corrected(key, listing, heads)


def _corrected(key: str, listing: Listing, heads: Heads) -> Heads:
    """A choice for each column of the list; what nobody reads is no choice."""
    width = max([len(heads.words), *(at + 1 for found in heads.places.values() for at in found)])
    offered = [at for at in range(width) if at not in heads.refused or _is_used(heads, at)]
    places: dict[str, tuple[int, ...]] = {}
    fields = [field for _ in range((len(listing.columns) + 1) // 2) for field in st.columns(2)]
    for column, field in zip(listing.columns, fields):
        now = heads.places[column.name]
        with field:
            if column.name in listing.several:
                places[column.name] = tuple(
                    st.multiselect(
                        column.name, offered, default=list(now), format_func=heads.called,
                        placeholder="没有这一列", key=f"{key}:{column.name}",
                    )
                )  # fmt: skip
            else:
                at = st.selectbox(
                    column.name, offered, index=offered.index(now[0]) if now else None,
                    format_func=heads.called, placeholder="没有这一列", key=f"{key}:{column.name}",
                )  # fmt: skip
                places[column.name] = () if at is None else (at,)
    return chosen(heads, places)


def _is_used(heads: Heads, at: int) -> bool:
    return any(at in found for found in heads.places.values())
