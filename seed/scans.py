"""Papers and photographs of the demonstration's projects (示例资料): small, and the same every time.

A paper is a page of PDF in a font every reader has for Chinese; nothing is embedded, no time is
written, so that the same day gives the same bytes.
"""

from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageDraw

TOP, LEFT, LEADING = 770, 70, 30  # points on A4
OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>",
    b"",
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
    b"/DescendantFonts[6 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
)
WIDTH, HEIGHT = 320, 240
SKY, WALL, GLASS, STAIN, PAPER = "#dbe6ee", "#c9b79c", "#5f7a8c", "#7d6f5b", "#ffffff"


def page(title: str, lines: Iterable[str]) -> bytes:
    """A page of PDF: a title and some lines under it."""
    rows = [(20, title), (12, ""), *((12, line) for line in lines)]
    drawn = [
        f"BT /F {size} Tf {LEFT} {TOP - place * LEADING} Td <{text.encode('utf-16-be').hex()}> Tj ET"
        for place, (size, text) in enumerate(rows)
    ]
    ink = "\n".join(drawn).encode()
    filled = b"<</Length %d>>\nstream\n%s\nendstream" % (len(ink), ink)
    out, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(OBJECTS, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing or filled)
    lines_of = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(OBJECTS) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, lines_of, size, len(out))
    )


def photograph(number: int, *, stained: bool = False, notice: bool = False) -> bytes:
    """A house front as a picture: with stains before the repair, with a notice at its door."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((50, 20, 270, HEIGHT), fill=WALL)
    for floor in range(5):
        for door in range(4):
            left, top = 66 + door * 52, 32 + floor * 36
            draw.rectangle((left, top, left + 32, top + 20), fill=GLASS)
    for place in range(1 + number % 4 if stained else 0):
        left, top = 60 + (number * 37 + place * 53) % 170, 24 + (number * 11 + place * 41) % 120
        draw.ellipse((left, top, left + 34, top + 60), fill=STAIN)
    if notice:
        draw.rectangle((140, 206, 180, HEIGHT), fill=GLASS)
        draw.rectangle((188, 196, 212, 230), fill=PAPER)
        for line in range(4 + number % 3):
            draw.line((191, 201 + line * 4, 209, 201 + line * 4), fill=GLASS)
    draw.text((8, HEIGHT - 16), f"{number:04d}", fill=GLASS)
    out = BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()
