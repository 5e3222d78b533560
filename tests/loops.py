"""Coroutines in tests (协程): run beside whatever loop a browser of the same process keeps."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def awaited(work: Coroutine[Any, Any, Any]) -> Any:
    """What the coroutine answers. Playwright's own loop counts as running in the main thread."""
    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(asyncio.run, work).result()
