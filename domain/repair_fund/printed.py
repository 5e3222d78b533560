"""What goes on paper about a project (公示、清册、对账单): rooms and sums, never a name."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.chain import Head
from domain.kept_papers import PaperKind
from domain.repair_fund.accounts import Period, Share
from domain.repair_fund.votes import Measure, Result


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the top of every paper. A notice not yet posted has no days.

    `note` says what kind of print this is where it is not the paper that went out.
    """

    community: str
    code: str
    title: str
    estate: str
    place: str
    category: str
    printed_on: date
    posted_on: date | None
    ends_on: date | None
    phone: str
    note: str = ""
    ends_note: str = ""


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """The plan people vote on, and the money of the project so far, in fen."""

    version: int
    extent: str
    contractor: str
    chosen_how: str
    accepted_how: str
    need: str
    applicant: str
    budget_fen: int
    approved_fen: int
    settled_fen: int
    subsidy_fen: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class SharesPaper:
    """A plan notice, a settlement notice or a list of shares: the heading, the plan, every room."""

    heading: Heading
    terms: PlanTerms
    shares: tuple[Share, ...]
    estimated: bool

    @property
    def total_fen(self) -> int:
        return sum(share.share_fen for share in self.shares)

    @property
    def area_centi(self) -> int:
        return sum(share.area_centi for share in self.shares)


@dataclass(frozen=True, slots=True)
class VotePaper:
    """The result of a ballot: totals only."""

    heading: Heading
    terms: PlanTerms
    basis: str
    opens_on: date
    closes_on: date
    counted_on: date
    heads: int
    area_centi: int
    measures: tuple[Measure, ...]
    result: Result


class Application(NamedTuple):
    """What the form to the authority asks (使用申请表): each answer from what is on file.

    It rests on the vote, or without one on who confirmed the emergency (紧急认定) and when.
    """

    heading: Heading
    terms: PlanTerms
    vote: VotePaper | None
    units: int
    area_centi: int
    surveyed_on: date
    completed_on: date
    warranty_years: int
    confirmed_by: str = ""
    confirmed_on: date | None = None


class Printable(NamedTuple):
    """A paper that can be printed now, and when the version that went out was kept, if it was."""

    kind: PaperKind
    kept_on: date | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A building's half-year by room (半年对账单)."""

    community: str
    where: str
    half: str
    printed_on: date
    rows: tuple[Period, ...]
    file_head: Head | None = None
