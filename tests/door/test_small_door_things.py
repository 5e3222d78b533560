"""Small things at the door: weak passwords, whose file it is, known names, and other estates."""

import importlib
import inspect
import os
import pkgutil
import stat
from pathlib import Path

import pytest
from sqlite_utils import Database

import db.repair_fund
from db import accounts, connection, private
from db.meeting_agenda import meetings
from db.repair_fund import files, moves
from domain.accounts import check_password
from domain.errors import DomainError, Invalid, NotAllowed
from domain.meeting_agenda.meetings import ItemType, NewAgendaItem
from domain.people import Role, User
from domain.repair_fund.files import FileKind, NewFile
from domain.repair_fund.notices import NoticeKind
from domain.weak_passwords import common
from door.hosts import Hosts
from tests import community, empty, fund_desk
from tests.serving import Served

pytestmark = pytest.mark.looks

# Passwords anybody would try ---------------------------------------------------------------------

DOOR = ["王建国", "wangjianguo", "湾郡社区", "wanjunshequ", "安普顿小镇", "anpudunxiaozhen"]


@pytest.mark.parametrize(
    "password",
    ["woaini1314", "woaini1314520", "5201314woaini", "WoAiNi5201314", "5201314520", "qwe123qwe123",
     "qwertyuiop", "1qaz2wsx3edc", "1q2w3e4r5t", "asdfghjkl1", "zxcvbnm123", "password123",
     "Password@2026", "P@ssw0rd123", "admin@123456", "admin123456", "1234567890a", "abc1234567890",
     "a123456789", "12345678910", "19800101123", "13800138000", "iloveyou1314", "wuhan2026!!",
     "武汉2026武汉2026", "我爱你1314520", "welcome2026!", "passwordpassword", "qwerty123456",
     "abcdefghij", "0987654321", "zhangwei1985", "aa123456789", "管理员1234567"],
)  # fmt: skip
def test_what_everybody_uses_is_refused(password: str):
    with pytest.raises(Invalid):
        check_password(password, "clerk", DOOR)


@pytest.mark.parametrize(
    "password",
    ["王建国1985070", "wangjianguo1985", "湾郡社区2026!!", "wanjunshequ123", "anpudunxiaozhen1"],
)
def test_the_names_on_the_door_are_refused(password: str):
    with pytest.raises(Invalid, match="名字"):
        check_password(password, "clerk", DOOR)


@pytest.mark.parametrize(
    "password",
    ["orange-2027-lake", "ten chars!", "武汉关东街道湾郡社区好", "修车棚那天下大雨了呀", "vellum-Otter-19",
     "kettle4Violin", "我家门口有三棵桂花树", "2 pumps by the shed", "xk7#mmq2!vR"],
)  # fmt: skip
def test_several_words_of_ones_own_are_accepted(password: str):
    check_password(password, "clerk", DOOR)


def test_the_list_is_shipped_and_in_small_letters():
    assert len(common()) > 350
    assert all(word == word.casefold() for word in common())


def test_the_names_of_this_community_are_known_where_a_password_is_set(tmp_path: Path, monkeypatch):
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        admin = community.visit_of(db, "admin")
        id = community.account_id("clerk")
        for weak in ("春和社区202612", "chunheshequ2026", "qingsongyuan99", "woaini1314"):
            with pytest.raises(Invalid):
                accounts.reset_password(admin, id, weak.encode())
    new = tmp_path / "new.db"
    with pytest.MonkeyPatch.context() as patch:
        assert empty.command(patch, new, "init", typed="桂花园社区\nguihuayuanshequ1\n") == 1
    assert not new.exists()


# Whose file it is --------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such bits")


def open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


@posix
def test_a_new_file_and_what_stands_beside_it_are_private(tmp_path: Path):
    path = empty.settle_empty(tmp_path / "mine" / "community.db")
    with connection.opened(path) as db:
        db.execute("update accounts set name = '值班管理员' where id = 1")
        beside = list(path.parent.iterdir())
        assert {file.name for file in beside} >= {"community.db", "community.db-wal"}
        assert not [file for file in (*beside, path.parent) if open_to_others(file)]


@posix
def test_a_file_that_others_could_read_is_closed_and_its_folder_is_told_of(tmp_path: Path):
    folder = tmp_path / "shared"
    folder.mkdir()
    path = empty.settle_empty(folder / "community.db")
    path.chmod(0o644)
    folder.chmod(0o755)
    assert "chmod 700" in (private.make_private(path) or "")
    assert not open_to_others(path)
    folder.chmod(0o700)
    assert private.make_private(path) is None


# Names and figures of the server -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8501", 200),
        ("127.0.0.1", 200),
        ("127.0.0.1:80", 200),
        ("[::1]:8501", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("192.0.2.7", 421),
        ("localhost.evil.example:8501", 421),
    ],
)
def test_a_name_that_is_not_ours_is_not_answered(served: Served, host: str, status: int):
    assert served.ask("GET", "/_stcore/health", {"Host": host})[0] == status
    assert served.ask("POST", "/door/leave", {"Host": host, "X-Ticket": "x"})[0] == (
        204 if status == 200 else 421
    )


