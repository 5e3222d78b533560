-- The registry (底册) shared by all screens. Areas in 0.01 m2 (area_centi), money in fen.

create table community (
    id              integer primary key check (id = 1),
    name            text not null check (trim(name) <> ''),
    address         text not null,
    founded_year    integer check (founded_year between 1900 and 2200),
    area_m2         integer check (area_m2 > 0),
    households      integer check (households > 0),
    residents       integer check (residents > 0),
    residents_words text,
    is_demo         integer not null check (is_demo in (0, 1)),
    seeded_on       text check (seeded_on = date(seeded_on)),
    created_at      text not null
) strict;

-- A demonstration can never become a real community, nor the other way round.
create trigger community_stays_what_it_is before update of is_demo on community
when new.is_demo <> old.is_demo
begin select raise(abort, 'a demonstration stays a demonstration'); end;
create trigger community_is_never_removed before delete on community
begin select raise(abort, 'the community is never removed'); end;
create trigger community_is_entered_once before insert on community
when exists (select 1 from community)
begin select raise(abort, 'the community is entered once'); end;

create table bodies (
    id     integer primary key,
    name   text not null unique check (trim(name) <> ''),
    kind   text not null check (kind in
           ('party', 'committee', 'property', 'residents', 'authority', 'partner')),
    source text not null check (source in ('article', 'demo', 'entered'))
) strict;

create table estates (
    id                   integer primary key,
    name                 text not null unique check (trim(name) <> ''),
    short_name           text not null unique,
    kind                 text not null check (kind in ('commercial', 'resettlement')),
    delivered            integer not null check (delivered in (0, 1)),
    has_owners_committee integer not null default 0 check (has_owners_committee in (0, 1)),
    households           integer not null check (households >= 0),
    company_id           integer references bodies (id),
    source               text not null check (source in ('article', 'demo', 'entered')),
    check (delivered = 1 or has_owners_committee = 0)
) strict;

create table buildings (
    id        integer primary key,
    estate_id integer not null references estates (id),
    number    integer not null check (number > 0),
    unique (estate_id, number)
) strict;

create table stairwells (
    id          integer primary key,
    building_id integer not null references buildings (id),
    number      integer not null check (number > 0),
    has_lift    integer not null default 1 check (has_lift in (0, 1)),
    unique (building_id, number)
) strict;

-- One head in an owners' vote: the same registered owner set (同一买受人), or the developer.
create table owner_groups (
    id        integer primary key,
    estate_id integer not null references estates (id),
    kind      text not null check (kind in ('owner', 'developer'))
) strict;
create unique index one_developer_per_estate on owner_groups (estate_id) where kind = 'developer';

-- Exclusive units (专有部分). `code` is building-stairwell-room, unique within its estate.
create table units (
    id             integer primary key,
    estate_id      integer not null references estates (id),
    building_id    integer not null references buildings (id),
    stairwell_id   integer references stairwells (id),
    floor          integer not null,
    room           text not null check (room <> ''),
    code           text not null,
    purpose        text not null check (purpose in ('flat', 'shop', 'parking')),
    sale           text not null default 'sold' check (sale in ('sold', 'unsold', 'undelivered')),
    area_centi     integer not null check (area_centi > 0),
    area_source    text not null check (area_source in ('register', 'survey', 'contract')),
    owner_group_id integer not null references owner_groups (id),
    source         text not null check (source in ('article', 'demo', 'entered')),
    unique (estate_id, code)
) strict;
create index units_of_a_building on units (building_id, stairwell_id);
create index units_of_an_owner on units (owner_group_id);

create trigger units_keep_their_owner_in_one_estate before insert on units
when (select estate_id from owner_groups where id = new.owner_group_id) <> new.estate_id
  or (select estate_id from buildings where id = new.building_id) <> new.estate_id
  or (new.stairwell_id is not null and
      (select building_id from stairwells where id = new.stairwell_id) <> new.building_id)
begin select raise(abort, 'a unit, its building and its owner lie in one estate'); end;

create table residents (
    id          integer primary key,
    name        text not null check (trim(name) <> ''),
    phone       text not null default '' check (phone = '' or phone glob '1[0-9]*'),
    unit_id     integer references units (id),
    birth_year  integer check (birth_year between 1900 and 2200),
    birth_date  text check (birth_date = date(birth_date)),
    guardian_id integer references residents (id) check (guardian_id <> id),
    source      text not null check (source in ('demo', 'entered')),
    check (birth_date is null or birth_year is null
           or birth_year = cast(substr(birth_date, 1, 4) as integer))
) strict;
create index residents_of_a_unit on residents (unit_id);
create index wards_of_a_guardian on residents (guardian_id) where guardian_id is not null;

