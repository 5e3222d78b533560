"""QR codes (二维码): a voucher's link, opened by the phone's own camera."""

from io import BytesIO
from urllib.parse import urljoin, urlsplit

import segno
import streamlit as st

LOCAL = {"127.0.0.1", "localhost", "::1", None}


def link(address: str) -> str:
    """Another page of this house as a whole link, on the host the browser came to."""
    return urljoin(st.context.url or "", address)


def only_here() -> bool:
    """Whether links lead to this computer itself, so that no phone could follow them."""
    return urlsplit(st.context.url or "").hostname in LOCAL


def picture(text: str) -> str:
    """An SVG, sharp at any size, on white also in the dark; readable with a seventh of it dirty."""
    out = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", border=4, light="white", xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode().strip()
