"""People who sign in (账号): roles, what each may do, and what is bound to whom."""

from dataclasses import dataclass

from domain.errors import NotAllowed, SamePerson
from domain.labels import Labelled


class Role(Labelled):
    ADMIN = "admin", "管理员"
    SECRETARY = "secretary", "书记/主任"
    CLERK = "clerk", "社工"
    ACCOUNTANT = "accountant", "会计"
    SUPERVISOR = "supervisor", "监督"
    PROPERTY = "property", "物业"
    GRID = "grid", "网格员"
    LEADER = "leader", "志愿者组长"
    VOLUNTEER = "volunteer", "志愿者"
    TEACHER = "teacher", "教师"
    MERCHANT = "merchant", "商户"
    DELEGATION = "delegation", "参观"


class Permission(Labelled):
    SEE_HOME = "see_home", "看首页"
    SEE_MEETINGS = "see_meetings", "看议程"
    ADD_AGENDA_ITEM = "add_agenda_item", "加议题"
    RECORD_MEETING = "record_meeting", "补会议记录"
    PLAN_MEETING = "plan_meeting", "排会议"
    KEEP_PROMISE = "keep_promise", "报承诺"
    VERIFY_ACTION = "verify_action", "销号"
    READ_MINUTES = "read_minutes", "看内部纪要"
    SIGN_MINUTES = "sign_minutes", "签发纪要"
    SCREEN_TOPIC = "screen_topic", "审核议题"
    SEE_FUND = "see_fund", "看维修资金"
    REGISTER_PROPOSAL = "register_proposal", "登记维修提议"
    PLAN_REPAIR = "plan_repair", "报维修方案和施工"
    ADVANCE_PROJECT = "advance_project", "办理维修项目"
    STOP_PROJECT = "stop_project", "中止或终止维修项目"
    RECORD_PAPER = "record_paper", "登记表决票"
    SEE_PAPERS = "see_papers", "看表决票"
    COUNT_BALLOT = "count_ballot", "计票"
    SUPERVISE_BALLOT = "supervise_ballot", "监票"
    RECORD_PAYMENT = "record_payment", "登记拨付和决算"
    APPROVE_PAYMENT = "approve_payment", "核准拨付"
    SEE_FUND_ACCOUNTS = "see_fund_accounts", "看分户账"
    SEE_SHEDS = "see_sheds", "看车棚"
    COUNT_SHED = "count_shed", "记车棚"
    MANAGE_SHEDS = "manage_sheds", "管车棚"
    SEE_POINTS = "see_points", "看湾郡币"
    REGISTER_AWARD = "register_award", "登记湾郡币"
    APPROVE_AWARD = "approve_award", "核准湾郡币"
    POST_AWARD = "post_award", "湾郡币入账"
    REVERSE_ENTRY = "reverse_entry", "冲正湾郡币"
    REDEEM = "redeem", "兑换湾郡币"
    MANAGE_SHOP = "manage_shop", "管积分超市"
    SEE_VOUCHERS = "see_vouchers", "看消费券"
    MANAGE_VOUCHERS = "manage_vouchers", "管消费券"
    APPROVE_MONEY = "approve_money", "核准商户结算"
    USE_VOUCHER = "use_voucher", "核销消费券"
    SEE_CLASSES = "see_classes", "看学苑"
    ENROLL = "enroll", "学苑报名"
    SEE_ROSTER = "see_roster", "看学员名单"
    MANAGE_CLASSES = "manage_classes", "排课"
    FIND_RESIDENT = "find_resident", "找居民"
    SEE_REGISTRY = "see_registry", "看底册"
    SEE_RESIDENTS = "see_residents", "看住户"
    CHANGE_REGISTRY = "change_registry", "改底册"
    OPEN_RESIDENT = "open_resident", "看居民的一页"  # each part of it asks its own besides
    PRINT_OWN_SHEET = "print_own_sheet", "打印个人信息查询单"
    CHECK_HOMES = "check_homes", "入户核对"
    IMPORT_LIST = "import_list", "导入名单"
    UNDO_ANY_IMPORT = "undo_any_import", "撤销别人的导入"
    QUICK_ENTRY = "quick_entry", "快速登记"
    SEE_SHOWCASE = "see_showcase", "看展示大屏"
    SEE_PARAMETERS = "see_parameters", "看参数"
    CHANGE_PARAMETER = "change_parameter", "改参数"
    MANAGE_ACCOUNTS = "manage_accounts", "管账号"
    KEEP_COMMUNITY = "keep_community", "改社区资料"
    KEEP_PLACES = "keep_places", "管小区和房屋"
    KEEP_BACKUPS = "keep_backups", "备份"
    OWN_ACCOUNT = "own_account", "改自己的密码"


