"""The list of household accounts (分户清册): what the keeper of the fund says of each on a day.

It opens the accounts once (期初余额). A later difference is a restatement (期初更正), never an
overwriting; research A1, A4.
"""

from domain.amounts import read_fen, yuan_typed
from domain.columns import ROOM, Column, no_day
from domain.errors import Invalid
from domain.imports.cells import area, area_shown, day
from domain.imports.entries import Entry, Listing
from domain.money import yuan
from domain.repair_fund.booking import FUND_BEGAN
from domain.rooms import read_room

CODE, AREA, FIRST, TOPUPS, USED, INTEREST, BALANCE, AS_OF = (
    "房号", "建筑面积", "首期交存", "补交", "使用", "利息", "余额", "截止日",
)  # fmt: skip
RESTATE = "更正"


def _fen(what: str, hint: str = "") -> Column:
    spelled = {
        FIRST: ("首期", "应交金额", "缴存金额", "首期交存金额", "交存金额"),
        TOPUPS: ("续交", "补交金额", "续交金额"),
        USED: ("支出", "使用金额", "已使用", "列支"),
        INTEREST: ("增值收益", "收益", "利息收入"),
        BALANCE: ("期末余额", "结余", "账户余额", "期初余额", "当前余额"),
    }[what]
    must = what in (FIRST, BALANCE)
    return Column(
        what, lambda typed: read_fen(typed, what), spelled, required=must, awaited=what == BALANCE,
        width=14, show=yuan_typed, note=hint or "元，没有就写 0，不知道就空着。",
    )  # fmt: skip


OPENINGS = Listing(
    "openings",
    "分户清册",
    "一户",
    (
        Column(CODE, no_day, ROOM, required=True, width=14, text=True, note="写全：3-1-502。"),
        Column(AREA, area, ("面积", "建面", "产权面积"), width=12, show=area_shown,
               note="只用来和底册核对，不改底册。"),
        _fen(FIRST, "元，首期交了多少。没交过写 0。"),
        _fen(TOPUPS), _fen(USED), _fen(INTEREST),
        _fen(BALANCE, "元，截止日账上还有多少。没有钱写 0。"),
        Column(AS_OF, day(AS_OF), ("截止日期", "余额日期", "对账日期", "日期"), required=True, width=14,
               text=True, note="这张清册算到哪一天。"),
    ),
    key=lambda entry: read_room(str(entry.get(CODE))) or entry.get(CODE),
    per_estate=True,
    fixed=frozenset({CODE, AREA, FIRST, TOPUPS, USED, INTEREST, AS_OF}),
    past=frozenset({AS_OF}),
    adds=frozenset({BALANCE}),  # a difference is an entry more, and is asked row by row
    summed=BALANCE,
    group=lambda entry: _building(entry),
    naming=1,
    icon="account_balance",
    about="每户维修资金的期初余额",
)  # fmt: skip


def _building(entry: Entry) -> str:
    """The building a row speaks of, for the sums of the preview."""
    code = read_room(str(entry.get(CODE)))
    return f"{code.rsplit('-', 2)[0]}栋" if code else "其他"


def check_opening(entry: Entry) -> None:
    """Whether a row may open an account: not before there was a fund. Raises Invalid."""
    on = entry.get(AS_OF)
    if on < FUND_BEGAN.on:
        raise Invalid(f"截止日 {on.isoformat()} 太早，那时还没有维修资金。请核对。")


def looks(entry: Entry, area_centi: int) -> list[str]:
    """What somebody should look at: what does not add up, and another area than the register's."""
    found = []
    parts = [entry.get(what) for what in (FIRST, TOPUPS, INTEREST, USED)]
    if None not in parts:
        first, more, interest, used = parts
        if first + more + interest - used != entry.get(BALANCE):
            total = yuan(first + more + interest - used)
            found.append(f"首期＋补交＋利息－使用是 {total}，余额写的是 {yuan(entry.get(BALANCE))}")
    if entry.get(AREA) not in (None, area_centi):
        found.append(f"清册的面积是 {area_shown(entry.get(AREA))}，底册是 {area_shown(area_centi)}")
    return found


def restated(old_fen: int, new_fen: int) -> str:
    """What a later list says of an account that was opened, as a question."""
    more = "多" if new_fen > old_fen else "少"
    return (
        f"期初登记的是 {yuan(old_fen)}，表里是 {yuan(new_fen)}，{more} {yuan(abs(new_fen - old_fen))}。"
        "点“更正”记一笔期初更正"
    )
