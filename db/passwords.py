"""Password hashes (bcrypt), in the form streamlit-authenticator's Hasher makes and reads."""

from functools import cache

import bcrypt


def hashed(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def matches(password: str, password_hash: str) -> bool:
    return bcrypt.checkpw(password.encode(), password_hash.encode())


@cache
def nobodys_hash() -> str:
    """Checked for names that do not exist, so that they take as long as those that do."""
    return hashed("nobody has this password")
