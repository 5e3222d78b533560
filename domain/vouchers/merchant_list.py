"""The list of merchants (商户名单): 店名 | 哪一类 | 收款户名, one line a shop."""

from domain.columns import Column
from domain.imports.cells import words
from domain.imports.entries import Listing

SHOP, KIND, PAYEE = "店名", "哪一类", "收款户名"
MERCHANTS = Listing(
    "merchants",
    "商户",
    "一家店",
    (
        Column(SHOP, words("店名", least=2), ("商户", "商户名称", "店铺", "店铺名称", "名称"), required=True,
               width=26, text=True, note="照门头写。同一家店只写一行。"),
        Column(KIND, words("哪一类", least=2, most=20), ("类别", "类型", "商户类别", "行业", "商户组"),
               required=True, note="例如：早点、理发。还没有的类会新建。"),
        Column(PAYEE, words("收款户名", least=2, most=40), ("收款人", "户名", "开户名"), required=True,
               width=30, text=True, note="结算付给谁。银行卡号不要写进来。"),
    ),
    key=lambda entry: entry.get(SHOP),
    icon="storefront",
    about="收消费券的店",
)  # fmt: skip
