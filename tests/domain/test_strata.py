"""What the name of a stratum says, and how the programmes of a joint plan overlap."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain import plan_fields, plans, raised_ratios, strata
from server.domain.plans import SampleRule

BOTH = "379901/C/eyewear+legal_units"
PLAN = ["eyewear", "legal_units", "market_scales"]


def test_a_stratum_of_a_joint_plan_tells_the_programmes_in_the_order_of_their_keys():
    assert strata.stratum_name("379901", "C", ["legal_units", "eyewear"]) == BOTH
    assert strata.stratum_name("379901", None) == "379901/-"
    assert strata.parts_of(BOTH) == strata.Parts("379901", "C", ("eyewear", "legal_units"))
    assert strata.parts_of("379901/-") == strata.Parts("379901", "-")


@given(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True), unique=True, max_size=6))
def test_the_name_of_a_stratum_can_be_read_back(programmes):
    name = strata.stratum_name("379901", "A", programmes)
    assert strata.parts_of(name) == strata.Parts("379901", "A", tuple(sorted(programmes)))
    problems = plan_fields.joint_problems(
        {"programmes": programmes, "sample": [], "taking_part": [], "authority": ""}, programmes
    )
    assert (len(name) > strata.LONGEST) == ("programmes_many" in [one.code for one in problems])


def test_an_object_is_inspected_for_what_its_stratum_says_and_else_for_the_plans_one_programme():
    assert strata.programmes_of(BOTH, PLAN) == ("eyewear", "legal_units")
    assert strata.programmes_of("379901/C", ["eyewear"]) == ("eyewear",)


def test_the_strata_of_a_programme_are_those_whose_objects_come_under_it():
    frame = {"379901/C/eyewear": 9, BOTH: 3, "379901/C/market_scales": 5}
    assert strata.under(frame, "eyewear") == {"379901/C/eyewear": 9, BOTH: 3}
    assert strata.under({"379901/C": 4}, "eyewear") == {"379901/C": 4}


def test_the_overlap_counts_objects_visits_and_records():
    rows = [(BOTH, 30, 6), ("379902/C/eyewear+legal_units", 10, 2), ("379901/C/eyewear", 90, 9)]
    alone, both = strata.overlaps(rows, PLAN[:2])
    assert (alone.programmes, alone.objects, alone.sample, alone.records) == (("eyewear",), 90, 9, 9)
    assert (both.objects, both.sample, both.records, both.saved) == (40, 8, 16, 8)


def test_a_rule_can_be_for_the_objects_under_exactly_some_programmes():
    rules = plans.read_rules(
        [
            {"division": "*", "risk_class": "*", "programmes": ["legal_units", "eyewear"], "ratio": "0.5"},
            {"division": "*", "risk_class": "*", "ratio": "0.1"},
        ]
    )
    counts = {BOTH: 10, "379901/C/eyewear": 10, "379901/C/eyewear+legal_units+market_scales": 10}
    assert {one.name: one.sample for one in plans.strata(counts, rules)} == {
        BOTH: 5,
        "379901/C/eyewear": 1,
        "379901/C/eyewear+legal_units+market_scales": 1,
    }


def test_a_raised_ratio_is_for_one_stratum_of_a_joint_plan_alone():
    rule = raised_ratios.rule_of(BOTH, "0.5")
    (read,) = plans.read_rules([rule])
    assert read == SampleRule("379901", "C", read.ratio, programmes=("eyewear", "legal_units"))
    assert read.fits(BOTH)
    assert not read.fits("379901/C/eyewear")


def test_what_is_wrong_with_a_joint_plan_is_named_at_its_field():
    fields = {
        "programmes": PLAN,
        "sample": [{"programmes": ["eyewear"]}, {"programmes": ["verification_bodies"]}],
        "authority": "某局",
        "taking_part": ["某局"],
    }
    found = list(plan_fields.joint_problems(fields, PLAN))
    assert [(one.code, one.at) for one in found] == [
        ("rule_programmes", "sample-1-programmes"),
        ("taking_part_twice", "taking_part"),
    ]
    many = {
        **fields,
        "programmes": [f"programme_number_{n}" for n in range(6)],
        "sample": [],
        "taking_part": [],
    }
    codes = [one.code for one in plan_fields.joint_problems(many, PLAN)]
    assert codes == ["programme_unknown", "programmes_many"]
