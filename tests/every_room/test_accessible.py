"""Accessibility (无障碍): axe-core over every page, light and dark, beside a bare Streamlit page."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from domain.people import GRANTS, Role
from pages.rooms import ROOMS
from tests.browsing import settled, sign_in_as, visit_page, window
from tests.serving import serving
from tests.sweeping import project_in

pytestmark = pytest.mark.looks

BARE = """
import streamlit as st
def page():
    st.title("光页面")
    st.metric("在办项目", "18 个", border=True)
    st.button("按钮")
    st.button("另一个")
    st.text_input("文字")
    st.number_input("数字", value=1)
    st.pills("药丸", ["一", "二"], default="一")
    st.segmented_control("分段", ["一", "二"], default="一")
    st.progress(0.4, text="进度")
    st.badge("徽章", color="orange")
    st.tabs(["甲", "乙"])
    st.table([{"列": "格"}], border="horizontal")
    with st.expander("展开"):
        st.markdown("文字")
    st.vega_lite_chart(
        {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}})
st.set_page_config(page_title="光页面", layout="wide")
st.navigation([st.Page(page, title="甲", default=True), st.Page(st.stop, title="乙", url_path="b")]).run()
"""
FUND = ("surveyed", "voting", "settle_notice")
expect.set_options(timeout=30_000)


def violations(page: Page) -> dict[str, list[str]]:
    """Each broken rule of axe, and where on the page."""
    settled(page)
    found: Any = Axe().run(page).response["violations"]
    return {
        f"{rule['id']} ({rule['impact']})": [
            f"{node['target'][0]} {node['html'][:160]}" for node in rule["nodes"][:4]
        ]
        for rule in found
    }


@pytest.fixture(scope="module")
def unavoidable(browser, tmp_path_factory) -> set[str]:
    """The rules that a bare page under our theme breaks too: the framework's own debts."""
    folder = tmp_path_factory.mktemp("bare")
    program = folder / "bare.py"
    program.write_text(BARE, encoding="utf-8")
    broken: set[str] = set()
    with serving(folder / "none.db", folder / "log", program) as bare:
        for scheme in ("light", "dark"):
            with window(browser, bare.url, color_scheme=scheme) as context:
                page = context.new_page()
                visit_page(page, "/")
                broken |= set(violations(page))
    return broken


def ours(page: Page, unavoidable: set[str]) -> dict[str, list[str]]:
    return {rule: at for rule, at in violations(page).items() if rule not in unavoidable}


def told(broken: dict[str, dict[str, list[str]]]) -> str:
    """Page, rule and place, one to a line."""
    return "\n".join(
        f"{where}: {rule}: {place}"
        for where, rules in broken.items()
        for rule, places in rules.items()
        for place in places
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN])
def test_no_page_breaks_a_rule_that_a_bare_page_keeps(browser, served, unavoidable, role, scheme):
    broken = {}
    with window(browser, served.url, color_scheme=scheme) as context:
        page = context.new_page()
        if role is Role.SECRETARY:
            visit_page(page, "/")
            broken["sign-in"] = ours(page, unavoidable)
        sign_in_as(page, role)
        for room in ROOMS:
            only_here = role is Role.SECRETARY or room.needs not in GRANTS[Role.SECRETARY]
            if room.needs not in GRANTS[role] or not only_here:
                continue
            visit_page(page, f"/{room.address}")
            broken[f"/{room.address}"] = ours(page, unavoidable)
    assert not any(broken.values()), told(broken)


@pytest.mark.parametrize(
    ("address", "opens"),
    [("/agenda", "加议题"), ("/sheds", "记一次清点"), ("/points", "登记湾郡币")],
)
def test_no_dialog_breaks_a_rule_either(page: Page, unavoidable, address, opens):
    sign_in_as(page, "secretary", address)
    page.get_by_role("button", name=opens).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    broken = {address: ours(page, unavoidable)}
    assert not any(broken.values()), told(broken)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_tab_of_a_repair_project_breaks_a_rule(browser, served, unavoidable, scheme):
    broken = {}
    with window(browser, served.url, color_scheme=scheme) as context:
        page = context.new_page()
        sign_in_as(page, "clerk")
        for address in ("/fund", *(f"/fund?project={project_in(served, state)}" for state in FUND)):
            visit_page(page, address)
            for tab in page.get_by_role("tab").all():
                tab.click()
                broken[f"{address} {tab.inner_text()}"] = ours(page, unavoidable)
    assert not any(broken.values()), told(broken)