-- Every suffix of name, initials and pinyin, the phone's last four, the room: found by prefix.
create table resident_keys (
    key         text not null,
    resident_id integer not null references residents (id),
    primary key (key, resident_id)
) strict, without rowid;
create index keys_of_a_resident on resident_keys (resident_id);

create table parameters (
    code       text primary key,
    position   integer not null unique,
    topic      text not null,
    label      text not null,
    value      integer not null,
    standard   integer not null,
    least      integer not null,
    most       integer not null,
    unit       text not null,
    basis      text not null,
    yes_no     integer not null default 0 check (yes_no in (0, 1)),
    changed_at text,
    changed_by integer,
    check (value between least and most),
    check (yes_no = 0 or (least = 0 and most <= 1))
) strict, without rowid;
create trigger parameters_are_never_removed before delete on parameters
begin select raise(abort, 'parameters are never removed'); end;
create trigger parameters_keep_their_bounds before update of code, least, most, standard on parameters
begin select raise(abort, 'only the value of a parameter changes'); end;

insert into parameters (position, topic, code, label, value, standard, least, most, unit, basis, yes_no) values
 (10, 'fund', 'first_pct', '首期拨付比例', 70, 70, 0, 100, '%', '各地不同：青岛 70%，深圳不超过 60%。须向主管部门核实', 0),
 (11, 'fund', 'retention_bp', '质保金比例', 300, 300, 0, 300, '基点', '建质〔2017〕138号：不超过结算价 3%', 0),
 (12, 'fund', 'audit_threshold_fen', '超过多少须审价', 3000000, 3000000, 0, 100000000, '分', '各地 2 万至 10 万元不等。须向主管部门核实', 0),
 (13, 'fund', 'overrun_bp', '决算超预算多少须重新申请', 1000, 1000, 0, 10000, '基点', '杭州条例第72条。须向主管部门核实', 0),
 (14, 'fund', 'topup_ratio', '余额低于首期多少须续交', 30, 30, 1, 100, '%', '住宅专项维修资金管理办法第17条', 0),
 (15, 'fund', 'vote_min_days', '表决最短天数', 5, 5, 1, 60, '天', '杭州做法 5 至 60 天', 0),
 (16, 'fund', 'vote_max_days', '表决最长天数', 60, 60, 1, 180, '天', '杭州做法 5 至 60 天', 0),
 (17, 'fund', 'include_parking', '车位计入表决', 0, 0, 0, 1, '', '各地法院看法不一；计入时须有书面依据', 1),
 (18, 'fund', 'silence_rule', '未投票按多数意见计', 0, 0, 0, 0, '', '没有业主大会议事规则，不得启用', 1),
 (20, 'notice', 'plan_notice_days', '方案公示', 7, 7, 1, 60, '天', '青岛等地不少于 7 天', 0),
 (21, 'notice', 'result_notice_days', '表决结果公示', 7, 7, 1, 60, '天', '本地参数', 0),
 (22, 'notice', 'settle_notice_days', '决算分摊公示', 10, 10, 1, 60, '天', '杭州、永济不少于 10 天', 0),
 (23, 'notice', 'emergency_notice_days', '紧急使用公示', 5, 5, 1, 60, '天', '杭州做法', 0),
 (24, 'notice', 'affairs_notice_days', '居务公开', 15, 15, 15, 90, '天', '城市居民委员会组织法第34条：不少于 15 天', 0),
 (25, 'notice', 'estate_ballot_notice_days', '全小区表决前公告', 15, 15, 15, 90, '天', '物业管理条例第14条：提前 15 天', 0),
 (30, 'meeting', 'meeting_notice_days', '会前公布议题', 3, 3, 1, 30, '天', '各地议事会 2 至 3 天', 0),
 (40, 'shed', 'shed_tight_pct', '车棚多满算紧张', 70, 70, 1, 100, '%', '本地参数', 0),
 (41, 'shed', 'shed_full_pct', '车棚超过多满算已满', 90, 90, 1, 100, '%', '本地参数', 0),
 (42, 'shed', 'shed_stale_days', '多久没清点要提醒', 31, 31, 1, 365, '天', '每月清点一次', 0),
 (50, 'points', 'points_day_cap', '每人每天上限', 40, 40, 1, 1000, '枚', '本社区约定', 0),
 (51, 'points', 'points_month_cap', '每人每月上限', 300, 300, 1, 10000, '枚', '本社区约定', 0),
 (52, 'points', 'points_balance_cap', '每人余额上限', 2000, 2000, 1, 100000, '枚', '本社区约定', 0),
 (53, 'points', 'points_notice_days', '入账前公示', 3, 3, 3, 60, '天', '志愿服务记录公示不少于 3 个工作日', 0),
 (54, 'points', 'points_expiry', '湾郡币何时过期', 2, 2, 0, 2, '（0 不过期，1 当年年底，2 次年年底）', '本社区约定；先到期的先用', 0),
 (58, 'points', 'points_batch_head', '一次活动超过多少枚要书记核准', 500, 500, 50, 100000, '枚', '本社区约定', 0),
 (55, 'points', 'points_transfer_cap', '每人每年最多转给家人', 200, 200, 0, 2000, '枚', '本社区约定；只在同一户内', 0),
 (56, 'points', 'shop_pickup_days', '积分超市预约几天内来取', 7, 7, 1, 60, '天', '本社区约定；过期退回湾郡币', 0),
 (57, 'points', 'hint_same_approver', '一人每月核准同一个人几次以内不提醒', 6, 6, 1, 100, '次', '本社区约定', 0),
 (60, 'academy', 'classes_per_term', '每人每学期最多报班', 2, 2, 1, 10, '个', '本社区约定', 0),
 (61, 'academy', 'offer_hours', '候补录取保留', 48, 48, 1, 240, '小时', '本社区约定', 0),
 (62, 'academy', 'contact_age', '多大年纪要留紧急联系人', 60, 60, 50, 100, '周岁', '本社区约定', 0),
 (63, 'academy', 'signature_age', '多大年纪要家属签字', 80, 80, 60, 120, '周岁', '多地老年大学做法', 0),
 (70, 'sign_in', 'idle_minutes', '多久不用自动退出', 30, 30, 15, 30, '分钟', '等级保护：15 至 30 分钟', 0),
 (71, 'sign_in', 'lock_failures', '输错几次锁定', 5, 5, 3, 10, '次', '等级保护', 0),
 (72, 'sign_in', 'lock_minutes', '锁定多久', 15, 15, 5, 1440, '分钟', '等级保护', 0);

