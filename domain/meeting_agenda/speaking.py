"""Who speaks how long (发言): a few minutes a time, a few times an item."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpeakingTime:
    """How long one speaks at a time, in minutes, and how often on one item."""

    minutes: int
    times: int

    def needed(self, people: int) -> int:
        """Minutes an item takes when everybody there uses all of theirs: 12 × 2 × 2 = 48."""
        return people * self.times * self.minutes

    def warning(self, planned: int, people: int) -> str:
        """In words, where an item is too short for its speakers; empty where it is not."""
        needed = self.needed(people)
        if needed <= planned:
            return ""
        return (
            f"到会 {people} 人，每人 {self.times} 次、每次 {self.minutes} 分钟要 {needed} 分钟，"
            f"这一项只排了 {planned} 分钟。请先让没发言的说。"
        )


SPEAKING = SpeakingTime(
    minutes=2, times=2
)  # twelve principles of debate (议事规则十二条), 限时限次
