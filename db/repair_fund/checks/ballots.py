"""Owners' votes (表决): every answer and total recomputed from the papers, in other words than the file's."""

from collections.abc import Iterator

from sqlite_utils import Database

from db.invariant import Computed, Invariant, unbroken
from domain.repair_fund.counts import drawn

# What each owner's papers say: those not replaced, valid, come since the last written word. A
# corrected word came when the word did that it corrects.
_SAID = """
    with recursive chains as (
        select id, id as came, ballot_id, owner_group_id from ballot_papers
         where settles = 1 and replaces_id is null
        union all
        select r.id, c.came, c.ballot_id, c.owner_group_id
          from ballot_papers r join chains c on c.id = r.replaces_id),
    words as (
        select ballot_id, owner_group_id, max(came) as since from chains group by 1, 2),
    live as (
        select p.*, coalesce(c.came, p.id) as came from ballot_papers p
          left join chains c on c.id = p.id
          left join ballot_papers r on r.replaces_id = p.id where r.id is null),
    said as (
        select l.ballot_id, l.owner_group_id,
               iif(min(l.choice) = max(l.choice), min(l.choice), 'conflict') as answer
          from live l left join words w
            on w.ballot_id = l.ballot_id and w.owner_group_id = l.owner_group_id
         where l.valid = 1 and l.came >= coalesce(w.since, 0) group by 1, 2)
"""
# The verdict by the rule of its law version, in whole numbers, never by percentages.
VERDICT = """
    case when r.take_part_bottom * c.area_in < r.take_part_top * c.area_centi
           or r.take_part_bottom * c.heads_in < r.take_part_top * c.heads then 'NO_QUORUM'
         when r.approve_bottom * c.area_yes + r.approve_inclusive
                > r.approve_top * iif(r.approve_of = 'all', c.area_centi, c.area_in)
          and r.approve_bottom * c.heads_yes + r.approve_inclusive
                > r.approve_top * iif(r.approve_of = 'all', c.heads, c.heads_in) then 'PASS'
         else 'REJECTED' end
"""
_TAKES_PART = "o.answer in ('yes', 'no', 'abstain')"
INVARIANTS = [
    Invariant(
        "ballot_answers",
        "每位业主的意见和他的表决票一致",
        f"""
        {_SAID}
        select '表决 ' || o.ballot_id || ' 业主 ' || o.owner_group_id from ballot_owners o
          left join said s on s.ballot_id = o.ballot_id and s.owner_group_id = o.owner_group_id
         where o.answer is not s.answer
        """,
    ),
    Invariant(
        "ballot_totals",
        "表决的户数和面积等于逐户相加",
        f"""
        select '表决 ' || b.id from ballots b join (
            select o.ballot_id, count(*) as heads, sum(o.area_centi) as area,
                   sum({_TAKES_PART} is true) as heads_in,
                   sum(iif({_TAKES_PART}, o.area_centi, 0)) as area_in,
                   sum(o.answer is 'yes') as heads_yes,
                   sum(iif(o.answer = 'yes', o.area_centi, 0)) as area_yes,
                   sum(o.answer is 'conflict') as conflicts
              from ballot_owners o group by o.ballot_id) t on t.ballot_id = b.id
          left join evote_totals e on e.id = (select max(id) from evote_totals where ballot_id = b.id)
         where (b.heads, b.area_centi, b.conflicts) is not (t.heads, t.area, t.conflicts)
            or (b.heads_in, b.area_in, b.heads_yes, b.area_yes) is not
               (coalesce(e.heads_in, t.heads_in), coalesce(e.area_in, t.area_in),
                coalesce(e.heads_yes, t.heads_yes), coalesce(e.area_yes, t.area_yes))
        """,
    ),
    Invariant(
        "ballot_scopes",
        "参加表决的就是冻结范围里的业主",
        """
        select '表决 ' || b.id from ballots b
         where exists (
               select owner_group_id, sum(area_centi) from scope_units where plan_id = b.plan_id
                group by 1
               except select owner_group_id, area_centi from ballot_owners where ballot_id = b.id)
            or b.heads <> (select count(distinct owner_group_id) from scope_units
                            where plan_id = b.plan_id)
        """,
    ),
    Invariant(
        "papers_in_place",
        "表决票都投给自己的一户，改票改的是同一户",
        """
        select '票 ' || p.id from ballot_papers p
          join ballots b on b.id = p.ballot_id
          left join scope_units s on s.plan_id = b.plan_id and s.unit_id = p.unit_id
          left join ballot_papers o on o.id = p.replaces_id
         where s.owner_group_id is not p.owner_group_id
            or (p.replaces_id is not null
                and (o.ballot_id, o.unit_id) is not (p.ballot_id, p.unit_id))
            or p.replaces_id >= p.id
        """,
    ),
    Invariant(
        "papers_in_time",
        "新登记的票都在表决期内",
        """
        select '票 ' || p.id from ballot_papers p join ballots b on b.id = p.ballot_id
         where substr(p.recorded_at, 1, 10) < b.opens_on
            or (p.replaces_id is null and p.settles = 0
                and substr(p.recorded_at, 1, 10) > b.closes_on)
        """,
    ),
    unbroken("ballot_papers", "表决票没有缺号"),
    Invariant(
        "count_sheets",
        "计票表和表决的数字一致",
        """
        select '项目 ' || c.project_id from ballot_counts c join ballots b on b.id = c.ballot_id
         where c.withdrawn_by is null
           and (b.project_id, b.rule_version, b.matter, b.area_centi, b.heads, b.area_in,
                b.heads_in, b.area_yes, b.heads_yes, b.conflicts) is not
               (c.project_id, c.rule_version, c.matter, c.area_centi, c.heads, c.area_in,
                c.heads_in, c.area_yes, c.heads_yes, 0)
        """,
    ),
    Invariant(
        "ballot_results",
        "表决结果和按门槛重算的一致",
        f"""
        select '项目 ' || c.project_id from ballot_counts c
          join vote_rules r on r.version = c.rule_version and r.matter = c.matter
         where c.result <> {VERDICT}
        """,
    ),
    Invariant(
        "ballot_approvers",
        "计票、复核、监票是三个人",
        "select '项目 ' || project_id from ballot_counts where counted_by in (second_by, approved_by)"
        " or second_by = approved_by or (approved_by is not null and second_by is null)",
    ),
    Invariant(
        "passed_by_ballot",
        "表决通过或没通过，都有签齐的计票表",
        """
        select p.code from repair_projects p
          join project_steps s on s.project_id = p.id
           and s.to_state in ('vote_passed', 'vote_failed') and s.from_state = 'voting'
         where not exists (select 1 from ballot_counts c where c.project_id = p.id
                              and c.approved_by is not null
                              and (c.result = 'PASS') = (s.to_state = 'vote_passed'))
        """,
    ),
    Invariant(
        "recount_finders",
        "抽查复核由没有登记这张票的人做",
        """
        select '票 ' || l.paper_id from recount_papers l
          join ballot_papers p on p.id = l.paper_id
          join recounts d on d.id = l.recount_id
         where l.found_by = p.recorded_by or d.ballot_id <> p.ballot_id
        """,
    ),
]
_POPULATION = """
    select iif(:by_ballot, n.number, p.id), p.id from ballot_papers p
      join paper_numbers n on n.paper_id = p.id
      left join ballot_papers r on r.replaces_id = p.id and r.id <= :last
     where p.ballot_id = :ballot and p.id <= :last and r.id is null
"""


def redrawn(db: Database) -> Iterator[str]:
    """The recounts whose papers are not those their seed draws; none when all is well."""
    made = db.execute(
        "select id, ballot_id, seed, papers, last_id, by_ballot from recounts"
    ).fetchall()
    for id, ballot_id, seed, papers, last, by_ballot in made:
        named = {"ballot": ballot_id, "last": last, "by_ballot": by_ballot}
        pile = dict(db.execute(_POPULATION, named).fetchall())
        stored = db.execute(
            "select paper_id from recount_papers where recount_id = ? order by paper_id", [id]
        ).fetchall()
        chosen = [pile[number] for number in drawn(seed, pile)]
        if len(pile) != papers or [row[0] for row in stored] != sorted(chosen):
            yield f"复核 {id}"


COMPUTED: list[Computed] = [
    ("recounts_redrawn", "抽查复核按种子重抽，抽到的还是那几张", redrawn),
]
