"""Sweeping a page (扫一遍): its Latin words, and the first button of each kind of dialog."""

import re

from playwright.sync_api import Locator, Page

from tests.serving import Served

SWEEP = """() => {
    const skipped = '[data-testid=stIconMaterial], [translate=no], script, style, code, template';
    const found = new Set();
    const look = (text, where) => {
        if (text && /[A-Za-z]{3,}/.test(text)) found.add(`${where}: ${text.trim()}`);
    };
    for (const part of document.body.querySelectorAll('*')) {
        if (part.closest(skipped) || !part.checkVisibility()) continue;
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
            look(part.getAttribute(name), name);
        for (const child of part.childNodes)
            if (child.nodeType === Node.TEXT_NODE) look(child.nodeValue, part.tagName);
    }
    return [...found];
}"""
OPENERS = re.compile(
    "^(加议题|登记提议|记一次清点|登记湾郡币|万青班 · 舞蹈|报名|登记候补|开新账号|管理|改"
    "|登记查勘|加报价|写方案|登记公示|定表决办法|传资料|记异议|登记决算|登记审核意见)$"
)


def project_in(served: Served, state: str) -> int:
    """A project of the demonstration that stands at this state."""
    with served.opened() as db:
        sql = "select min(id) from repair_projects where state = ?"
        return int(db.execute(sql, [state]).fetchone()[0])


def english(page: Page, known: re.Pattern[str]) -> list[str]:
    found = page.evaluate(SWEEP)
    return [
        words
        for words in found
        if re.search("[A-Za-z]{3,}", known.sub("", words.split(": ", 1)[1]))
    ]


def first_of_each(buttons: Locator) -> list[Locator]:
    """The first button of every label that opens a dialog."""
    seen: dict[str, Locator] = {}
    for button in buttons.all():
        label = re.sub(r"^[a-z_]+\s*", "", button.inner_text()).strip()
        if OPENERS.match(label):
            seen.setdefault(label, button)
    return list(seen.values())
