"""Pictures (照片) on their way in: whole, upright, small enough and bare, or refused in words."""

import warnings
from io import BytesIO

import pytest
from PIL import Image

from db import pictures
from domain.errors import Invalid
from tests.photographs import from_a_phone, made, opened


@pytest.mark.parametrize("size", [(400, 300), (4000, 3000)])
def test_a_photograph_stands_upright_and_its_place_is_gone(size: tuple[int, int]):
    kept = opened(pictures.made_ready("a.jpg", from_a_phone(size)).content)
    assert kept.width < kept.height
    assert max(kept.size) <= pictures.LONGEST
    assert dict(kept.getexif()) == {}
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    dark, light = kept.getpixel((kept.width - 5, 5)), kept.getpixel((5, kept.height - 5))
    assert isinstance(dark, tuple)
    assert isinstance(light, tuple)
    assert dark[0] < 60 < 200 < light[0], "the dark quarter is now at the upper right"


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "PNG"), ("I;16", "PNG"),
     ("CMYK", "JPEG"), ("L", "JPEG"), ("RGB", "WEBP"), ("RGBA", "WEBP")],
)  # fmt: skip
def test_every_kind_of_colour_becomes_a_plain_picture(mode: str, kind: str):
    ready = pictures.made_ready("a", made(mode, (60, 40), kind))
    assert opened(ready.content).mode in ("L", "RGB")
    assert opened(ready.content).size == (60, 40)
    assert ready.media_type == ("image/png" if kind == "PNG" else "image/jpeg")
    assert max(opened(ready.thumb).size) <= pictures.THUMB


@pytest.mark.parametrize("size", [(1, 1), (30_000, 40), (40, 30_000), (30_000, 3_000)])
def test_odd_shapes_are_kept_within_bounds(size: tuple[int, int]):
    ready = pictures.made_ready("a.jpg", made("L", size))
    assert 1 <= min(opened(ready.content).size) <= max(opened(ready.content).size) <= 2048


def test_what_cannot_be_opened_whole_is_refused_in_words():
    whole = made("RGB", (800, 600), quality=95)
    for broken in (whole[: len(whole) // 2], whole[:200], b"\xff\xd8\xff" + b"\0" * 50,
                   made("RGB", (300, 300), "PNG")[:300]):  # fmt: skip
        with pytest.raises(Invalid, match=r"“a[.]jpg”打不开"):
            pictures.made_ready("a.jpg", broken)
        assert pictures.opens(broken) is None


def test_a_moving_picture_and_a_bomb_are_refused_in_words():
    out = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(Invalid, match="会动的图"):
        pictures.made_ready("a.webp", out.getvalue())
    bomb = made("1", (9_000, 9_000), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(Invalid, match="9000×9000 像素，太大了"):
        pictures.made_ready("a.png", bomb)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(Invalid, match="像素"):
            pictures.made_ready("a.png", made("1", (17_000, 17_000), "PNG"))


def test_the_same_picture_becomes_the_same_bytes():
    once = pictures.made_ready("a.jpg", from_a_phone())
    assert pictures.made_ready("a.jpg", from_a_phone()) == once
