"""What an office brings (办公室的表): a company's list of flats and a list of owners, by openpyxl.

Not by our own writer: as the office's own program makes them, with a title above and a sum below.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import product

from openpyxl import Workbook

ESTATE, BUILDING = "桂花园", "3栋"
WELLS, FLOORS, DOORS = 2, 6, 2
FLATS = WELLS * FLOORS * DOORS
AREAS = (89.52, 118.36)  # m², of the first and the second door
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"


def flats() -> Iterator[tuple[int, int, int]]:
    """Stairwell, floor and door of every flat, in the order a company's list has them."""
    return product(range(1, WELLS + 1), range(1, FLOORS + 1), range(1, DOORS + 1))


def book(*rows: tuple[object, ...]) -> bytes:
    made, out = Workbook(), BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def list_of_flats() -> bytes:
    """As a property company keeps it, the building in its own column."""
    rows = [
        (BUILDING, f"{well}单元", f"{floor}{door:02d}", "住宅", AREAS[door - 1], "不动产登记")
        for well, floor, door in flats()
    ]
    head = ("楼栋", "单元", "房间号", "用途", "建筑面积", "面积来源")
    total = sum(row[4] for row in rows)
    return book((f"{ESTATE}小区房屋台账",), head, *rows, ("合计", None, None, None, total))


def list_of_owners() -> bytes:
    """One line a flat; the first is owned by two people."""
    rows = [
        (f"3-{well}-{floor}{door:02d}", f"{SURNAMES[at]}桂{'兰芳'[at % 2]}", f"1390000{1001 + at}")
        for at, (well, floor, door) in enumerate(flats())
    ]
    first, *others = rows
    both = (first[0], f"{first[1]}、孙建国", first[2])
    return book(("房号", "产权人", "手机号"), both, *others)
