"""Names that are proposed for WWPNs: they fit every switch, and none is there already."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hmcscan_lpm.errors import ChoicesError
from hmcscan_lpm.planning.handover.names import Wanted, default_scheme, proposals

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


@hypothesis_settings(max_examples=30, deadline=None)
@given(
    lpars=st.lists(st.text(max_size=80), min_size=1, max_size=8),
    taken=st.sets(st.sampled_from(["a_30_1", "_30_1", "l__30_1", "z_l__30_1", "A_30_2"])),
    scheme=st.sampled_from(
        [default_scheme(), "{source}-{lpar}.{slot}.{number}", "{number}{lpar}", "lpm_{vios}_{lpar}_{number}"]
    ),
)
def test_proposed_names_fit_everywhere_and_are_unique(lpars: list[str], taken: set[str], scheme: str) -> None:
    wanted = [Wanted("s", lpar, slot, number, "v") for lpar in set(lpars) for slot in (30, 31) for number in (1, 2)]
    names = proposals(wanted, taken, scheme)
    assert set(names) == set(wanted)
    used = [one for name in names.values() for one in (name.lower(), f"z_{name.lower()}")]
    assert len(set(used)) == len(used)
    assert not {name.lower() for name in taken} & set(used)
    assert all(NAME.fullmatch(one) for one in used)
    assert names == proposals(wanted[::-1], taken, scheme)


@pytest.mark.parametrize(
    ("lpars", "taken", "names"),
    [
        (["db1"], [], ["db1_30_2"]),
        (["1db"], [], ["l_1db_30_2"]),
        (["größe"], [], ["gr__e_30_2"]),
        (["lsan_x"], [], ["l_lsan_x_30_2"]),
        (["a.b", "a_b"], [], ["a_b_30_2_48ec", "a_b_30_2"]),
        (["a.b", "a-b"], [], ["a_b_30_2_48ec", "a_b_30_2_c5e0"]),
        (["db1", "DB1"], [], ["db1_30_2_f559", "DB1_30_2_6e8b"]),
        (["db1"], ["DB1_30_2"], ["db1_30_2_f559"]),
        (["db1"], ["z_db1_30_2"], ["db1_30_2_f559"]),
        (["x" * 80], [], ["x" * 42 + "x" * 15 + "_30_2"]),
    ],
)
def test_names(lpars: list[str], taken: list[str], names: list[str]) -> None:
    found = proposals([Wanted("s", lpar, 30, 2, "") for lpar in lpars], taken, default_scheme())
    assert [found[Wanted("s", lpar, 30, 2, "")] for lpar in lpars] == names


@pytest.mark.parametrize(
    ("scheme", "message"),
    [("{lpar}_{port}_{number}", "has a place {port}"), ("{lpar}", "no {number}"), ("{number}", "no {lpar}")],
)
def test_a_scheme_that_tells_nothing_apart_is_refused(scheme: str, message: str) -> None:
    with pytest.raises(ChoicesError, match=re.escape(message)):
        proposals([], (), scheme)
