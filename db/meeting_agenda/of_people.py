"""What meetings keep of people (合并重复): who sits in them, who raised a topic."""

from db.registry_book.merging import RESIDENT, Names, OfPeople

OF_PEOPLE = OfPeople(
    (Names("forum_members", RESIDENT, "会议成员"), Names("topics", RESIDENT, "提的议题"))
)
