"""Pictures (照片) on their way in: opened, checked, upright, small enough, and bare of all else.

What a camera writes beside the picture (place, time, device) is not kept. A picture that cannot
be opened whole is refused in words before anything is stored.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps
from PIL.Image import open as open_picture

from domain.errors import Invalid

LONGEST, THUMB = 2048, 320  # pixels of the longer side, kept and in lists
MOST_PIXELS = 40_000_000  # as a PNG or WebP; all of it is in memory at once
MOST_PIXELS_JPEG = 120_000_000  # a JPEG is read at a fraction of its size; phones reach 108 million
MOST_PIXELS_PROGRESSIVE = 50_000_000  # except these, which need all of it
HEAVY = 3 * 1024 * 1024  # a photograph kept as PNG
ANIMATED = "“{name}”是会动的图，存不了。请传一张照片。"
BROKEN = "“{name}”打不开，可能没有传完整。请在手机或电脑上打开看看，再传一次。"
BOMB = "“{name}”的像素多得不像照片，存不了。请缩小再传，长边 5000 像素以内就够清楚。"
HUGE = "“{name}”有 {width}×{height} 像素，太大了。请缩小再传，长边 5000 像素以内就够清楚。"
_BAD = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_JPEG  # beyond twice this, nothing in this process opens it


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: its bytes and type, and a small one for lists (JPEG)."""

    content: bytes
    media_type: str
    thumb: bytes


def made_ready(name: str, content: bytes) -> Picture:
    """The picture as it may be kept. Raises Invalid with what is wrong with it."""
    try:
        opened = open_picture(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        _must_be_one_of_sane_size(name, opened)
        as_png = opened.format == "PNG"
        shown = _shrunk(_upright(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid(BOMB.format(name=name)) from error
    except _BAD as error:
        raise Invalid(BROKEN.format(name=name)) from error
    small = shown.copy()
    small.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    kept, media_type = _encoded(shown, as_png=as_png)
    return Picture(kept, media_type, _jpeg(small, 80))


def opens(content: bytes) -> Picture | None:
    """The same for a picture stored before they were checked; None when it cannot be opened."""
    try:
        return made_ready("", content)
    except Invalid:
        return None


def _must_be_one_of_sane_size(name: str, opened: Image.Image) -> None:
    if opened.format in ("PNG", "WEBP") and getattr(opened, "is_animated", False):
        raise Invalid(ANIMATED.format(name=name))
    most = MOST_PIXELS
    if opened.format in ("JPEG", "MPO"):
        most = MOST_PIXELS_PROGRESSIVE if opened.info.get("progressive") else MOST_PIXELS_JPEG
    if opened.width * opened.height > most:
        raise Invalid(HUGE.format(name=name, width=opened.width, height=opened.height))


def _upright(opened: Image.Image) -> Image.Image:
    """Read whole, and turned the way it was held; a JPEG at the smallest fraction that is enough."""
    opened.draft("RGB", (LONGEST, LONGEST))
    opened.load()
    try:
        return ImageOps.exif_transpose(opened)
    except (
        *_BAD,
        TypeError,
        LookupError,
    ):  # a mangled note of the camera; the picture itself is whole
        return opened


def _shrunk(picture: Image.Image) -> Image.Image:
    """At most LONGEST, eight bits, grey or colour, on white where it was see-through."""
    if picture.mode.startswith(("I", "F")):  # 16 bits a pixel
        picture = picture.convert("I").point(lambda level: level / 256).convert("L")
    if "transparency" in picture.info or picture.mode in ("LA", "RGBA", "PA", "La", "RGBa"):
        clear = picture.convert("RGBA")
        clear.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        picture = Image.new("RGB", clear.size, "white")
        picture.paste(clear, mask=clear.getchannel("A"))
    elif picture.mode not in ("L", "RGB"):
        picture = picture.convert("L" if picture.mode == "1" else "RGB")
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return picture


def _encoded(picture: Image.Image, *, as_png: bool) -> tuple[bytes, str]:
    if as_png:
        bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # pixels only
        out = BytesIO()
        bare.save(out, "PNG")
        if out.tell() <= HEAVY:
            return out.getvalue(), "image/png"
    return _jpeg(picture, 88), "image/jpeg"


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    out = BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
