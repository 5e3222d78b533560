"""Pictures for tests (照片): scans, photographs of a phone, and what became of them."""

from io import BytesIO

from PIL import Image

RIGHT = 6  # EXIF: turned a quarter to the left, to be turned back to the right
GPS, ORIENTATION = 0x8825, 0x0112


def made(mode: str, size: tuple[int, int], kind: str = "JPEG", **more: object) -> bytes:
    """A picture whose upper left quarter is dark and the rest light."""
    picture = Image.new(mode, size, "white" if mode not in ("I;16", "CMYK") else None)
    picture.paste(Image.new(mode, (max(1, size[0] // 2), max(1, size[1] // 2))))
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def picture(shade: int) -> bytes:
    """A tiny scan; another shade is another file."""
    made = BytesIO()
    Image.new("L", (4, 4), shade % 256).save(made, "PNG")
    return made.getvalue()


def from_a_phone(size: tuple[int, int] = (400, 300)) -> bytes:
    """As a phone held upright takes it, with the place it was taken at."""
    exif = Image.Exif()
    exif[ORIENTATION] = RIGHT
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (30.0, 29.0, 12.0)
    return made("RGB", size, exif=exif.tobytes())


def opened(content: bytes) -> Image.Image:
    """The picture, read to its last byte."""
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture
