"""要补的: what the registry lacks, each line one tap from the flat where it is put right."""

from collections.abc import Callable

import streamlit as st

from db.registry_book import gaps
from db.visit import Visit
from domain.registry_book.door import MOST_LISTED, Gap
from ui import layout

KINDS: tuple[tuple[str, str, Callable[[Visit], list[Gap]]], ...] = (
    ("产权人没登记姓名", "表决时不知道该找谁。点开按“过户”登记。", gaps.without_owner),
    ("产权人没有电话", "有事联系不上。点开按“加电话”。", gaps.without_number),
    ("一年没核对过", "点开按“一样”“有不同”，或者从楼栋那里挨户核对。", gaps.unconfirmed),
    ("一个电话登记了 5 套以上", "多半是中介的或者凑数的，核对了再停用。", gaps.shared_numbers),
)


def draw(visit: Visit) -> None:
    for title, why, read in KINDS:
        found = read(visit)
        mark = ":orange-badge[{}]" if found else ":green-badge[:material/check: 没有]"
        st.markdown(f"### {title} {mark.format(f'{len(found)} 套')}", anchors=False)
        if not found:
            continue
        layout.second_line(why)
        with st.container(horizontal=True, gap="small"):
            for one in found[:MOST_LISTED]:
                words = f"{layout.escaped(one.estate)} {layout.bold(one.code)}"
                layout.link(
                    f"{words} {layout.escaped(one.more)}".strip(), f"registry?unit={one.unit_id}"
                )
        if len(found) > MOST_LISTED:
            layout.second_line(f"还有 {len(found) - MOST_LISTED} 套，补完这些再看。")
