"""Papers as a table (表格导入): template, preview with every problem, one confirmation; e-vote totals."""

import streamlit as st

from db.repair_fund import paper_imports, papers
from db.visit import Visit, permission_of
from domain.amounts import typed_count
from domain.areas import area
from domain.asking import Asking
from domain.errors import Invalid
from domain.people import Permission
from domain.repair_fund import paper_import
from domain.repair_fund.ballots import Ballot
from domain.repair_fund.paper_import import PaperImport, Preview
from domain.repair_fund.papers import EvoteTotals
from pages import lists
from pages.acts import form
from ui import forms, layout
from ui.yuan import area_input

PAPERS = paper_import.papers()


@form(paper_imports.import_papers)
def draw(visit: Visit, slip: str, ballot: Ballot) -> PaperImport | None:
    st.markdown("先下载模板，房号已经填好，只写“意见”一列：同意、反对或弃权。填好再传上来。")
    lists.template(
        "表决票登记表", PAPERS, Permission.SEE_PAPERS,
        lambda visit: [(room,) for room in paper_imports.rooms_to_fill(visit, ballot.id)],
    )  # fmt: skip
    file = lists.upload(slip)
    if file is None:
        return None
    seen = paper_imports.preview_import(visit, ballot.id, file.rows)
    _preview(seen, file)
    if not seen.good or not forms.save_button(f"导入 {len(seen.good):,} 户", slip, width="content"):
        return None
    return PaperImport(slip, ballot.id, file.name, file.sha256, len(seen.good), file.rows)


def _preview(seen: Preview, file: lists.Upload) -> None:
    with st.container(horizontal=True, gap="small"):
        st.badge(f"可导入 {len(seen.good):,} 户", icon=":material/check_circle:", color="green")
        wrong = len(seen.problems)
        color = "orange" if wrong else "gray"
        st.badge(f"有问题 {wrong:,} 行", icon=":material/warning:", color=color)  # type: ignore[arg-type]
        if seen.unanswered:
            st.badge(f"没填意见 {seen.unanswered:,} 户", color="gray")
        if seen.elsewhere:
            st.badge(f"没有读 {seen.elsewhere:,} 行", icon=":material/warning:", color="orange")
    lists.counts(seen)
    if not seen.problems:
        return
    st.markdown("有问题的不会导入。照下面改好再传一次，已经导入的不会重复。")
    needs = permission_of(paper_imports.preview_import)
    lists.give_back(file, seen, needs, wrong_only=True, key="papers:back")
    lists.problems(seen, PAPERS)


@form(papers.record_evote_totals)
def draw_totals(visit: Visit, slip: str, ballot: Ballot) -> EvoteTotals | None:
    """The totals as the city's system exported them, with the file itself."""
    st.markdown("照市电子投票系统导出的合计填，并传上导出的文件。可以多次登记，以最后一次为准。")
    layout.second_line(f"范围里共 {ballot.heads:,} 人、{area(ballot.area_centi)}。")
    heads_in = st.number_input("参与几人", min_value=0, value=None, step=1, key=f"{slip}:heads_in")
    area_in = area_input("参与面积", key=f"{slip}:area_in")
    heads_yes = st.number_input(
        "同意几人", min_value=0, value=None, step=1, key=f"{slip}:heads_yes"
    )
    area_yes = area_input("同意面积", key=f"{slip}:area_yes")
    file = st.file_uploader("导出的文件或它的照片", max_upload_size=10, key=f"{slip}:file")
    if not forms.save_button("登记合计", slip, width="content"):
        return None
    if file is None:
        raise Invalid("还没选导出的文件。没有文件，合计没有凭据。")
    asking = Asking()
    heads = asking.ask(typed_count, heads_in, "参与几人")
    taking_part = asking.ask(lambda: area_in.centi)
    for_it = asking.ask(typed_count, heads_yes, "同意几人")
    in_favour = asking.ask(lambda: area_yes.centi)
    asking.done()
    return EvoteTotals(
        slip, ballot.id, taking_part, heads, in_favour, for_it, file.name, file.getvalue()
    )
