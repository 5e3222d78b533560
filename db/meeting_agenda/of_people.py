"""What meetings keep of people (合并重复): who sits in them, where he is in the registry."""

from db.registry_book.merging import RESIDENT, Names, OfPeople

OF_PEOPLE = OfPeople((Names("forum_members", RESIDENT, "会议成员"),))
