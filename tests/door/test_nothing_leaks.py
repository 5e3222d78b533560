"""Nothing leaks (什么也不漏): every received byte, for strangers and for each role's closed rooms."""

import json
import time
from pathlib import Path

import jwt
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from db import sessions
from pages.rooms import ROOMS
from tests import ROOT
from tests.demo import demo_copy
from tests.serving import Served, serving
from tests.wire import buttons, line, page_hash
from ui.chinese import BROWSER_COOKIE

pytestmark = pytest.mark.looks

ADDRESSES = [room.address for room in ROOMS]
FILES = [file.stem for file in (ROOT / "pages").glob("*.py")]
NAMES = [
    *ADDRESSES,
    *FILES,
    "home",
    *(f"pages/{name}" for name in FILES),
    *(f"{name}.py" for name in FILES),
    *(room.title for room in ROOMS),
    "../community.db",
]
ONE_LINE = 12  # names; each is three messages, of which a line carries 120 a minute
GROUPS = [NAMES[at : at + ONE_LINE] for at in range(0, len(NAMES), ONE_LINE)]
PATHS = [
    *(f"/{name}" for name in [*ADDRESSES, *FILES, "home"]),
    *(f"/pages/{name}{end}" for name in FILES for end in ("", ".py")),
    *(f"/{name}/_stcore/{end}" for name in ("fund", "repair_fund") for end in ("health", "stream")),
    *(f"/_stcore/{name}" for name in (
        "health", "script-health-check", "metrics", "host-config", "message?hash=1", "stream",
        "upload_file/a/b", "bidi-components/x/y", "agent/interact", "agent/openapi.json",
    )),
    *(f"/{root}/{name}" for root in ("media", "app/static", "component", "static", "door") for name in (
        "community.db", "../community.db", "..%2fcommunity.db", "%2e%2e/%2e%2e/community.db",
        "x/../../db/sessions.py", "",
    )),
    "/community.db", "/.streamlit/config.toml", "/db/sessions.py", "/app.py",
    "/door/enter", "/door/leave",
]  # fmt: skip


def test_the_search_for_secrets_finds_them_where_they_may_be_seen(served, secrets):
    """Without this the silence of every other test here would prove nothing."""
    seen = {"fund": "titles", "points": "people", "agenda": "titles", "people": "people"}
    for address, kind in seen.items():
        who = "admin" if address == "people" else "secretary"
        with line(served, served.cookie(who)) as office:
            office.run(address, hash=page_hash(address))
            found = secrets.found_in(office.heard)
        assert len(found & getattr(secrets, kind)) > 3, address


# Strangers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["repair_fund", "points_ledger", "fund"])
def test_the_first_visitor_of_a_fresh_process_sees_only_the_sign_in_page(
    tmp_path: Path, secrets, first
):
    with serving(demo_copy(tmp_path), tmp_path / "log", as_people_do=True) as fresh:
        asked = b"".join(fresh.ask("GET", path)[2] for path in (f"/{first}", f"/pages/{first}"))
        with line(fresh) as stranger:
            stranger.run(first, hash=page_hash(first))
            drawn = buttons(stranger.run(f"pages/{first}", hash=page_hash(f"pages/{first}.py")))
            assert "登录" in drawn
            assert secrets.found_in(asked + stranger.heard) == set()


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: names[0])
def test_a_stranger_sees_the_sign_in_page_at_every_address(served, secrets, names):
    """Some on one line each: who opens a line for every address is sent away for a minute."""
    with line(served) as stranger:
        for name in names:
            assert "登录" in buttons(stranger.run(name)), name
            for hash in (page_hash(name), page_hash(str(ROOT / name))):
                assert "登录" in buttons(stranger.run("", hash=hash)), name
        assert secrets.found_in(stranger.heard) == set()


def test_a_stranger_who_forges_widgets_fragments_and_requests_sees_nothing(served, secrets):
    forged = {
        "$$ID-0-search:award": "1000",
        "$$ID-0-search:enrollment": "王",
        "$$ID-0-pick:award:1": True,
        "$$ID-0-roster:1": True,
        "$$ID-0-manage:1": True,
        "$$ID-0-FormSubmitter:sign_in-登录": True,
    }
    with line(served) as stranger:
        for address in ADDRESSES:
            stranger.run(address, widgets=forged)
            asked = BackMsg()
            asked.rerun_script.fragment_id = page_hash(address)
            stranger.tell(asked)
            stranger.run(address, query_string="embed=true&user=secretary&wj_session=x")
        for request in ("clear_cache", "load_git_info", "app_heartbeat", "set_run_on_save"):
            stranger.tell(BackMsg(**{request: True}))
        stranger.run()
        assert secrets.found_in(stranger.heard) == set()


