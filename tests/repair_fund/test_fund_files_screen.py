"""The papers of a project on the screen (资料): before and after side by side, and a download."""

import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from db import accounts
from db.connection import IntegrityError
from db.repair_fund import files
from db.repair_fund.dossier import dossier
from db.visit import Visit
from domain.days import BEIJING
from domain.errors import Invalid, WrongState
from domain.people import Role
from domain.repair_fund.files import FileKind, NewFile
from tests.browsing import hand_over, settled, sign_in_as, visit_page
from tests.photographs import from_a_phone, opened, picture
from tests.serving import Served


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
    photographs = page.get_by_test_id("stMain").get_by_role(
        "img", name=re.compile("^维修[前后]照片$")
    )
    expect(photographs).to_have_count(2)
    boxes = [photographs.nth(number).bounding_box() for number in range(2)]
    assert boxes[0] and boxes[1]
    assert boxes[0]["x"] < boxes[1]["x"], "before stands left of after"
    with page.expect_download() as coming:
        _row(page, "维修前照片.png").get_by_role("button", name="下载").click()
    assert Path(coming.value.path()).read_bytes() == picture(40)


def _row(page: Page, name: str) -> Locator:
    return page.locator("[class*=st-key-row-files-]", has=page.get_by_role("button", name=name))


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_role("button", name="传资料").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    kind = dialog.get_by_role("combobox", name="是什么")
    if kind.input_value() != FileKind.PHOTO_BEFORE.label:
        kind.click()
        page.get_by_role("option", name=FileKind.PHOTO_BEFORE.label, exact=True).click()
        settled(page)
    hand_over(page, {"name": name, "mimeType": "image/jpeg", "buffer": content})
    dialog.get_by_role("button", name="存好").click()


def broken_and_on_file(served: Served) -> int:
    """A project with a photograph that was stored before pictures were checked."""
    content = b"\xff\xd8\xff broken"
    with served.opened() as db:
        (project,) = db.execute(
            "select id from repair_projects where state = 'surveyed'"
        ).fetchone()
        print_of = sha256(content).hexdigest()
        db.execute("insert into file_contents values (?, ?)", [print_of, content])
        db.execute(
            "insert into project_files (project_id, kind, name, media_type, size, sha256, added_by,"
            " added_on) values (?, 'photo_before', '旧.jpg', 'image/jpeg', 10, ?, 1, '2026-01-02')",
            [project, print_of],
        )
    return int(project)


def half_a_picture_is_refused(page: Page, whole: bytes) -> None:
    upload(page, "cut.jpg", whole[: len(whole) // 2])
    expect(page.get_by_role("dialog").get_by_text("“cut.jpg”打不开")).to_be_visible()
    page.get_by_role("dialog").get_by_label("关闭").first.click()


def it_is_kept_once_upright_and_without_its_place(served: Served, project: int) -> None:
    with served.opened() as db:
        found = db.execute(
            "select content from file_contents join project_files using (sha256)"
            " where project_id = ? and name = 'IMG_1.jpg'", [project],
        ).fetchall()  # fmt: skip
    kept = opened(found[0][0])
    assert len(found) == 1
    assert kept.width < kept.height == 2048
    assert dict(kept.getexif()) == {}


def it_is_shown_upright(page: Page) -> None:
    page.get_by_role("button", name="IMG_1.jpg").click()
    shown = page.get_by_role("dialog").get_by_role("img", name="维修前照片")
    expect(shown).to_be_visible()
    assert shown.evaluate("img => img.naturalHeight > img.naturalWidth")
    page.get_by_role("dialog").get_by_label("关闭").first.click()


def the_old_one_is_taken_back_with_a_reason(page: Page) -> None:
    old = page.locator("[class*=st-key-row-files-]").filter(has_text="旧.jpg")
    old.get_by_role("button", name="撤回").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("为什么撤回").fill("打不开，重传了")
    dialog.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("已撤回维修前照片：旧.jpg。")).to_be_visible()
    expect(page.get_by_text("撤回：打不开，重传了")).to_be_visible()
    expect(old.get_by_role("button", name="撤回")).to_have_count(0)


def test_a_photograph_is_uploaded_upright_a_broken_one_refused_and_a_wrong_one_taken_back(
    page: Page, served: Served
):
    whole, project = from_a_phone((3000, 2000)), broken_and_on_file(served)
    sign_in_as(page, Role.CLERK)
    visit_page(page, f"/fund?project={project}")
    page.get_by_role("tab", name="资料").click()
    settled(page)
    expect(page.get_by_text("这张图打不开")).to_be_visible()
    half_a_picture_is_refused(page, whole)
    upload(page, "IMG_1.jpg", whole)
    expect(page.get_by_text("已存好维修前照片：IMG_1.jpg。")).to_be_visible()
    it_is_kept_once_upright_and_without_its_place(served, project)
    it_is_shown_upright(page)
    the_old_one_is_taken_back_with_a_reason(page)


def test_a_file_taken_back_is_asked_for_again_and_stays_on_record(served: Served):
    with served.opened() as db:
        clerk = Visit(db, accounts.user(db, "clerk"), datetime.now(BEIJING))
        project = db.execute("select id from repair_projects where state = 'planned'").fetchone()[0]
        new = NewFile("wrong", project, FileKind.MINUTES, "纪要.png", picture(7))
        id = files.attach_file(clerk, new).id
        assert FileKind.MINUTES in dossier(clerk, project).files
        with pytest.raises(Invalid, match="为什么撤回"):
            files.withdraw_file(clerk, id, " ", slip="back-1")
        receipt = files.withdraw_file(clerk, id, "别的会的", slip="back-2")
        assert receipt.told == "已撤回会议纪要：纪要.png。记录还留着。"
        assert FileKind.MINUTES not in dossier(clerk, project).files
        (gone,) = [file for file in files.files(clerk, project) if file.id == id]
        assert (gone.withdrawn_by, gone.why) == (clerk.user.name, "别的会的")
        with pytest.raises(WrongState, match="已经撤回了"):
            files.withdraw_file(clerk, id, "再撤一次", slip="back-3")
        with pytest.raises(Invalid, match="撤回过（别的会的）"):
            files.attach_file(
                clerk, NewFile("again", project, FileKind.MINUTES, "新名.png", picture(7))
            )
        for change in ("delete from withdrawn_files", "update withdrawn_files set reason = '改了'"):
            with pytest.raises(IntegrityError, match="stays as it was"):
                db.execute(change)
