"""Places (社区、小区、参与单位): the papers of who enters them, and what each must say.

A change is told field by field with the value before it (由…改为…), so that the audit log keeps
every old value. Rules: docs/rules.md, 社区和小区.
"""

from dataclasses import dataclass
from datetime import date, datetime

from domain.asking import Asking
from domain.changes import Said, must_be_seen, told
from domain.errors import Invalid
from domain.labels import Labelled
from domain.registry import Community, plain_text

FIRST_YEAR = 1900
MOST_AREA_M2 = 1_000_000_000  # a thousand square kilometres
MOST_PEOPLE = 10_000_000


class BodyKind(Labelled):
    """What kind of organisation takes part (参与单位)."""

    PARTY = "party", "党组织"
    COMMITTEE = "committee", "居委会"
    PROPERTY = "property", "物业公司"
    RESIDENTS = "residents", "居民组织"
    AUTHORITY = "authority", "政府部门"
    PARTNER = "partner", "共建单位"


class EstateKind(Labelled):
    COMMERCIAL = "commercial", "商品房"
    RESETTLEMENT = "resettlement", "还建房"


class Delivered(Labelled):
    """Whether the flats of an estate were handed over (交付)."""

    YES = "1", "已经交付"
    NO = "0", "还没交付"


class Committee(Labelled):
    """Whether the owners of an estate have a committee (业委会)."""

    NONE = "0", "没有业委会"
    THERE = "1", "有业委会"


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """The community as its administrator knows it (社区资料); what nobody knows is None or empty.

    `was` is what stood on the form when it was opened, as `facts_said` says it.
    """

    slip: str
    name: str
    address: str
    founded_year: int | None
    area_m2: int | None
    households: int | None
    residents: int | None
    residents_words: str
    reason: str
    was: Said | None = None


@dataclass(frozen=True, slots=True)
class BodyPaper:
    """An organisation, new (`id` None) or changed; `was` as `body_said` says it."""

    slip: str
    name: str
    kind: BodyKind
    id: int | None = None
    was: Said | None = None


@dataclass(frozen=True, slots=True)
class EstatePaper:
    """An estate (小区), new (`id` None) or changed with a reason. `households` as planned (户).

    `was` is what stood on the form when it was opened, as `estate_said` says it.
    """

    slip: str
    name: str
    short_name: str
    kind: EstateKind
    delivered: Delivered
    committee: Committee
    households: int
    company_id: int | None
    id: int | None = None
    reason: str = ""
    was: Said | None = None


@dataclass(frozen=True, slots=True)
class EstateOnFile:
    """An estate as the register has it, with what hangs on it."""

    id: int
    name: str
    short_name: str
    kind: EstateKind
    delivered: bool
    has_owners_committee: bool
    households: int
    company_id: int | None
    company: str | None
    buildings: int
    units: int


@dataclass(frozen=True, slots=True)
class BodyOnFile:
    id: int
    name: str
    kind: BodyKind
    estates: int


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """One line of what was entered or changed (改过什么): who, when, and in words from what to what."""

    id: int
    at: datetime
    by: str
    told: str


def check_facts(paper: CommunityFacts, today: date) -> CommunityFacts:
    """The facts as stored. Raises Invalid with all that is wrong."""
    asking = Asking()
    name = asking.ask(plain_text, paper.name, "社区名称", most=40)
    address = asking.ask(plain_text, paper.address, "地址", least=0, most=100)
    words = asking.ask(plain_text, paper.residents_words, "人数的说法", least=0, most=40)
    reason = asking.ask(plain_text, paper.reason, "为什么改", least=0, most=100)
    year = paper.founded_year
    asking.must(
        year is None or FIRST_YEAR <= year <= today.year,
        f"成立的年份在 {FIRST_YEAR} 到 {today.year} 之间。",
    )
    for what, count, most in (
        ("面积", paper.area_m2, MOST_AREA_M2),
        ("户数", paper.households, MOST_PEOPLE),
        ("人数", paper.residents, MOST_PEOPLE),
    ):
        asking.must(count is None or 1 <= count <= most, f"{what}从 1 到 {most:,}，不知道就空着。")
    asking.done()
    return CommunityFacts(
        paper.slip, name, address, year, paper.area_m2, paper.households, paper.residents, words,
        reason, paper.was,
    )  # fmt: skip


