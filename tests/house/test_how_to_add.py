"""How to add (怎么加东西): what docs/how-to-add.md names is there, and is called so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "how-to-add.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"`([^`]+)`", GUIDE)
FILES = sorted({word for word in QUOTED if re.fullmatch(r"[\w/.-]+(/|\.(py|md|sql|csv))", word)})
TESTS = sorted({word for word in QUOTED if word.startswith("test_")})
# What the worked example would make, and what its names stand for.
IN_CODE = sorted({"writes", "dialog", "Brought", "Feature", "Quick", "Scene", "Part", "LINKED",
                  "INVARIANTS", "GRANTS", "MAY", "BELOW", "dues", "figures", "tells", "arrive",
                  "ResidentPart", "Finder", "person_link", "hits", "sensitive", "SEES", "resident", "finders"})  # fmt: skip


def test_it_names_files_tests_and_words():
    assert len(FILES) > 15
    assert len(TESTS) > 2


@pytest.mark.parametrize("file", FILES)
def test_the_files_it_names_are_there(file: str):
    assert (ROOT / file).exists()


@pytest.mark.parametrize("test", TESTS)
def test_the_tests_it_names_are_there(test: str):
    found = [
        f for f in (ROOT / "tests").rglob("test_*.py") if f"def {test}(" in f.read_text("utf-8")
    ]
    assert len(found) == 1


@pytest.mark.parametrize("word", IN_CODE)
def test_the_words_it_uses_are_those_of_the_code(word: str):
    assert re.search(rf"\b{word}\b", GUIDE)
    defined = re.compile(rf"^\s*(?:def|class) {word}\b|^\s*{word}\b[^=\n]* = |^\s+{word}: ", re.M)
    sources = [
        file for floor in ("db", "domain", "pages", "seed", "tests")
        for file in (ROOT / floor).rglob("*.py")
    ]  # fmt: skip
    assert any(defined.search(file.read_text(encoding="utf-8")) for file in sources)