P = Permission
_SEES = {P.SEE_HOME, P.SEE_MEETINGS, P.SEE_FUND, P.SEE_SHEDS, P.SEE_CLASSES, P.SEE_SHOWCASE}
_FIELD = {P.QUICK_ENTRY, P.FIND_RESIDENT, P.OPEN_RESIDENT, P.SEE_SHEDS, P.COUNT_SHED} | {
    P.REGISTER_AWARD
}
_OFFICE = (
    _SEES
    | _FIELD
    | {
        P.ADD_AGENDA_ITEM,
        P.RECORD_MEETING,
        P.PLAN_MEETING,
        P.KEEP_PROMISE,
        P.READ_MINUTES,
        P.REGISTER_PROPOSAL,
        P.SEE_POINTS,
        P.APPROVE_AWARD,
        P.POST_AWARD,
    }
    | {P.ENROLL, P.SEE_ROSTER, P.SEE_PARAMETERS}
    | {P.REVERSE_ENTRY, P.REDEEM, P.MANAGE_SHOP, P.MANAGE_SHEDS, P.MANAGE_CLASSES}
    | {P.SEE_VOUCHERS, P.MANAGE_VOUCHERS, P.USE_VOUCHER}
    | {P.PLAN_REPAIR, P.ADVANCE_PROJECT, P.RECORD_PAPER, P.SEE_PAPERS, P.COUNT_BALLOT}
    | {P.SEE_FUND_ACCOUNTS, P.KEEP_PLACES, P.IMPORT_LIST}
    | {P.SEE_REGISTRY, P.SEE_RESIDENTS, P.CHANGE_REGISTRY, P.CHECK_HOMES, P.PRINT_OWN_SHEET}
)

