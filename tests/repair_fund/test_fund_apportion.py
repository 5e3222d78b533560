"""维修资金分摊: not a fen too many, not a fen too few, and no account below zero."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.repair_fund.apportion import Charge, apportion, charges
from domain.repair_fund.votes import EmptyScope

THREE = {"101": 8000, "102": 8000, "103": 8000}
EIGHT = {f"{floor}0{door}": {1: 8952, 2: 11836}[door] for floor in (1, 2, 3, 4) for door in (1, 2)}
MIXED = {
    "101": 9000, "102": 9000, "201": 12000, "301": 10000, "302": 10000,
    "401": 8000, "402": 8500, "501": 9500,
}  # fmt: skip
MIXED_SHARES = {
    "101": 450000, "102": 450000, "201": 600000, "301": 500000, "302": 500000,
    "401": 400000, "402": 425000, "501": 475000,
}  # fmt: skip
RICH = dict.fromkeys(EIGHT, 10_000_000)
quick = settings(database=None, deadline=None, max_examples=200)
some_areas = st.dictionaries(
    st.from_regex(r"[1-9]{1,2}-[12]-[1-9]0[1-4]", fullmatch=True),
    st.integers(1, 200_000),
    min_size=1,
    max_size=40,
)


def doors(first: int, second: int) -> dict[str, int]:
    """The same for every 01 and for every 02 of the eight flats."""
    return {code: first if code.endswith("1") else second for code in EIGHT}


@pytest.mark.parametrize(
    ("total_fen", "areas", "shares"),
    [
        pytest.param(10000, THREE, {"101": 3334, "102": 3333, "103": 3333}, id="A1"),
        pytest.param(5000000, EIGHT, doors(538291, 711709), id="A2"),
        pytest.param(3800000, MIXED, MIXED_SHARES, id="A3"),
        pytest.param(3800001, MIXED, MIXED_SHARES | {"201": 600001}, id="A3b"),
        pytest.param(4731268, EIGHT, doors(509360, 673457), id="A4"),
        pytest.param(0, THREE, {"101": 0, "102": 0, "103": 0}, id="nothing"),
    ],
)
def test_the_worked_examples_come_out_as_written(total_fen: int, areas, shares):
    assert apportion(total_fen, areas) == shares
    assert sum(shares.values()) == total_fen


def test_an_owner_pays_for_every_flat_and_the_developer_for_what_is_unsold():
    shares = apportion(3800000, MIXED)
    assert shares["101"] + shares["102"] + shares["201"] == 1500000
    assert shares["301"] + shares["302"] == 1000000


def test_equal_remainders_go_in_the_plain_order_of_the_letters():
    assert apportion(1, {"2-1-101": 50, "10-1-101": 50}) == {"2-1-101": 0, "10-1-101": 1}


def test_a_published_table_comes_out_again_whatever_the_order_of_its_rows():
    backwards = dict(reversed(EIGHT.items()))
    assert apportion(5000003, backwards) == apportion(5000003, EIGHT)
    assert list(apportion(5000003, backwards)) == list(backwards)


def test_a_scope_without_units_is_refused():
    with pytest.raises(EmptyScope):
        apportion(100, {})


@pytest.mark.parametrize(("total_fen", "area"), [(-1, 8000), (100, 0), (100, -1), (0, 0)])
def test_no_negative_sum_and_no_unit_without_area(total_fen: int, area: int):
    with pytest.raises(Invalid):
        apportion(total_fen, {"101": 8000, "102": area})


def slow_shares(total_fen: int, areas: dict[str, int]) -> dict[str, int]:
    """Fen by fen: to whoever lacks most of the exact share, but never two above the floor."""
    exact = {code: Fraction(total_fen * area, sum(areas.values())) for code, area in areas.items()}
    shares = {code: int(share) for code, share in exact.items()}
    waiting = sorted(areas)
    while sum(shares.values()) < total_fen:
        code = max(waiting, key=lambda code: exact[code] - shares[code])
        waiting.remove(code)
        shares[code] += 1
    return shares


@quick
@given(st.integers(0, 10**12), some_areas)
def test_the_sum_is_exact_and_nobody_is_a_fen_away(total_fen: int, areas: dict[str, int]):
    shares = apportion(total_fen, areas)
    assert sum(shares.values()) == total_fen
    assert shares == slow_shares(total_fen, areas)
    for code, area in areas.items():
        assert abs(shares[code] - Fraction(total_fen * area, sum(areas.values()))) < 1


@quick
@given(st.integers(0, 10**9), some_areas)
def test_a_larger_flat_never_pays_less(total_fen: int, areas: dict[str, int]):
    shares = apportion(total_fen, areas)
    by_area = sorted(areas, key=lambda code: (areas[code], shares[code]))
    assert [shares[code] for code in by_area] == sorted(shares.values())


def test_three_payments_end_at_the_final_shares():
    """D1: first payment, final payment, retention; a fen that was early is made good later."""
    already: dict[str, int] = {}
    taken: dict[str, list[int]] = {code: [] for code in EIGHT}
    for cumulative in (3500000, 4589330, 4731268):
        for charge in charges(cumulative, EIGHT, already, RICH, {}):
            taken[charge.code].append(charge.taken_fen)
            already[charge.code] = already.get(charge.code, 0) + charge.share_fen
    assert taken["101"] == taken["201"] == [376804, 117276, 15280]
    assert taken["301"] == taken["401"] == [376804, 117275, 15281]
    for floor in (1, 2, 3, 4):
        assert taken[f"{floor}02"] == [498196, 155057, 20204]
    assert already == apportion(4731268, EIGHT)


def test_what_the_account_cannot_bear_is_to_be_paid_in():
    """A5: 5,000.00 元 in the account, a share of 5,382.91 元."""
    by_code = {
        charge.code: charge for charge in charges(5000000, EIGHT, {}, RICH | {"301": 500000}, {})
    }
    assert by_code["301"] == Charge("301", 538291, 500000, 38291)
    assert by_code["401"] == Charge("401", 538291, 538291, 0)


@pytest.mark.parametrize("balances", [{}, {"101": 0}, {"101": -5}])
def test_a_household_without_money_on_its_account_pays_everything_itself(balances):
    assert charges(100, {"101": 8000}, {}, balances, {}) == [Charge("101", 100, 0, 100)]


def test_what_was_deducted_too_much_goes_back_to_the_account():
    """A4: the whole estimate was deducted, the settlement is 2,687.32 元 less."""
    back = charges(4731268, EIGHT, apportion(5000000, EIGHT), RICH, {})
    assert {charge.code: charge.taken_fen for charge in back} == doors(-28931, -38252)
    assert sum(charge.share_fen for charge in back) == -268732
    assert not any(charge.self_pay_fen for charge in back)


@pytest.mark.parametrize(
    ("owed", "charge"),
    [
        (0, Charge("101", -100, -100, 0)),
        (30, Charge("101", -100, -70, -30)),
        (100, Charge("101", -100, 0, -100)),
        (400, Charge("101", -100, 0, -100)),
    ],
)
def test_money_back_first_strikes_off_what_is_still_owed(owed: int, charge: Charge):
    assert charges(900, {"101": 8000}, {"101": 1000}, {"101": 0}, {"101": owed}) == [charge]


def test_a_deduction_outside_the_scope_is_not_passed_over():
    with pytest.raises(Invalid):
        charges(100, THREE, {"999": 1}, {}, {})


@st.composite
def histories(draw: st.DrawFn):
    """Payments up and corrections down, accounts and owners' own payments in between."""
    areas = draw(some_areas)
    codes = list(areas)
    amounts = st.lists(st.integers(0, 10**7), min_size=len(codes), max_size=len(codes))
    balances = dict(zip(codes, draw(amounts)))
    steps = draw(st.lists(st.tuples(st.integers(0, 10**8), amounts), min_size=1, max_size=5))
    return areas, balances, [(cumulative, dict(zip(codes, paid))) for cumulative, paid in steps]


@quick
@given(histories())
def test_after_any_payments_everybody_has_borne_the_final_share(history):
    areas, balances, steps = history
    opening = dict(balances)
    already = dict.fromkeys(areas, 0)
    owed = dict.fromkeys(areas, 0)
    paid_in = dict.fromkeys(areas, 0)
    for cumulative, pays in steps:
        before = sum(already.values())
        lines = charges(cumulative, areas, already, balances, owed)
        assert sum(line.share_fen for line in lines) == cumulative - before
        for line in lines:
            assert line.share_fen == line.taken_fen + line.self_pay_fen
            balances[line.code] -= line.taken_fen
            already[line.code] += line.share_fen
            owed[line.code] += line.self_pay_fen
            cash = min(owed[line.code], pays[line.code])
            owed[line.code] -= cash
            paid_in[line.code] += cash
            assert balances[line.code] >= 0
            assert owed[line.code] >= 0
    settled_net = steps[-1][0]
    assert already == apportion(settled_net, areas)
    for code in areas:
        assert opening[code] - balances[code] + paid_in[code] + owed[code] == already[code]
