"""消费券 on a resident's page: what is in hand and what became of the rest, never a code."""

from db.visit import Visit
from db.vouchers import pieces
from domain.days import short_day
from domain.money import yuan
from domain.own_sheet import Line
from domain.registry import Resident
from domain.vouchers.pieces import HeldVoucher, VoucherState
from pages.feature import ResidentPart
from ui import tables


def _draw(visit: Visit, who: Resident, told: list[HeldVoucher]) -> None:
    def until(voucher: HeldVoucher) -> str:
        if voucher.state is VoucherState.ISSUED:
            return f"{short_day(voucher.valid_to, visit.today)}前能用"
        used = voucher.used_at and short_day(voucher.used_at.date(), visit.today)
        return f"{used} {voucher.merchant}" if used and voucher.merchant else ""

    columns = [
        tables.Column("券", lambda voucher: voucher.title),
        tables.Column("面值", lambda voucher: yuan(voucher.face_fen), right=True),
        tables.Column("现在", lambda voucher: voucher.state.label),
        tables.Column("什么时候", until),
    ]
    tables.show(told, columns, alt=f"{len(told)} 张券", empty="")


def _words(told: list[HeldVoucher]) -> list[Line]:
    return [(voucher.title, f"{yuan(voucher.face_fen)}，{voucher.state.label}") for voucher in told]


PART = ResidentPart(
    "消费券", "confirmation_number", pieces.given_to, _draw, "手里没有消费券。", words=_words
)
