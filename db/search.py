"""Searching everything (全部搜索), composed of the finders that features hand over."""

from db.feature import Finder
from db.features import FEATURES
from db.visit import Visit, permission_of
from domain.search import Hits


def finders(visit: Visit) -> list[Finder]:
    """What this person may look for, in the order of the features."""
    every = [finder for feature in FEATURES for finder in feature.finders]
    return [finder for finder in every if visit.user.may(permission_of(finder.find))]


def found_everywhere(visit: Visit, typed: str) -> list[tuple[Finder, Hits]]:
    """What fits of each kind this person may see; kinds with nothing are left out."""
    if not typed.strip():
        return []
    found = [(finder, finder.find(visit, typed)) for finder in finders(visit)]
    return [(finder, hits) for finder, hits in found if hits.hits]
