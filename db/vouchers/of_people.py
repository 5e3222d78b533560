"""What vouchers say of people (合并重复): who holds one."""

from db.registry_book.merging import RESIDENT, Names, OfPeople

OF_PEOPLE = OfPeople((Names("vouchers", RESIDENT, "消费券"),))