# One table of grants. The committee can read and correct it without reading the rest.
_OWN = {P.OWN_ACCOUNT}  # all but the shared login of visitors, which changes nothing
GRANTS: dict[Role, set[Permission]] = {
    Role.ADMIN: _OWN
    | _SEES
    | {P.SEE_PARAMETERS, P.CHANGE_PARAMETER, P.MANAGE_ACCOUNTS, P.KEEP_COMMUNITY, P.KEEP_PLACES}
    | {P.KEEP_BACKUPS},
    Role.SECRETARY: _OWN
    | _OFFICE
    | {P.APPROVE_MONEY, P.STOP_PROJECT, P.APPROVE_PAYMENT, P.UNDO_ANY_IMPORT}
    | {P.VERIFY_ACTION, P.SIGN_MINUTES, P.SCREEN_TOPIC},
    Role.CLERK: _OWN | _OFFICE,
    Role.ACCOUNTANT: _OWN
    | _SEES
    | {P.SEE_POINTS, P.SEE_VOUCHERS, P.SEE_PARAMETERS, P.APPROVE_MONEY}
    | {P.RECORD_PAYMENT, P.SEE_FUND_ACCOUNTS, P.OPEN_RESIDENT, P.IMPORT_LIST},
    Role.SUPERVISOR: _OWN
    | _SEES
    | {P.SEE_POINTS, P.SEE_VOUCHERS, P.SEE_ROSTER, P.SEE_PARAMETERS}
    | {
        P.READ_MINUTES,
        P.VERIFY_ACTION,
        P.SUPERVISE_BALLOT,
        P.SEE_PAPERS,
        P.SEE_FUND_ACCOUNTS,
        P.OPEN_RESIDENT,
    },
    Role.PROPERTY: _OWN
    | {P.SEE_HOME, P.SEE_MEETINGS, P.ADD_AGENDA_ITEM, P.KEEP_PROMISE, P.SEE_FUND}
    | {P.REGISTER_PROPOSAL, P.PLAN_REPAIR, P.SEE_SHEDS, P.COUNT_SHED, P.SEE_REGISTRY},
    Role.GRID: _OWN
    | _FIELD
    | {P.SEE_HOME, P.SEE_MEETINGS, P.ADD_AGENDA_ITEM, P.SEE_FUND, P.REGISTER_PROPOSAL}
    | {P.KEEP_PROMISE}
    | {P.RECORD_PAPER, P.SEE_PAPERS, P.COUNT_BALLOT, P.SEE_CLASSES}
    | {P.SEE_REGISTRY, P.SEE_RESIDENTS, P.CHECK_HOMES},
    Role.LEADER: _OWN
    | _FIELD
    | {P.SEE_HOME, P.SEE_MEETINGS, P.SEE_POINTS, P.SEE_CLASSES, P.ENROLL},
    Role.VOLUNTEER: _OWN | _FIELD,
    Role.TEACHER: _OWN | {P.SEE_CLASSES, P.SEE_ROSTER},
    Role.MERCHANT: _OWN | {P.USE_VOUCHER},
    Role.DELEGATION: {P.SEE_SHOWCASE},
}


def who_may(needs: Permission) -> list[Role]:
    """The roles that carry it, in the order of the table."""
    return [role for role in Role if needs in GRANTS[role]]


BOUND_TO_ESTATE = {Role.PROPERTY}  # these see and write one estate (小区) only
BOUND_TO_MERCHANT = {Role.MERCHANT}  # and these one merchant (商户)
KIOSK = {Role.DELEGATION}  # the hall's screen runs all day without a click


@dataclass(frozen=True, slots=True)
class User:
    """The signed-in person of this visit, read afresh from the accounts on every run."""

    id: int
    username: str
    name: str
    role: Role
    estate_id: int | None = None
    resident_id: int | None = None
    merchant_id: int | None = None
    has_first_password: bool = False  # on a slip of paper (登录条): nothing before it is changed

    def may(self, permission: Permission) -> bool:
        if self.has_first_password and permission is not Permission.OWN_ACCOUNT:
            return False
        return permission in GRANTS[self.role]

    def must(self, permission: Permission) -> None:
        if not self.may(permission):
            raise NotAllowed(self.role.label, permission.label)

    @property
    def only_estate(self) -> int | None:
        """The one estate this person is confined to; None means all of them."""
        return self.estate_id if self.role in BOUND_TO_ESTATE else None

    def must_cover(self, estate_id: int) -> None:
        """Refuse what lies outside the person's own estate (物业只管本小区)."""
        if self.only_estate is not None and self.only_estate != estate_id:
            raise NotAllowed(self.role.label, "办别的小区的事")

    @property
    def only_merchant(self) -> int | None:
        """The one merchant this person acts for; None means the office, which may name any."""
        return self.merchant_id if self.role in BOUND_TO_MERCHANT else None

    def must_serve(self, merchant_id: int) -> None:
        """Refuse another merchant's vouchers and settlements (商户只管自家)."""
        if self.only_merchant is not None and self.only_merchant != merchant_id:
            raise NotAllowed(self.role.label, "办别家商户的事")


def check_second_person(maker_id: int, approver_id: int, deed: str) -> None:
    """Separation of duties (经办与核准分开) for payments, awards and ballot counts.

    Raises SamePerson when the maker tries to approve. The tables refuse it as well.
    """
    if maker_id == approver_id:
        raise SamePerson(deed)
