"""Searching everything (全部搜索): what was typed, as words, and what was found of a kind."""

import unicodedata
from dataclasses import dataclass

from domain.finding import MOST_TYPED, MOST_WORDS
from domain.rooms import HIDDEN

MOST_HITS = 8  # of one kind; who wants more types more


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, what tells it from others, and the address it opens."""

    title: str
    below: str
    room: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What one finder found; `rest` says that there is more, or nothing."""

    hits: tuple[Hit, ...]
    rest: str = ""


def search_words(typed: str) -> list[str]:
    """The words of a search as titles hold them: half-width, small letters; none when too much."""
    if len(typed) > MOST_TYPED:
        return []
    said = unicodedata.normalize("NFKC", HIDDEN.sub("", typed)).casefold().split()
    return said if len(said) <= MOST_WORDS else []


def first_of(found: list[Hit]) -> Hits:
    """The first of what a finder read, which is one more than is shown."""
    rest = "还有更多，再打几个字" if len(found) > MOST_HITS else ""
    return Hits(tuple(found[:MOST_HITS]), rest)
