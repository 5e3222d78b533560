"""Whom a row means that only names somebody of the register (谁): by home, number and birth."""

from collections import defaultdict
from collections.abc import Collection

from db.imports.residents import known_people
from db.visit import Visit
from domain.errors import Invalid
from domain.imports.cells import Birth
from domain.imports.resident_list import Known


class People:
    """The register by name. `find` answers with one person, and never guesses between two."""

    def __init__(self, visit: Visit, estate_id: int | None) -> None:
        self.by_name: defaultdict[str, list[Known]] = defaultdict(list)
        for one in known_people(visit.db, estate_id):
            self.by_name[one.name].append(one)

    def find(
        self, name: str, code: str = "", numbers: Collection[str] = (), born: Birth | None = None
    ) -> Known:
        """The resident of that name at that home, or with that number, or of that birth.

        Raises Invalid for nobody, for several, and where only the name agrees.
        """
        named = self.by_name.get(name, [])
        if not named:
            raise Invalid(f"底册里没有叫{name}的人。先导居民，或者在底册里加。")
        if code:
            named = [one for one in named if code in one.homes]
            if not named:
                raise Invalid(f"{code} 没有叫{name}的居民。请核对房号，或者先导居民。")
        called = [one for one in named if one.numbers & set(numbers)]
        found = called or named
        if born:
            odd = [one for one in found if _apart(one, born)]
            found = [one for one in found if one not in odd]
            if not found:
                raise Invalid(
                    f"底册里的{name}是 {odd[0].birth_year} 年出生，表里是 {born.text}。请核对。"
                )
        sure = code or called or (born and [one for one in found if one.birth_year == born.year])
        if len(found) == 1 and sure:
            return found[0]
        if len(found) > 1:
            raise Invalid(
                f"底册里有 {len(found)} 个{name}，分不开是哪一个。写上房号，或者他登记过的电话。"
            )
        raise Invalid(f"底册里的{name}电话对不上，不知道是不是同一个人。写上房号再导。")


def _apart(one: Known, born: Birth) -> bool:
    """Whether a birth contradicts what the register knows."""
    if born.on and one.birth_on:
        return born.on != one.birth_on
    return one.birth_year is not None and one.birth_year != born.year
