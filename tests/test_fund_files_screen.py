"""The papers of a project on the screen (资料): before and after side by side, and a download."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from db import accounts
from db.repair_fund import files
from db.visit import Visit
from domain.days import BEIJING
from domain.people import Role
from domain.repair_fund.files import FileKind, NewFile
from tests.browsing import settled, sign_in_as, visit_page
from tests.serving import Served
from tests.test_fund_journey import picture


def test_photographs_before_and_after_stand_side_by_side(page: Page, served: Served):
    with served.opened() as db:
        project = db.execute("select id from repair_projects where state = 'accepted'").fetchone()[
            0
        ]
        visit = Visit(db, accounts.user(db, "clerk"), datetime.now(BEIJING))
        for shade, kind in ((40, FileKind.PHOTO_BEFORE), (200, FileKind.PHOTO_AFTER)):
            new = NewFile(f"photo-{kind}", project, kind, f"{kind.label}.png", picture(shade))
            files.attach_file(visit, new)
    sign_in_as(page, Role.CLERK)
    visit_page(page, f"/fund?project={project}")
    page.get_by_role("tab", name="资料").click()
    settled(page)
    photographs = page.get_by_test_id("stMain").get_by_test_id("stImage")
    expect(photographs).to_have_count(2)
    boxes = [photographs.nth(number).bounding_box() for number in range(2)]
    assert boxes[0] and boxes[1]
    assert boxes[0]["x"] < boxes[1]["x"], "before stands left of after"
    with page.expect_download() as coming:
        page.get_by_role("button", name="下载").first.click()
    assert Path(coming.value.path()).read_bytes() in (picture(40), picture(200))
