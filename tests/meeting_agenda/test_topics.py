"""Topics (议题): from the first word to the file; refused, merged, transferred; decided and told."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.checks import report
from db.meeting_agenda import checks, deciding, planning, promising, sittings, topic_writes, topics
from db.meeting_agenda import meetings as all_meetings
from db.meeting_agenda.topics import topic_dues
from db.visit import Visit
from domain.errors import Invalid, NotAllowed, NotFound, WrongState
from domain.meeting_agenda.actions import NewAction, Progress, Verdict
from domain.meeting_agenda.deciding import Way
from domain.meeting_agenda.meetings import ItemType, Kind, NewAgendaItem
from domain.meeting_agenda.planning import MeetingFacts, NewMeeting
from domain.meeting_agenda.sittings import Opening
from domain.meeting_agenda.topic_rules import alike, check_siyi
from domain.meeting_agenda.topics import (
    Answer,
    Channel,
    Collecting,
    Evaluation,
    Going,
    Matter,
    NewTopic,
    Screening,
    Siyi,
    SiyiDone,
    SiyiStep,
    Topic,
    TopicNotice,
    TopicState,
)
from tests import community, meetings
from tests.community import NOW, TODAY, account_id, visit_of
from tests.meetings import PINE_COMPANY, noted
from tests.rude_hands import by_hand

NEW = NewTopic("t", "东门早点摊太早", "每天五点就吵", Channel.DOOR, "陈秀花", community.PINE)


def on(db: Database, day: int, who: str = "clerk") -> Visit:
    return visit_of(db, who, NOW + timedelta(days=day))


def now(db: Database, id: int) -> Topic:
    return topics.topic(db, id)


def collected(db: Database, matter: Matter = Matter.SURROUNDINGS, slip: str = "t") -> int:
    id = topic_writes.raise_topic(on(db, 0), replace(NEW, slip=slip)).id
    paper = Collecting(f"c-{slip}", id, matter, account_id("clerk2"), False, now(db, id).seen)
    topic_writes.collect(on(db, 1), paper)
    return id


def screened(db: Database, id: int, answer: Answer = Answer.ACCEPT, **other: object) -> None:
    paper = Screening(f"s-{id}-{answer}", id, answer, "列入四月议事会", now(db, id).seen)
    topic_writes.screen(on(db, 2, "secretary"), replace(paper, **other))  # type: ignore[arg-type]


def announced(db: Database, id: int, day: int = 3) -> None:
    paper = TopicNotice(f"n-{id}-{day}", id, "东门公告栏", on(db, day).today, now(db, id).seen)
    topic_writes.put_up_topic_notice(on(db, day), paper)


def go(db: Database, id: int, day: int, slip: str = "g") -> None:
    paper = Going(f"{slip}-{id}-{day}", id, "按议定的办", now(db, id).seen)
    topic_writes.go_on(on(db, day), paper)


def on_an_agenda(db: Database, id: int, day: int = 10) -> tuple[int, int]:
    """A joint meeting of that day with its organiser there, opened; the meeting and the item."""
    clerk = on(db, 3)
    starts = NOW + timedelta(days=day)
    facts = MeetingFacts("四月联席会", starts, 60, "议事厅", "李书记", 5)
    of = planning.plan_meeting(clerk, NewMeeting(f"m{day}", Kind.JOINT, facts)).id
    item = NewAgendaItem(
        f"i{day}", of, ItemType.CONSULT, "早点摊怎么管", "王社工", 20, about="topic", about_id=id
    )
    all_meetings.add_agenda_item(clerk, item)
    sittings.open_meeting(on(db, day), Opening(f"o{day}", of))
    meetings.come(on(db, day), meetings.Evening(of, 0, 0, 0), 1, f"come{day}")
    return of, all_meetings.agenda(db, of)[-1].id


@pytest.fixture
def topic(small: Database) -> int:
    meetings.seat(visit_of(small, "clerk"), "王主任", Kind.JOINT)
    id = collected(small)
    screened(small, id)
    return id


def test_a_topic_goes_its_whole_way(small: Database, topic: int):
    announced(small, topic)
    of, item = on_an_agenda(small, topic)
    agreed = noted(item, Way.CONSENSUS, "七点后出摊")
    deciding.record_outcome(on(small, 10), agreed)
    assert now(small, topic).state is TopicState.DECIDED
    new = NewAction("a", of, item, "物业每天巡查", PINE_COMPANY, "周", on(small, 20).today)
    action = promising.promise(on(small, 10), new).id
    announced(small, topic, 11)
    ends = now(small, topic).notice_ends
    assert ends is not None and ends >= on(small, 26).today
    with pytest.raises(WrongState, match="满了第二天"):
        go(small, topic, 26)
    go(small, topic, 40)
    with pytest.raises(WrongState, match="还有 1 项承诺没有销号"):
        go(small, topic, 41)
    promising.claim_done(on(small, 41, "property"), Progress("p", action, "在办", 1))
    promising.verify(on(small, 41, "supervisor"), Verdict("v", action, "看过", 2))
    go(small, topic, 42)
    with pytest.raises(WrongState, match="至少要 3 个人"):
        go(small, topic, 43)
    for n, score in enumerate((5, 4, 3)):
        one = Evaluation(f"e{n}", topic, f"居民{n}", score)
        topic_writes.evaluate(on(small, 43), one)
    with pytest.raises(WrongState, match="已经评过"):
        topic_writes.evaluate(on(small, 43), Evaluation("again", topic, "居民0", 1))
    go(small, topic, 44)
    go(small, topic, 45)
    found = now(small, topic)
    assert (found.state, found.evaluations, found.score_sum) == (TopicState.ARCHIVED, 3, 12)
    assert [step.to_state.value for step in topics.steps(small, topic)] == [
        "raised", "collected", "screened", "pre_notice", "decided", "post_notice", "executing",
        "feedback", "evaluated", "archived",
    ]  # fmt: skip
    assert "四月联席会：协商一致：七点后出摊" in [s.words for s in topics.steps(small, topic)]
    assert [one.code for one in report.run(small) if not one.ok] == []


def test_what_was_not_announced_is_talked_over_and_not_decided(small: Database, topic: int):
    _, item = on_an_agenda(small, topic)
    with pytest.raises(WrongState, match="还没贴"):
        deciding.record_outcome(on(small, 10), noted(item, Way.CONSENSUS, "七点后出摊"))
    assert deciding.outcome(small, item) is None, "nothing of it is stored"
    deciding.record_outcome(on(small, 10), noted(item, Way.CARRIED, "还没公示"))
    assert now(small, topic).state is TopicState.CARRIED_OVER
    announced(small, topic, 11)
    assert now(small, topic).state is TopicState.PRE_NOTICE


def test_an_outcome_that_is_put_right_puts_the_topic_right(small: Database, topic: int):
    announced(small, topic)
    _, item = on_an_agenda(small, topic)
    first = deciding.record_outcome(on(small, 10), noted(item, Way.CARRIED, "人不齐")).id
    deciding.record_outcome(on(small, 10), noted(item, Way.CONSENSUS, "七点后出摊", first))
    assert now(small, topic).state is TopicState.DECIDED
    last = deciding.outcome(small, item)
    assert last is not None
    deciding.record_outcome(on(small, 10), noted(item, Way.NOTE, "只是通报", last.id))
    assert now(small, topic).state is TopicState.DELIBERATED


def test_a_topic_is_refused_merged_or_transferred_with_words(small: Database, topic: int):
    for answer, state in (
        (Answer.REFUSE, TopicState.REJECTED), (Answer.TRANSFER, TopicState.TRANSFERRED),
    ):  # fmt: skip
        id = collected(small, slip=f"x{answer}")
        with pytest.raises(Invalid, match="还没填"):
            screened(small, id, answer, words=" ")
        screened(small, id, answer, words="请打 12345")
        assert now(small, id).state is state
        assert now(small, id).replied_on == on(small, 2).today
    twin = collected(small, slip="twin")
    with pytest.raises(Invalid, match="并入要选"):
        screened(small, twin, Answer.MERGE)
    with pytest.raises(Invalid, match="并到它自己"):
        screened(small, twin, Answer.MERGE, into_id=twin)
    screened(small, twin, Answer.MERGE, into_id=topic)
    assert (now(small, twin).state, now(small, twin).merged_into) == (TopicState.MERGED, topic)
    with pytest.raises(WrongState, match="不能记为"):
        screened(small, twin, Answer.REFUSE, words="不行")


@pytest.mark.parametrize(
    "matter", [Matter.LAW_CASE, Matter.APPEAL, Matter.PRIVACY, Matter.DISCIPLINE]
)
def test_what_the_list_does_not_let_in_cannot_be_accepted(small: Database, matter: Matter):
    id = collected(small, matter)
    with pytest.raises(WrongState, match="不在议事清单里"):
        screened(small, id)
    screened(small, id, Answer.REFUSE, words="走法律途径")


def test_the_secretary_alone_screens_and_the_reply_is_due_in_seven_days(small: Database):
    id = topic_writes.raise_topic(on(small, 0), NEW).id
    assert now(small, id).reply_due == TODAY + timedelta(days=7)
    assert topic_dues(on(small, 4, "secretary")) == []
    (due,) = topic_dues(on(small, 5, "secretary"))
    assert "1 个议题要答复" in due.title and not due.urgent and not due.waits_for
    assert topic_dues(on(small, 8, "secretary"))[0].urgent
    assert topic_dues(on(small, 8))[0].waits_for == "书记/主任"
    with pytest.raises(NotAllowed):
        paper = Screening("s", id, Answer.REFUSE, "不行", now(small, id).seen)
        topic_writes.screen(on(small, 1), paper)


def test_property_raises_and_sees_topics_of_its_own_estate(small: Database):
    own = replace(NEW, slip="own", estate_id=None)
    id = topic_writes.raise_topic(on(small, 0, "property"), own).id
    assert now(small, id).estate_id == community.PINE
    with pytest.raises(NotFound):
        other = replace(NEW, slip="other", estate_id=community.CLOUD)
        topic_writes.raise_topic(on(small, 0, "property"), other)
    assert [one.id for one in topics.topics(on(small, 0, "property"))] == [id]
    assert topics.topics(on(small, 0, "property2")) == []


def test_a_topic_that_cannot_be_is_refused(small: Database):
    for wrong, kind in (
        ({"title": "吵"}, Invalid),
        ({"text": ""}, Invalid),
        ({"proposer": " "}, Invalid),
        ({"resident_id": 999}, NotFound),
        ({"estate_id": 99}, NotFound),
    ):
        with pytest.raises(kind):
            topic_writes.raise_topic(on(small, 0), replace(NEW, **wrong))


def test_what_belongs_to_the_owners_ends_in_their_ballot(small: Database, topic: int):
    announced(small, topic)
    _, item = on_an_agenda(small, topic)
    deciding.record_outcome(on(small, 10), noted(item, Way.CONSENSUS, "提交业主表决"))
    paper = Going("b", topic, "大修要业主表决", now(small, topic).seen)
    topic_writes.submit_to_ballot(on(small, 11, "secretary"), paper)
    assert now(small, topic).state is TopicState.TO_BALLOT
    with pytest.raises(WrongState, match="不能记为"):
        announced(small, topic, 12)


def test_only_a_topic_that_was_let_in_goes_on_an_agenda(small: Database):
    id = collected(small)
    with pytest.raises(WrongState, match="现在不能上会"):
        on_an_agenda(small, id)
    assert topics.choices(on(small, 3)) == []


def test_two_who_write_at_once_are_told_of_each_other(small: Database):
    id = topic_writes.raise_topic(on(small, 0), NEW).id
    seen = now(small, id).seen
    paper = Collecting("c", id, Matter.PARKING, account_id("clerk"), False, seen)
    topic_writes.collect(on(small, 1), paper)
    with pytest.raises(WrongState, match="已经记了"):
        other = replace(paper, slip="d", matter=Matter.CULTURE)
        topic_writes.collect(on(small, 1, "clerk2"), other)


def test_titles_that_are_much_alike_are_told(small: Database, topic: int):
    assert [one.id for one in topics.similar(on(small, 3), "东门早点摊太吵")] == [topic]
    assert topics.similar(on(small, 3), "电梯又坏了") == []
    assert alike("停车难", "停车难") and not alike("停", "停")


# 四议两公开 -----------------------------------------------------------------------------------------


def six(db: Database, id: int, step: Siyi, day: int, told_on: int = 40) -> None:
    paper = SiyiDone(f"{id}-{step}-{day}-{told_on}", id, step, on(db, day).today, "")
    topic_writes.record_siyi(on(db, told_on), paper)


def test_the_use_of_public_money_needs_all_six_in_their_order(small: Database):
    id = collected(small, Matter.PUBLIC_MONEY)
    assert now(small, id).needs_siyi
    with pytest.raises(WrongState, match="先记“支委会提议”"):
        six(small, id, Siyi.RESIDENTS, 3)
    six(small, id, Siyi.BRANCH, 5)
    with pytest.raises(Invalid, match="不能早于“支委会提议”"):
        six(small, id, Siyi.BOTH_COMMITTEES, 4)
    six(small, id, Siyi.BOTH_COMMITTEES, 5)
    with pytest.raises(Invalid, match="还没到"):
        six(small, id, Siyi.PARTY_MEMBERS, 50)
    assert [one.step for one in topics.siyi(small, id)] == [Siyi.BRANCH, Siyi.BOTH_COMMITTEES]
    with pytest.raises(WrongState, match="不走四议两公开"):
        six(small, collected(small, slip="plain"), Siyi.BRANCH, 5)


@settings(database=None, deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(list(Siyi)), st.integers(0, 60)), max_size=20))
def test_whatever_is_tried_the_six_are_in_order_and_in_time(tried: list[tuple[Siyi, int]]):
    done: list[SiyiStep] = []
    for step, day in tried:
        when = date(2026, 3, 1) + timedelta(days=day)
        try:
            check_siyi(SiyiDone("s", 1, step, when, ""), done, True, date(2026, 6, 1))
        except (WrongState, Invalid):
            continue
        done.append(SiyiStep(step, when, ""))
    assert [one.step for one in done] == list(Siyi)[: len(done)]
    assert [one.done_on for one in done] == sorted(one.done_on for one in done)


# The file -----------------------------------------------------------------------------------------

OURS = {one.code for one in checks.INVARIANTS}
BROKEN = {
    "a state set by hand": ("update topics set state = 'screened'", {"topic_states"}),
    "a step from elsewhere": (
        "update topic_steps set from_state = 'executing' where id = 3",
        {"topic_steps_in_turn"},
    ),
    "a notice that never hung": ("delete from topic_notices", {"topics_announced"}),
    "a step taken out": (
        "delete from topic_steps where id = 2",
        {"topic_steps_unbroken", "topic_steps_in_turn"},
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_done_to_a_topic_by_hand_is_found(path: Path, what: str):
    with connection.opened(path) as db:
        meetings.seat(visit_of(db, "clerk"), "王主任", Kind.JOINT)
        id = collected(db)
        screened(db, id)
        announced(db, id)
        _, item = on_an_agenda(db, id)
        deciding.record_outcome(on(db, 10), noted(item, Way.CONSENSUS, "七点后出摊"))
    script, found = BROKEN[what]
    with by_hand(path) as conn:
        conn.execute(script)
    with connection.opened(path) as db:
        assert {one.code for one in report.run(db) if not one.ok} & OURS == found


@pytest.mark.parametrize(
    "sql",
    [
        "update topics set proposer = '别人'",
        "delete from topics",
        "update topic_steps set words = '改了'",
        "update topic_notices set ends_on = date(ends_on, '-1 day')",
        "insert into siyi_steps (topic_id, step, done_on, words, at, by_id)"
        " select id, 'members', '2026-03-18', '', raised_on, raised_by from topics",
    ],
)
def test_the_file_keeps_a_topic_as_it_was_raised(small: Database, topic: int, sql: str):
    announced(small, topic)
    with pytest.raises(connection.IntegrityError):
        small.execute(sql)