-- What a rule or a paper takes as words and no law fixes (文字参数); empty until somebody fills it in.
create table text_parameters (
    code       text primary key,
    position   integer not null unique,
    topic      text not null,
    label      text not null,
    value      text not null default '',
    kind       text not null check (kind in ('phone')),
    basis      text not null,
    changed_at text,
    changed_by integer,
    check (kind <> 'phone' or (value not glob '*[^0-9-]*' and length(value) <= 20))
) strict, without rowid;
create trigger text_parameters_are_never_removed before delete on text_parameters
begin select raise(abort, 'parameters are never removed'); end;
create trigger text_parameters_change_only_their_words
before update of code, position, topic, label, kind, basis on text_parameters
begin select raise(abort, 'only the value of a parameter changes'); end;
insert into text_parameters (position, topic, code, label, kind, basis) values
 (1, 'notice', 'objection_phone', '意见电话', 'phone', '印在公示上，居民有不同意见打这个电话。没填就留空白');

-- Owners' vote thresholds (表决门槛) by law version: fractions, never percentages.
create table vote_rules (
    version           text not null,
    matter            text not null check (matter in ('use_fund', 'raise_fund')),
    take_part_top     integer not null,
    take_part_bottom  integer not null check (take_part_bottom > 0),
    approve_top       integer not null,
    approve_bottom    integer not null check (approve_bottom > 0),
    approve_of        text not null check (approve_of in ('participants', 'all')),
    approve_inclusive integer not null check (approve_inclusive in (0, 1)),
    basis             text not null,
    primary key (version, matter)
) strict, without rowid;
create trigger vote_rules_are_never_changed before update on vote_rules
begin select raise(abort, 'the law is not edited here'); end;
create trigger vote_rules_are_never_removed before delete on vote_rules
begin select raise(abort, 'the law is not edited here'); end;
insert into vote_rules values
 ('civil_code_2021', 'use_fund',   2, 3, 1, 2, 'participants', 0, '民法典第278条'),
 ('civil_code_2021', 'raise_fund', 2, 3, 3, 4, 'participants', 1, '民法典第278条'),
 ('pre2021',         'use_fund',   0, 1, 2, 3, 'all',          1, '物权法（2021年以前）'),
 ('pre2021',         'raise_fund', 0, 1, 2, 3, 'all',          1, '物权法（2021年以前）');
