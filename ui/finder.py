"""Finding one resident (找居民) with a thumb: type, tap a name, done.

The server searches and sends at most six people; no list of residents ever reaches the browser.
A tap sets the choice before the next run begins, so nothing has to be run again: inside a dialog
a rerun of the whole page would close it, and the choice with it.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from domain.finding import Found
from domain.registry import Resident
from ui.typed import bold, escaped


def pick_resident(
    key: str,
    find: Callable[[str], Found],
    get: Callable[[int], Resident],
    recent: Sequence[Resident] = (),
    note: Callable[[Resident], str] | None = None,
) -> Resident | None:
    """The chosen resident as a card with 换人, or the search box with what it found."""
    chosen = st.session_state.get(f"chosen:{key}")
    if chosen is not None:
        return _card(key, get(chosen), note)
    typed = st.text_input(
        "找居民",
        key=f"search:{key}",
        type="search",
        live="300ms",
        placeholder="姓名、小区房号、拼音",
        autocomplete="off",
    )
    found = find(typed) if typed else Found(tuple(recent))
    if typed and not found:
        st.markdown(f":gray[没找到“{escaped(typed)}”。看看字对不对，或者换房号再找。]")
    elif found and not typed:
        st.markdown(":gray[最近登记过]")
    for person in found:
        st.button(
            f"{bold(person.name)} {escaped(person.address)}",
            key=f"pick:{key}:{person.id}",
            width="stretch",
            on_click=choose,
            args=(key, person.id),
        )
    show_rest(found)
    return None


def show_rest(found: Found) -> None:
    """Who else fits is counted, so that nobody believes six were all."""
    if found.rest:
        st.markdown(f":gray[{found.rest}，例如小区加房号。]")


def choose(key: str, id: int) -> None:
    """As if this one's name had been tapped."""
    st.session_state[f"chosen:{key}"] = id


def _again(key: str) -> None:
    """Nobody is chosen, and that is said: what is only missing would be put back from the draft."""
    st.session_state[f"chosen:{key}"] = None


def clear_choice(key: str) -> None:
    """Ready for the next person, or for whoever was chosen here and not saved."""
    st.session_state.pop(f"chosen:{key}", None)


def clear_choices() -> None:
    """On entering another room: whoever was chosen elsewhere is not meant here."""
    for key in [key for key in st.session_state if str(key).startswith("chosen:")]:
        del st.session_state[key]


def _card(key: str, person: Resident, note: Callable[[Resident], str] | None) -> Resident:
    with st.container(border=True, gap="xsmall"):
        st.markdown(bold(person.name))
        extra = f"，{note(person)}" if note else ""
        st.markdown(f":gray[{escaped(person.address)}{extra}]")
        st.button("换人", key=f"other:{key}", on_click=_again, args=(key,))
    return person
