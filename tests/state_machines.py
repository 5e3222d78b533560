"""The moves a file lets through, tried by hand for each pair of states, held against the rule."""

from collections.abc import Callable
from itertools import pairwise

from sqlite_utils import Database

from db import connection
from domain.states import Moves, S


def moves_of_the_file(
    db: Database, moves: Moves[S], begin: S, move: Callable[[S, S], object]
) -> set[tuple[S, S]]:
    """Every pair for which `move(before, after)`, past every rule, is not refused by the file.

    A row that stands at `begin` is led to each state the rule can reach, and from there to every
    other; nothing of it stays.
    """
    taken = set()
    for before in type(begin):
        way = way_to(moves, begin, before)
        for after in type(begin):
            if after is not before and _taken(db, [*way, after], move):
                taken.add((before, after))
    return taken


def way_to(moves: Moves[S], begin: S, end: S) -> list[S]:
    """The shortest way from one state to another, both named: the rule knows one to each."""
    ways = {begin: [begin]}
    while end not in ways:
        further = {b: [*ways[a], b] for a, b in sorted(moves.pairs) if a in ways and b not in ways}
        assert further, f"nothing leads to {end}"
        ways |= further
    return ways[end]


def _taken(db: Database, way: list[S], move: Callable[[S, S], object]) -> bool:
    """Whether the last move of a way is taken; those before it must be."""
    *known, (before, after) = pairwise(way)
    db.execute("savepoint pair")
    try:
        for one in known:
            move(*one)
        try:
            move(before, after)
        except connection.IntegrityError:
            return False
        return True
    finally:
        db.execute("rollback to pair")
        db.execute("release pair")
