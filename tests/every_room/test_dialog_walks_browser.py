"""Every dialog of the house and its walk (每个对话框走一遍): from the first click to the stored row.

The list is read from the code: `dialog` of pages/acts.py registers each. A dialog that is in none of the
two tables fails the first test.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

import pages.rooms  # noqa: F401  # every dialog registers itself
from pages.dialogs import DIALOGS
from tests import ROOT
from tests.browsing import settled, sign_in_as
from tests.serving import Served

expect.set_options(timeout=30_000)
FUND = "pages.repair_fund"


@dataclass(frozen=True)
class Walk:
    """Who opens it where, by which button; what is filled in; the save button; what was done."""

    who: str
    address: str
    opens: str
    fill: Callable[[Locator], None]
    save: str
    action: str


def write(**fields: str) -> Callable[[Locator], None]:
    def fill(dialog: Locator) -> None:
        for label, words in fields.items():
            field = dialog.get_by_label(label).first
            field.fill(words)
            field.blur()

    return fill


def new_account(dialog: Locator) -> None:
    dialog.get_by_label("角色").click()
    dialog.page.get_by_role("option").first.click()
    settled(dialog.page)
    write(姓名="周新来", 用户名="newclerk", 先给一个密码="wan-jun-2026-walk")(dialog)


WALKS = {
    "pages.parameters._change": Walk(
        "admin", "/settings", "改", write(改为="10.5", 为什么改="街道通知"), "保存",
        "parameters.change_",
    ),
    "pages.accounts._create": Walk(
        "admin", "/people", "开新账号",
        new_account, "开账号",
        "accounts.create_account",
    ),
}  # fmt: skip
ELSEWHERE = {  # walked from click to stored row in these files
    "pages.accounts._manage": "test_accounts_browser.py",
    "pages.rest_years._enter": "test_rest_days.py",
    "pages.rest_years._withdraw": "test_rest_days.py",
    "pages.parameters._change_words": "test_office_walks_browser.py",
    "pages.points_ledger.monthly._record": "test_office_walks_browser.py",
    "pages.points_ledger.statement._reverse": "test_office_walks_browser.py",
    "pages.points_shop_queue._return_goods": "test_office_walks_browser.py",
    "pages.academy_roster.roster_dialog": "test_academy_browser.py",
    "pages.academy_enrollment._enroll": "test_choosing_browser.py",
    "pages.meeting_item_form.add_item_dialog": "test_browser.py",
    "pages.points_ledger.award.award_dialog": "test_choosing_browser.py",
    "pages.points_ledger.activity.activity_dialog": "test_drafts_browser.py",
    "pages.points_ledger.statement._transfer": "test_ledger_taps.py",
    "pages.shed_capacity._count_dialog": "test_drafts_browser.py",
    f"{FUND}.account_forms.interest_dialog": "test_fund_money_browser.py",
    f"{FUND}.account_forms.correct_dialog": "test_fund_money_browser.py",
    f"{FUND}.account_forms.deposit_dialog": "test_booked_before.py",
    **dict.fromkeys(
        (
            f"{FUND}.account_forms.topup_dialog", f"{FUND}.money_forms.send_back_dialog",
            f"{FUND}.money_forms.self_pay_dialog", f"{FUND}.files_tab.withdraw_dialog",
            f"{FUND}.early.scope_dialog", f"{FUND}.early.emergency_dialog",
            f"{FUND}.notice_forms.objection_dialog", f"{FUND}.notice_forms.answer_dialog",
            f"{FUND}.next_step._send_back", f"{FUND}.next_step.stop_dialog",
            f"{FUND}.vote_dialogs.owners_word_dialog", f"{FUND}.vote_dialogs.withdraw_dialog",
            f"{FUND}.vote_dialogs.differs_dialog",
        ),
        "test_fund_dialogs_browser.py",
    ),
    **dict.fromkeys(
        (
            f"{FUND}.money_forms.payment_dialog", f"{FUND}.money_forms.approval_dialog",
            f"{FUND}.money_forms.settlement_dialog", f"{FUND}.files_tab._look",
            f"{FUND}.files_tab.file_dialog", f"{FUND}.early.survey_dialog",
            f"{FUND}.early.quotation_dialog", f"{FUND}.early.plan_dialog",
            f"{FUND}.notice_forms.put_up_dialog", f"{FUND}.notice_forms.take_down_dialog",
            f"{FUND}.notice_forms.ballot_dialog", f"{FUND}.works_forms.start_dialog",
            f"{FUND}.works_forms.acceptance_dialog", f"{FUND}.works_forms.warranty_dialog",
            f"{FUND}.next_step.move_dialog", f"{FUND}.proposing.propose_dialog",
        ),
        "test_fund_browser.py",
    ),
    f"{FUND}.vote_dialogs.correct_dialog": "test_fund_vote_browser.py",
    "pages.academy_term_forms.add_term_dialog": "test_nouns_browser.py",
    "pages.academy_term_forms.change_term_dialog": "test_nouns_browser.py",
    "pages.academy_class_forms.add_class_dialog": "test_nouns_browser.py",
    "pages.academy_class_forms.change_class_dialog": "test_nouns_browser.py",
    "pages.points_shop_manage.change_item_dialog": "test_nouns_browser.py",
    "pages.vouchers.merchants_manage.change_merchant_dialog": "test_nouns_browser.py",
    "pages.vouchers.merchants_manage.change_group_dialog": "test_nouns_browser.py",
    "pages.accounts_manage.many_dialog": "test_account_slips_browser.py",
    "pages.meeting_promise_forms.carry_dialog": "test_promises_browser.py",
    "pages.meeting_promise_forms.cancel_dialog": "test_promises_browser.py",
    "pages.meeting_minutes_forms.edit_dialog": "test_minutes_browser.py",
    "pages.meeting_minutes_forms.back_dialog": "test_minutes_browser.py",
    "pages.meeting_minutes_forms.correct_dialog": "test_minutes_browser.py",
    "pages.meeting_member_forms.add_member_dialog": "test_members_browser.py",
    "pages.meeting_member_forms.end_member_dialog": "test_members_browser.py",
    "pages.meeting_member_forms.change_rule_dialog": "test_members_browser.py",
    "pages.meeting_series.start_dialog": "test_members_browser.py",
    "pages.meeting_series.change_dialog": "test_members_browser.py",
    "pages.meeting_manage.plan_dialog": "test_nouns_browser.py",
    "pages.meeting_manage.change_dialog": "test_nouns_browser.py",
    "pages.award_rules_manage.add_rule_dialog": "test_nouns_browser.py",
    "pages.award_rules_manage.change_rule_dialog": "test_nouns_browser.py",
    "pages.shed_manage.add_dialog": "test_nouns_browser.py",
    "pages.shed_manage.change_dialog": "test_nouns_browser.py",
    "pages.vouchers.page._batch_dialog": "test_voucher_browser.py",
    "pages.places.facts._change": "test_places_browser.py",
    **dict.fromkeys(
        (f"pages.places.board_words._{what}" for what in
         ("add_fact", "change_fact", "add_honour", "change_honour")),
        "test_board_words_browser.py",
    ),
    "pages.academy_copy_forms.copy_classes_dialog": "test_classes_again_browser.py",
    **dict.fromkeys(
        (f"pages.registry.dialogs.{what}_dialog" for what in
         ("sale", "move_in", "move_out", "number", "area")),
        "test_registry_browser.py",
    ),
    **dict.fromkeys(
        (f"pages.registry.mistakes.{what}_dialog" for what in ("tie", "undo_move", "undo_sale")),
        "test_undoing_browser.py",
    ),
    "pages.registry.stewards.steward_dialog": "test_registry_browser.py",
    **dict.fromkeys(
        (f"pages.registry.{what}_dialog" for what in
         ("marks.add", "marks.change", "vehicles.add", "vehicles.change", "grids.add",
          "grids.change")),
        "test_neighbours_browser.py",
    ),
    "pages.registry.person_facts.correct_dialog": "test_persons_browser.py",
    "pages.registry.alike.merge_dialog": "test_merges_browser.py",
    "pages.places.buildings._add": "test_buildings_browser.py",
    "pages.places.buildings._manage": "test_buildings_browser.py",
    "pages.places.units.add_dialog": "test_buildings_browser.py",
    "pages.places.units.remove_dialog": "test_buildings_browser.py",
    **dict.fromkeys(
        (f"pages.places.estates._{what}" for what in
         ("add_estate", "change_estate", "add_body", "change_body")),
        "test_places_browser.py",
    ),
}  # fmt: skip


def test_no_dialog_is_forgotten():
    assert set(DIALOGS) == set(WALKS) | set(ELSEWHERE)
    files = {file.name for file in (ROOT / "tests").rglob("test_*.py")}
    assert set(ELSEWHERE.values()) <= files


@pytest.mark.parametrize("name", WALKS)
def test_a_dialog_goes_from_click_to_stored_row(page: Page, served: Served, name: str):
    walk = WALKS[name]
    sign_in_as(page, walk.who, walk.address)
    page.get_by_role("button", name=walk.opens, exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settled(page)
    walk.fill(dialog)
    settled(page)
    dialog.get_by_role("button", name=walk.save, exact=True).click()
    expect(dialog).to_have_count(0)
    with served.opened() as db:
        row = db.execute("select action from audit_log order by id desc limit 1").fetchone()
    assert str(row[0]).startswith(walk.action)
