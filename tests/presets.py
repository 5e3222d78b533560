"""What a form holds before anybody touched it (预先填好的): nothing, but for what the table names."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from streamlit.testing.v1 import AppTest

from domain.days import BEIJING
from ui.drafts import OF_A_SLIP

MAY = {  # label of a field that may hold something at first: why
    "几件": "one piece; the button itself says 预约 1 件 and what it costs",
    "怎么登记": "which fields are drawn; the amount or the list is typed all the same",
    "关于哪个维修项目": "不涉及维修项目, or the project the address asks for, said above the form",
    "是什么": "the kind of paper whose own 传资料 was tapped",
    "哪个小区": "the estate whose accounts the button stands among",
    "公示内容": "words to be read and changed; the paper is printed from them",
    "改为": "the value in force; saving it unchanged is refused",
    "议什么": "the title of the project the address asks for, said above the form",
    "修什么、修到哪": "the version before, which this one changes",
    "怎么选的施工单位": "the version before, which this one changes",
    "怎么验收": "the version before, which this one changes",
    **dict.fromkeys(
        (
            "社区名称",
            "社区地址",
            "成立年份",
            "一共多少户",
            "面积（平方米）",
            "一共多少人",
            "人数怎么说",
            "小区全名",
            "小区简称",
            "哪种房",
            "交付没有",
            "有没有业委会",
            "规划多少户",
            "物业公司",
            "单位名称",
            "哪一类",
        ),
        "the value in force, in the dialog that changes it; saving it unchanged is refused",
    ),
}
CHANGES = re.compile(
    r"\.change_\w+(:\d+)?-"
)  # the forms of such dialogs, by the name of their slip


def preset(screen: AppTest) -> Iterator[tuple[str, Any]]:
    """(label, value) of every field of a form that is not empty and is not in the table.

    A choice with one line only is none. A day may be today's: the act happens today. A form that
    changes something holds what is on file: saved unchanged, it is refused (domain/changes.py).
    """
    for field in (*screen.number_input, *screen.checkbox, *screen.toggle, *screen.radio,
                  *screen.selectbox, *screen.button_group, *screen.date_input,
                  *screen.text_input, *screen.text_area):  # fmt: skip
        slip = OF_A_SLIP.fullmatch(str(field.key))
        if not slip or CHANGES.search(slip[1]) or field.label.startswith(tuple(MAY)):
            continue
        value = field.value
        alone = len(getattr(field, "options", ())) == 1
        if not (value in (None, False, "", [], ()) or alone or _today(value)):
            yield field.label, value


def _today(value: Any) -> bool:
    return bool(value == datetime.now(BEIJING).date())
