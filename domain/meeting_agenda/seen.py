"""Two people at one meeting (两个人一起记): what is saved carries the newest entry its writer saw."""

from dataclasses import dataclass
from datetime import datetime

from domain.days import clock
from domain.errors import WrongState


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest entry about one thing: what it says, by whom and when."""

    id: int
    said: str
    by: str
    at: datetime


def check_seen(what: str, seen: int, newest: Newest | None) -> None:
    """Raises WrongState naming who was quicker, and what he wrote; nothing of either is lost."""
    if newest is not None and newest.id != seen:
        raise WrongState(
            f"{what}：{newest.by}在 {clock(newest.at)} 已经记了“{newest.said}”。"
            "您填的还在，还没存。看一眼，要改再点一次。"
        )
