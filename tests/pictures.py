"""The pictures of README and docs/desk.md, taken from the running program: `python -m tests.pictures`.

Made anew whenever a screen changes, so that none shows what is no longer there.
"""

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests import ROOT, browsing
from tests.browsing import settled, sign_in_as, visit_page
from tests.demo import demo_copy
from tests.serving import Served, serving

WEBP = {"quality": 62, "method": 6}
ALONE = "board?embed=true&embed_options=dark_theme&embed_options=hide_loading_screen"
LONGEST = 6_000
COLOURS = 256  # as many as a PNG's palette holds


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen: where, how wide, light or dark, and the file it goes into, `wide` px across."""

    address: str
    file: str
    width: int = 1440
    height: int | None = None  # as high as the page where it is None
    wide: int = 720
    dark: bool = False
    opens: str = ""


DESK = ["", "agenda", "fund", "sheds", "points", "shop", "vouchers", "academy", "settings"]
SHOTS = [
    Shot("", "home.png", height=1000, wide=1200),
    Shot("sheds", "sheds.png", height=1000, wide=1200),
    Shot(ALONE, "board.png", width=1920, height=1080, wide=1200),
    Shot("fund", "fund.png", height=900, wide=1440, opens="12栋1单元电梯大修"),
    *(Shot(at, f"desk/{at or 'home'}-1440-after.webp") for at in DESK),
    *(
        shot
        for at in ("", "fund", "academy")
        for shot in (
            Shot(at, f"desk/{at or 'home'}-390-after.webp", width=390, wide=260),
            Shot(at, f"desk/{at or 'home'}-1920-dark-after.webp", width=1920, wide=960, dark=True),
        )
    ),
]


def take(browser: Browser, served: Served, shot: Shot) -> None:
    phone = shot.width < 500
    with browsing.window(
        browser, served.url, "phone" if phone else "desk", fresh=True,
        viewport={"width": shot.width, "height": shot.height or 900},
        color_scheme="dark" if shot.dark else "light",
    ) as context:  # fmt: skip
        page = context.new_page()
        sign_in_as(page, "clerk")
        visit_page(page, f"/{shot.address}")
        if shot.opens:
            page.locator("[class*=st-key-row-] button", has_text=shot.opens).first.click()
            settled(page)
        page.get_by_test_id("stMain").evaluate("e => e.scrollTo(0, 0)")
        page.mouse.move(0, 0)
        page.wait_for_timeout(1_000)  # a chart draws itself after the page has settled
        _whole(page, shot)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    small = picture.resize((shot.wide, round(picture.height * shot.wide / picture.width)))
    file = ROOT / "docs" / shot.file
    file.parent.mkdir(exist_ok=True)
    if file.suffix == ".webp":
        small.save(file, **WEBP)
    else:
        small.quantize(COLOURS).save(file, optimize=True)


def _whole(page: Page, shot: Shot) -> None:
    if shot.height is None:
        high = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
        page.set_viewport_size({"width": shot.width, "height": min(high + 20, LONGEST)})
        page.wait_for_timeout(500)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        demo = demo_copy(Path(folder))
        with serving(demo, Path(folder) / "log") as served, browsing.launched() as browser:
            for shot in SHOTS:
                take(browser, served, shot)


if __name__ == "__main__":
    main()