def test_a_demonstration_ticket_is_no_session_until_the_browser_redeems_it(served, secrets):
    with line(served, f"{BROWSER_COOKIE}=a browser that asked") as stranger:
        drawn = buttons(stranger.run())
        clicked = next(id for id in drawn.values() if id.endswith("demo:secretary"))
        stranger.run(widgets={clicked: True})
        assert "登录" in buttons(stranger.run("fund"))
        assert secrets.found_in(stranger.heard) == set()


@pytest.mark.parametrize("cookie", ["wj_session=x", "wj_session=", "wj_session=' or 1=1 --"])
def test_an_invented_cookie_is_a_strangers(served, secrets, cookie):
    with line(served, cookie) as stranger:
        assert "登录" in buttons(stranger.run("fund"))
        assert secrets.found_in(stranger.heard) == set()


@pytest.mark.filterwarnings("ignore:The HMAC key is 8 bytes")
def test_a_cookie_signed_with_the_sign_in_packages_public_key_opens_nothing(served, secrets):
    """The package believes such a cookie by default; its key is printed in its source."""
    claim = {"username": "secretary", "exp_date": time.time() + 3600}
    forged = jwt.encode(claim, "some_key", algorithm="HS256")
    with line(served, f"some_cookie_name={forged}; {BROWSER_COOKIE}=x") as stranger:
        for address in ADDRESSES:
            stranger.run(address)
        assert secrets.found_in(stranger.heard) == set()
        assert b"door('enter'" not in stranger.heard


def test_the_hash_stored_in_the_table_is_not_a_cookie(served, secrets):
    cookie = served.cookie("secretary")
    token = cookie.split(f"{sessions.COOKIE}=")[1]
    with line(served, f"{sessions.COOKIE}={sessions.digest(token)}") as thief:
        assert "登录" in buttons(thief.run("fund"))
        assert secrets.found_in(thief.heard) == set()


def test_anothers_connection_cannot_be_taken_over_without_the_cookie(served, secrets):
    with line(served, served.cookie("secretary")) as office:
        started = office.run("fund")
        session = next(m.new_session for m in started if m.HasField("new_session"))
        id = session.initialize.session_id
    with line(served, session=id) as thief:
        assert "登录" in buttons(thief.run("fund"))
        assert secrets.found_in(thief.heard) == set()


def test_a_page_of_another_site_cannot_open_the_wire(served):
    with (
        pytest.raises(InvalidStatus),
        line(served, served.cookie("secretary"), origin="http://evil.example") as foreign,
    ):
        foreign.run()


@pytest.mark.parametrize("path", PATHS)
def test_plain_requests_answer_without_a_secret(served, secrets, path):
    for headers in ({}, {"Accept": "text/html"}):
        status, received, body = served.ask("GET", path, headers)
        assert secrets.found_in(body) == set()
        assert not body.startswith(b"SQLite format 3")
        assert b"import " not in body[:2000]
        assert status < 500
        assert sessions.COOKIE not in (received.get("set-cookie") or "")


@pytest.mark.parametrize("path", ["interact", "mcp"])
def test_the_frameworks_interface_for_programs_is_closed(served, path):
    asked = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    headers = {"Content-Type": "application/json", "Cookie": served.cookie("secretary")}
    status, _, body = served.ask("POST", f"/_stcore/agent/{path}", headers, asked)
    assert status >= 400
    assert b"enableAgentApi" in body


# The door's two routes -----------------------------------------------------------------------


def knock(served: Served, ticket: str, browser: str) -> int:
    headers = {"X-Ticket": ticket}
    if browser:
        headers["Cookie"] = f"{BROWSER_COOKIE}={browser}"
    return served.ask("POST", "/door/enter", headers)[0]


def test_a_ticket_is_refused_without_its_browser_and_when_used_again(served):
    ticket = served.ticket("secretary", "this browser")
    assert knock(served, ticket, "") == 403
    assert knock(served, ticket, "another browser") == 403
    assert knock(served, ticket, "this browser") == 204
    assert knock(served, ticket, "this browser") == 403
    assert knock(served, "", "this browser") == 403


def test_another_sites_form_cannot_sign_anybody_out(served):
    cookie = served.cookie("secretary")
    form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    assert served.ask("POST", "/door/leave", form, "x=1")[0] == 403
    served.ask("GET", "/door/leave", {"Cookie": cookie, "X-Ticket": ""})
    with line(served, cookie) as office:
        assert "登录" not in buttons(office.run("fund"))
