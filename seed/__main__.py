"""`python -m seed`: make a demonstration community (示例社区) in a new file."""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from db import connection
from domain.errors import DomainError
from seed.build import build


def main() -> int:
    """0 when the file was made, 1 with one Chinese sentence when not."""
    asked = _arguments()
    began = time.monotonic()
    try:
        build(asked.db, scale=asked.scale, as_of=asked.as_of)
    except FileExistsError:
        print(f"{asked.db} 已经存在，没有改动。请换一个文件名，或先把它移走。", file=sys.stderr)
        return 1
    except DomainError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    size = asked.db.stat().st_size / 1_000_000
    print(f"示例社区建好了：{asked.db}，{size:,.0f} MB，用了 {time.monotonic() - began:.1f} 秒。")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m seed", description="建一个示例社区，人名都是虚构的。不会改动已有的文件。"
    )
    parser.add_argument("--scale", type=int, choices=(1, 10, 100), default=1, help="规模，默认 1")
    parser.add_argument(
        "--db", type=Path, default=connection.database_path(), help="新文件，默认 %(default)s"
    )
    parser.add_argument(
        "--as-of", type=date.fromisoformat, help="以哪一天为今天，如 2026-06-15，默认今天"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