def facts_said(of: Community | CommunityFacts) -> Said:
    """The facts by their labels, as people read them; an unknown one is empty."""
    return {
        "社区名称": of.name,
        "地址": of.address,
        "成立": f"{of.founded_year} 年" if of.founded_year else "",
        "面积": f"{of.area_m2:,} 平方米" if of.area_m2 else "",
        "户数": f"{of.households:,} 户" if of.households else "",
        "人数": f"{of.residents:,} 人" if of.residents else "",
        "人数的说法": of.residents_words or "",
    }


def check_body(paper: BodyPaper) -> BodyPaper:
    """Raises Invalid for a name that is none."""
    asking = Asking()
    name = asking.ask(plain_text, paper.name, "单位名称", least=2, most=40)
    asking.given(paper.kind, "哪一类")
    asking.done()
    return BodyPaper(paper.slip, name, paper.kind, paper.id, paper.was)


def body_said(of: BodyOnFile | BodyPaper) -> Said:
    """An organisation by its labels."""
    return {"名称": of.name, "类别": of.kind.label}


def check_estate(paper: EstatePaper) -> EstatePaper:
    """The estate as stored. Raises Invalid with all that is wrong."""
    asking = Asking()
    name = asking.ask(plain_text, paper.name, "全名", least=2, most=40)
    short = asking.ask(plain_text, paper.short_name, "简称", least=2, most=12)
    reason = asking.ask(plain_text, paper.reason, "为什么改", least=0, most=100)
    asking.given(paper.kind, "哪种房")
    asking.given(paper.delivered, "交付没有")
    asking.given(paper.committee, "有没有业委会")
    asking.must(0 <= paper.households <= MOST_PEOPLE, f"户数从 0 到 {MOST_PEOPLE:,}。")
    asking.must(
        paper.delivered is not Delivered.NO or paper.committee is not Committee.THERE,
        "还没交付的小区没有业委会。两项里有一项选错了。",
    )
    asking.done()
    return EstatePaper(
        paper.slip, name, short, paper.kind, paper.delivered, paper.committee, paper.households,
        paper.company_id, paper.id, reason, paper.was,
    )  # fmt: skip


def estate_said(of: EstateOnFile | EstatePaper, company: str = "") -> Said:
    """An estate by its labels. The company is told by its name, which the paper does not carry."""
    if isinstance(of, EstateOnFile):
        delivered = Delivered.YES if of.delivered else Delivered.NO
        committee = Committee.THERE if of.has_owners_committee else Committee.NONE
        company = of.company or ""
    else:
        delivered, committee = of.delivered, of.committee
    return {
        "全名": of.name,
        "简称": of.short_name,
        "哪种房": of.kind.label,
        "交付": delivered.label,
        "业委会": committee.label,
        "户数": f"{of.households:,} 户",
        "物业": company,
    }


def told_change(called: str, was: Said | None, now: Said, stored: Said, reason: str) -> str:
    """地址由“旧”改为“新”。原因：…。

    Raises WrongState when nothing differs, and when what is stored is no longer what stood on the
    form (`was`); Invalid when a value is replaced without a reason: filling in needs none.
    """
    must_be_seen(called, was, stored)
    words = told(called, _quoted(stored), _quoted(now))
    replaced = [what for what, new in now.items() if stored[what] not in ("", new)]
    if replaced and len(reason) < 2:
        raise Invalid(f"改了{'、'.join(replaced)}，请写一句为什么改。")
    return f"{words}。{f'原因：{reason}。' if reason else ''}"


def _quoted(said: Said) -> Said:
    return {what: f"“{words or '空着'}”" for what, words in said.items()}
