"""Naughty strings (捣乱的字): what people may type and a screen may take for more than text."""

import sqlite3
import zlib
from functools import partial
from itertools import cycle
from pathlib import Path

ELSEWHERE = "http://192.0.2.1"  # an address nobody has (RFC 5737): a request to it is a leak

STRINGS = [
    "~删~", "~~删~~", "a~b~c", "$a$ $b$", "$$x^2$$", "共 $5 和 $6", ":material/home:",
    "a:material_home:b", ":streamlit:", ":smile: :+1:", "a -- b", "--", "---", "-->",
    "a -> b <- c <-> d >= e <= f ~= g", "a~=b", "&lt;b&gt; &amp; &#65;", "&nbsp;", "</div>",
    f"<b>粗</b><script>1</script><img src={ELSEWHERE}/1.png>", f"![图]({ELSEWHERE}/2.png)",
    f"[链]({ELSEWHERE}/3)", f"{ELSEWHERE}/4", f"<{ELSEWHERE}/5>", f"[x]: {ELSEWHERE}/6",
    "www.example.com", "WWW.Example.com", "me@example.com", "mailto:me@example.com", "a@b",
    "**粗** *斜* _斜_ __粗__", "`code` ``x``", "# 标题", "## 标题", "- 条", "+ 条", "1. 条",
    "12) 条", "> 引", "| a | b |", "a\\b\\", "\\*", "\\$x\\$", "[^1]", "[ ] 待办", ":red[红]",
    ":red-background[红] :blue-badge[x]", ":help[x]", ":small[x]", ":color[x]{foreground=red}",
    "]", "[", "]]:red[", "::", ":a:", "8:30:45", "(c) (tm) ...", "'单' \"双\"", "两  格",
    "😀👨‍👩‍👧", "=1+1", "@SUM(A1)", "+86", "${x} {0} %s", "^上^", "==亮==", "||暗||", ":::note",
    "<!-- c -->", "<?php ?>", "``` x", "~~~", "<-<-", "a\u3000b", "e=mc^2_3",
]  # fmt: skip
ALONE = [  # told apart from a bare line only where nothing stands before or after them
    "    四格", "  两格  ", "\u3000全角空\u3000", "\u00a0a\u00a0", "# ", "1.", "#", "-", "===", "a\nb",
    "a \n b", "\\", "$", "", "x" * 300 + "-" * 40,
]  # fmt: skip

COLUMNS = {  # every column that holds words somebody typed
    "accounts": ["name"], "agenda_items": ["title", "reporter"], "awards": ["note"],
    "acceptances": ["representatives", "defects"], "ballot_papers": ["proxy", "reason"],
    "award_rules": ["label"], "classes": ["course", "teacher", "room"],
    "community": ["name", "address"], "emergencies": ["confirming_body", "note"],
    "enrollments": ["emergency_name"], "estates": ["name", "short_name"], "facts": ["words", "unit"],
    "fund_payments": ["payee"], "honours": ["title"], "household_entries": ["note"],
    "meetings": ["title", "place", "chair"], "merchant_groups": ["name"], "bodies": ["name"],
    "merchants": ["name", "payee"], "plans": ["extent", "chosen_how", "accepted_how"],
    "point_entries": ["reason"], "project_notices": ["text", "places"], "project_steps": ["note"],
    "quotations": ["company", "note"], "repair_projects": ["title", "need"],
    "residents": ["name"], "settlements": ["payment_ref"], "sheds": ["name", "position"],
    "shop_items": ["name"], "stock_moves": ["reason"], "parameters": ["basis"],
    "surveys": ["common_part", "equipment_no", "note"], "voucher_batches": ["title", "fund_source"],
}  # fmt: skip
OPEN, SHUT = "⟦", "⟧"  # around each, so that a page's text can be searched for them


EACH = 4  # words of one column: few enough that any list shows all of them


def dealt(table: str, column: str, many: int = EACH) -> list[str]:
    """The words of a column, by its name alone: a run on any day asks the same."""
    first = zlib.crc32(f"{table}.{column}".encode())
    return [f"{OPEN}{STRINGS[(first + more) % len(STRINGS)]}{SHUT}" for more in range(many)]


def _apart(db: sqlite3.Connection, table: str) -> set[str]:
    """Columns in which the file wants no word twice: each row gets its own."""
    sql = (
        "select c.name from pragma_index_list(?) i, pragma_index_info(i.name) c"
        ' where i."unique" and c.name is not null'
    )
    return {row[0] for row in db.execute(sql, [table])}


def fill(path: Path) -> None:
    """Naughty words in every column of the list, as somebody with a database tool could write."""
    db = sqlite3.connect(path)
    triggers = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"drop trigger {name}")
    for table, columns in COLUMNS.items():
        for column in columns:
            many = len(STRINGS) if column in _apart(db, table) else EACH
            words = cycle(dealt(table, column, many))
            db.create_function("naughty", 0, partial(next, words))
            db.execute(f"update {table} set {column} = naughty()")
    for _, sql in triggers:
        db.execute(sql)
    db.commit()
    db.close()
