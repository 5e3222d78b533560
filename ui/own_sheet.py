"""个人信息查询单 as a Word file: every part of what is held, line by line, to be handed over."""

from domain.own_sheet import OwnSheet
from ui.paper import add_line, add_seal, add_table, blank_paper, saved

WIDTHS = (5.0, 12.0)


def own_sheet_docx(sheet: OwnSheet) -> bytes:
    """On A4, with the moment, who printed it, and room for the seal."""
    paper = blank_paper(f"{sheet.community}个人信息查询单", sheet.who)
    add_line(
        paper, "本社区的系统里登记的、和这位居民有关的信息，都在这张单子上。有错的，请居委会改。"
    )
    add_line(
        paper, f"{sheet.printed_at:%Y-%m-%d %H:%M} {sheet.printed_by}打印，只交给本人或者监护人。"
    )
    for section in sheet.sections:
        paper.add_heading(section.title, 2)
        if section.lines:
            add_table(paper, ("什么", "登记的"), section.lines, WIDTHS, right=set())
        else:
            add_line(paper, "没有。")
    add_seal(paper, sheet.community, sheet.printed_at.date())
    return saved(paper)
