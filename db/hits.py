"""What a search finds (找到的) among things that are few: projects, meetings, classes, goods."""

from sqlite_utils import Database

from db.rows import many
from domain.search import MOST_HITS, Hit, Hits, first_of, search_words


def hits(db: Database, things: str, typed: str, **named: object) -> Hits:
    """Those of `things` that hold every word typed.

    `things` is a query of title, below, room, the text looked through, and `late`, by which equals
    stand the latest first; titles that begin with the first word come before. It reads its table
    whole: only for kinds of which a community has hundreds, never for residents or entries.
    """
    said = search_words(typed)
    if not said:
        return Hits(())
    fits = " and ".join(f"instr(text, :word{at}) > 0" for at in range(len(said)))
    found = many(
        db,
        Hit,
        f"""
        select title, below, room from (
            select title, below, room, lower(text) as text, late from ({things}))
         where {fits} order by instr(lower(title), :word0) <> 1, late desc limit :most
        """,
        **{f"word{at}": word for at, word in enumerate(said)},
        most=MOST_HITS + 1,
        **named,
    )
    return first_of(found)
