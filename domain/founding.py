"""The paper with which a real community begins (第一次使用)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Founding:
    """The community's name and its first administrator; the address may stay empty."""

    name: str
    address: str
    username: str
    admin_name: str
    password: str = field(repr=False)
