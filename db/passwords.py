"""Password hashes (bcrypt), in the form streamlit-authenticator's Hasher makes and reads."""

from functools import cache

import bcrypt
from sqlite_utils import Database

from db.names import sounds


def hashed(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def matches(password: str, password_hash: str) -> bool:
    return bcrypt.checkpw(password.encode(), password_hash.encode())


def names_on_the_door(db: Database, *own: str) -> list[str]:
    """Names a password may not consist of: those given, the community's and its estates', also
    in pinyin."""
    sql = "select name from community union select name from estates union select short_name from estates"
    names = [*own, *(str(row[0]) for row in db.execute(sql))]
    return [*names, *("".join(sounds(name)) for name in names)]


@cache
def nobodys_hash() -> str:
    """Checked for names that do not exist, so that they take as long as those that do."""
    return hashed("nobody has this password")