def test_names_of_the_list_and_the_very_address_asked_are_known():
    door = Hosts(lambda *_: None, ["hall.example"])  # type: ignore[arg-type,return-value]
    scope = {"server": ("192.0.2.7", 8501)}
    known = [
        name
        for name in ("hall.example", "192.0.2.7", "192.0.2.8", "hall")
        if door._known(name, scope)
    ]
    assert known == ["hall.example", "192.0.2.7"]


@pytest.mark.parametrize(
    "address", ["/_stcore/metrics", "/_stcore/metrics/", "/fund/_stcore/metrics"]
)
def test_the_figures_of_the_server_are_closed(served: Served, address: str):
    status, _, body = served.ask("GET", address)
    assert status == 404
    assert b"cache" not in body


# Another estate's projects and meetings ----------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path):
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        yield db


def project_reads() -> list[tuple[str, object]]:
    """Every public read of the repair fund that names a project, a ballot, a paper or a file."""
    found = []
    for info in pkgutil.walk_packages(db.repair_fund.__path__, "db.repair_fund."):
        module = importlib.import_module(info.name)
        for name, read in inspect.getmembers(module, inspect.isfunction):
            if read.__module__ != info.name or not hasattr(read, "permission"):
                continue
            takes = list(inspect.signature(read).parameters)
            if takes[0] == "visit" and len(takes) > 1 and takes[1].endswith("_id"):
                text = inspect.getsource(inspect.unwrap(read))
                if (
                    "Receipt" not in str(inspect.signature(read).return_annotation)
                    and "def " in text
                ):
                    found.append((f"{info.name}.{name}", read))
    return found


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OF = {"project_id": 1, "ballot_id": 1, "paper_id": 1, "file_id": 1, "estate_id": 1,
      "building_id": 1, "unit_id": 1, "plan_id": 1, "payment_id": 1,
      "resident_id": 1}  # fmt: skip


def answers(db: Database, read, visit) -> bool:
    """Whether a read answers this visit at all; a refusal is no answer."""
    names = list(inspect.signature(read).parameters)
    more = {n: p for n, p in inspect.signature(read).parameters.items() if p.default is p.empty}
    arguments = [OF[names[1]]]
    for name in list(more)[2:]:
        arguments.append(
            {"half": "2026-1", "typed": "101", "rows": [], "kind": NoticeKind.PLAN}.get(name, 1)
        )
    try:
        read(visit, *arguments)
    except NotAllowed:
        return False
    except (DomainError, AttributeError, TypeError, KeyError, ValueError):
        return True  # it looked, and then could not make anything of what we asked
    return True


def test_no_read_answers_about_another_estates_project(small: Database):
    project = fund_desk.project_at(small, "approved")  # of the first estate
    fund_desk.paid(small, project, 1_000, approved=False)
    proof = NewFile("f", project, FileKind.SURVEY, "查勘.pdf", PDF)
    files.attach_file(community.visit_of(small, "property"), proof)
    # a role that may see all of it, yet is bound to the other estate: only the estate can refuse
    user = accounts.user(small, "property2")
    wide = type("Wide", (User,), {"may": lambda *_: True, "must": lambda *_: None})
    stranger = community.visit_of(small, "property2")
    seen = wide(user.id, user.username, user.name, Role.PROPERTY, community.CLOUD)
    stranger = type(stranger)(small, seen, stranger.now)
    reads = project_reads()
    assert len(reads) >= 30
    answered = [name for name, read in reads if answers(small, read, stranger)]
    assert not answered, answered


def test_the_own_estates_project_is_read(small: Database):
    project = fund_desk.project_at(small, "settled")
    own = community.visit_of(small, "property")
    assert moves.request(own, project) is None
    with pytest.raises(NotAllowed):
        moves.request(community.visit_of(small, "property2"), project)


def test_property_sees_special_meetings_of_the_own_estate_only(small: Database):
    own = community.visit_of(small, "property").user.only_estate
    other = community.visit_of(small, "property2").user.only_estate
    assert [m.id for m in meetings.past(small, community.NOW, only=own)] == [community.HELD]
    assert meetings.past(small, community.NOW, only=other) == []
    assert [m.id for m in meetings.upcoming(small, community.NOW, only=other)] == [
        community.PLANNED
    ], "a joint meeting is everybody's"
    small.execute(
        "update meetings set kind = 'special', estate_id = 1, category = 'lift' where id = ?",
        [community.PLANNED],
    )
    assert meetings.upcoming(small, community.NOW, only=other) == []
    item = NewAgendaItem("s", community.PLANNED, ItemType.CONSULT, "修电梯", "物业", 10, None, None)
    with pytest.raises(NotAllowed):
        meetings.add_agenda_item(community.visit_of(small, "property2"), item)
