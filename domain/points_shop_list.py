"""The list of goods (货架清单): 物品 | 几枚 | 每人每年 | 库存, one line a thing."""

from domain.columns import Column
from domain.imports.cells import whole, words
from domain.imports.entries import Listing
from domain.points_shop import MOST_PIECES, MOST_POINTS

THING, PRICE, LIMIT, STOCK = "物品", "一件几枚", "每人每年几件", "库存几件"
GOODS = Listing(
    "goods",
    "积分超市的货",
    "一样东西",
    (
        Column(THING, words("物品名称", least=2), ("物品名称", "商品", "商品名称", "品名", "名称"),
               required=True, width=26, text=True, note="一样东西只写一行。"),
        Column(PRICE, whole("一件几枚", MOST_POINTS, least=1), ("积分", "枚数", "所需积分", "兑换积分", "单价"),
               required=True, note="换一件要几枚湾郡币，写整数。不写钱数。"),
        Column(LIMIT, whole("每人每年几件", MOST_PIECES, least=1), ("限量", "每人限量", "每人每年", "限兑"),
               required=True, note="每个人一年最多换几件。"),
        Column(STOCK, whole("库存几件", MOST_PIECES), ("库存", "数量", "件数", "现有"),
               note="现在有几件。已有的东西，选“以表为准”才会按盘点改。"),
    ),
    key=lambda entry: entry.get(THING),
    icon="redeem",
    about="用湾郡币换的东西",
)  # fmt: skip
