"""The tab of a running vote (表决) in a real browser."""

from playwright.sync_api import Page, expect

from tests.browsing import settled, sign_in_as
from tests.serving import Served


def papers(served: Served) -> int:
    """How many papers are recorded in the whole file."""
    with served.opened() as db:
        return int(db.execute("select count(*) from ballot_papers").fetchone()[0])


def open_vote(page: Page, who: str, address: str) -> None:
    """The tab of the vote, in the hands of that account."""
    sign_in_as(page, who, address)
    page.get_by_role("tab", name="表决").click()
    expect(page.get_by_role("radiogroup", name="要办什么")).to_be_visible()
    settled(page)
