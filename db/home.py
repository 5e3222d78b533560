"""What is due today (今天要办), drawn from the five features at this moment."""

from db import (
    academy_enrollment,
    meeting_agenda,
    parameters,
    points_ledger,
    registry,
    repair_fund,
    rest_days,
    shed_capacity,
)
from db.visit import Visit, reads
from domain.days import clock, day
from domain.home import Due, SetUp
from domain.meeting_agenda import Listed
from domain.people import Permission
from domain.repair_fund import State
from domain.repair_fund.words import days_in_state, so_far

WAITS_LONG = 10  # days after which a project that has not moved wants a look


@reads(Permission.SEE_HOME)
def set_up(visit: Visit) -> list[SetUp]:
    """What a new community still needs, in order; empty once people can work in it.

    Needed are accounts, rooms and residents; the rest is listed with them for as long as one of
    those three is missing, and each page asks for its own afterwards.
    """
    has = registry.entered(visit.db)
    by_admin = "由管理员建进底册。"
    parts = [
        ("开账号", "一人一个账号，实名。由管理员来开。", has.several_accounts, True,
         ("people", Permission.MANAGE_ACCOUNTS)),
        ("核对本地参数", "法律没有定死的，按本地的规定改。", parameters.any_changed(visit.db), False,
         ("settings", Permission.CHANGE_PARAMETER)),
        ("小区、楼栋和房屋", by_admin, has.estates and has.units, True, None),
        ("居民", f"有了房屋再登记。{by_admin}", has.residents, True, None),
        ("车棚", by_admin, has.sheds, False, None),
        ("班和学期", by_admin, has.classes, False, None),
        ("商户", "有了商户才能做消费券。由社工来加。", has.merchants, False,
         ("vouchers", Permission.MANAGE_VOUCHERS)),
        ("积分超市的货", "由社工来上架。", has.goods, False, ("shop", Permission.MANAGE_SHOP)),
    ]  # fmt: skip
    if all(done for _, _, done, needed, _ in parts if needed):
        return []
    return [
        SetUp(title, detail, done, needed, at[0] if at and visit.user.may(at[1]) else None)
        for title, detail, done, needed, at in parts
    ]


def due_today(visit: Visit, most: int = 6) -> list[Due]:
    """At most so many things to do, the most pressing first; only of features one may see."""
    dues: list[Due] = []
    for permission, find in (
        (Permission.SEE_PARAMETERS, _calendar),
        (Permission.APPROVE_AWARD, _awards),
        (Permission.SEE_MEETINGS, _meetings),
        (Permission.SEE_SHEDS, _sheds),
        (Permission.ENROLL, _classes),
        (Permission.SEE_FUND, _projects),
    ):
        if visit.user.may(permission):
            dues += find(visit)
    return sorted(dues, key=lambda due: not due.urgent)[:most]


def _calendar(visit: Visit) -> list[Due]:
    year = rest_days.year_not_published(visit)
    if year is None:
        return []
    detail = "公布以后请管理员录入。现在暂按法定假日推算公示的最后一天。"
    return [
        Due(
            "settings?topic=rest",
            visit.today,
            False,
            "待录入",
            f"{year} 年的放假安排还没录入",
            detail,
            "去看看",
        )
    ]


def _meetings(visit: Visit) -> list[Due]:
    only = visit.user.only_estate
    late = meeting_agenda.meetings(visit.db, Listed.OVERDUE, visit.now, only=only)
    dues = []
    if late and visit.user.may(Permission.RECORD_MEETING):
        dues.append(
            Due(
                "agenda", late[0].starts_at.date(), False, "待补记录",
                f"{len(late)} 次会议时间过了，还没记开没开成",
                "、".join(meeting.title for meeting in late[:2]), "去补",
            )
        )  # fmt: skip
    for meeting in meeting_agenda.upcoming(visit.db, visit.now, 2, only):
        days = (meeting.starts_at.date() - visit.today).days
        if days > 7:
            continue
        badge = {0: "今天", 1: "明天"}.get(days, day(meeting.starts_at.date(), visit.today))
        dues.append(
            Due(
                "agenda",
                meeting.starts_at.date(),
                days == 0,
                f"{badge} {clock(meeting.starts_at)}",
                f"{meeting.title}，{meeting.items} 个议题",
                f"{meeting.place}，应到 {meeting.invited} 人",
                "看议程",
            )
        )
    return dues


def _awards(visit: Visit) -> list[Due]:
    waiting, ready = points_ledger.awards_waiting(visit.db, visit.today)
    dues = []
    if ready:
        dues.append(
            Due(
                "points",
                visit.today,
                True,
                "今天",
                f"{ready} 张湾郡币登记公示期满",
                "入账以后居民才能用",
                "去入账",
            )
        )
    if waiting:
        dues.append(
            Due(
                "points",
                visit.today,
                False,
                "待核准",
                f"{waiting} 张湾郡币登记等第二个人核准",
                "经办人不能核准自己的单子",
                "去核准",
            )
        )
    return dues


def _projects(visit: Visit) -> list[Due]:
    running = repair_fund.running(visit.db, visit.user.only_estate)
    dues = []
    for project in running:
        days = days_in_state(project.state_since, visit.today)
        voting = project.state is State.VOTING
        if project.state is State.IN_WARRANTY:
            continue  # nothing to do until the warranty ends
        if voting or days >= WAITS_LONG:
            dues.append(
                Due(
                    "fund",
                    project.state_since,
                    False,
                    "表决中" if voting else so_far(project.state_since, visit.today),
                    f"{project.estate} {project.title}",
                    f"停在“{project.state.label}”，涉及 {project.households:,} 户",
                    "看项目",
                )
            )
    return dues[:2]


def _sheds(visit: Visit) -> list[Due]:
    stale = parameters.value_of(visit.db, "shed_stale_days")
    late = [
        shed
        for shed in shed_capacity.sheds(visit.db, visit.user.only_estate)
        if shed.counted_at is None or (visit.now - shed.counted_at).days >= stale
    ]
    if not late:
        return []
    names = "、".join(shed.name for shed in late[:4])
    return [
        Due(
            "sheds",
            visit.today,
            False,
            "该清点",
            f"{len(late)} 处车棚超过 {stale} 天没有清点",
            names,
            "去清点",
        )
    ]


def _classes(visit: Visit) -> list[Due]:
    late = [
        Due(
            "academy", visit.today, True, "过期了", f"“{course}”有 {count} 位候补过了答复期",
            "在名单里转给下一位", "看名单",
        )
        for _, course, count in academy_enrollment.offers_over(visit.db, visit.now)
    ]  # fmt: skip
    return late[:1] + _free_seats(visit)


def _free_seats(visit: Visit) -> list[Due]:
    waiting = [
        offering
        for offering in academy_enrollment.open_classes(visit.db, visit.today)
        if offering.waiting and offering.free
    ]
    return [
        Due(
            "academy",
            offering.starts_on,
            False,
            "有空席",
            f"“{offering.course}”空出 {offering.free} 席",
            f"候补 {offering.waiting} 位在等",
            "看班级",
        )
        for offering in waiting[:2]
    ]
