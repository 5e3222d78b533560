"""Display board (展示大屏): published figures as worded, and live aggregates; never one person."""

from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from db.features import FEATURES
from db.rows import many
from domain.showcase import Fact, Figure, Honour
from domain.typed_numbers import without_numbers

OVERVIEW = "overview"  # the screen made of all the others


def facts(db: Database) -> list[Fact]:
    """Every published figure, in the order of the text."""
    sql = (
        "select code, scene, label, words, unit, source, as_of, note from facts"
        " where ended_on is null order by position"
    )
    return [
        replace(f, label=without_numbers(f.label), words=without_numbers(f.words))
        for f in many(db, Fact, sql)
    ]


def honours(db: Database) -> list[Honour]:
    found = many(db, Honour, "select title, level from honours where ended_on is null order by id")
    return [replace(honour, title=without_numbers(honour.title)) for honour in found]


def figures(db: Database, scene: str, now: datetime) -> list[Figure]:
    """The live figures of a scene (实时), each with how it was counted."""
    boards = [feature.board for feature in FEATURES if feature.board]
    if scene == OVERVIEW:
        shown = [board.overview for board in boards if board.overview]
    else:
        shown = [board.figures for board in boards if board.scene == scene]
    return [figure for read in shown for figure in read(db, now)]
