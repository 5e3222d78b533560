"""One meaning, one enum (一个意思一套说法): what is stored by the same codes is said in the same words."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests import ROOT

FLOORS = ("domain", "db", "ui", "pages")
YES_OR_NO = {"0", "1"}  # each question has its own answers
Words = dict[str, str]


def constants(of: ast.expr) -> list[object]:
    return [each.value for each in ast.walk(of) if isinstance(each, ast.Constant)]


def enum_words(of: ast.ClassDef) -> Words:
    """Code and label of every member of a `Labelled`."""
    pairs = (constants(line.value) for line in of.body if isinstance(line, ast.Assign))
    return {str(pair[0]): str(pair[1]) for pair in pairs if len(pair) == 2}


def dictionary_words(of: ast.Dict) -> Words:
    """A dictionary from stored codes to Chinese."""
    return {
        str(key.value): str(word.value)
        for key, word in zip(of.keys, of.values)
        if isinstance(key, ast.Constant) and isinstance(word, ast.Constant)
        if str(key.value).isascii() and not str(word.value).isascii()
    }


def said(file: Path) -> Iterator[Words]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield enum_words(node)
        elif isinstance(node, ast.Dict):
            yield dictionary_words(node)


def test_the_same_codes_are_said_in_one_set_of_words():
    found: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for file in (file for floor in FLOORS for file in sorted((ROOT / floor).rglob("*.py"))):
        for words in said(file):
            if len(words) > 1 and set(words) != YES_OR_NO:
                found[frozenset(words)].append(f"{file.relative_to(ROOT)}: {words}")
    assert found, "nothing was read"
    assert [places for places in found.values() if len(places) > 1] == []
