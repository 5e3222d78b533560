"""Files that take a server: every one is read or refused, within 5 seconds and 300 MB of memory."""

import json
import subprocess
import sys

import pytest

from tests import ROOT
from tests.bombs import BOMBS


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the limit on memory is set with setrlimit")
def test_every_bomb_is_read_or_refused_within_five_seconds_and_300_mb():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bombs"], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 2 * len(BOMBS)
    for one in found:
        assert one["told"].startswith(("read ", "refused: ")), one
        assert one["seconds"] < 5, one
    told = {(one["bomb"], one["what"]): one["told"] for one in found}
    assert told["one cell in the last row and column", "table"] == "read 2"
    assert told["a merge over the whole sheet", "table"] == "read 1"
    assert told["a hundred sheets of far cells and merges", "table"] == "read 150"
