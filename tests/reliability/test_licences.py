"""Every package that Counterclaim asks for is under a licence that release/licences.yaml allows, and listed."""

from __future__ import annotations

import pytest

from release.licences import PAGE, Rules, allowed, packages, problems, rules

BY = Rules(frozenset({"MIT", "MPL-2.0", "Apache-2.0"}), {}, {})


def test_no_dependency_has_a_licence_that_is_not_allowed() -> None:
    by = rules()
    found = packages(by)
    assert {"onnxruntime", "numpy", "starlette"} <= {package.name for package in found if package.group == "core"}
    assert list(problems(found, by)) == []


def test_what_is_always_installed_stands_on_the_page() -> None:
    listed = PAGE.read_text(encoding="utf-8")
    missing = [p.name for p in packages(rules()) if p.group == "core" and f"| {p.name} | {p.licence} |" not in listed]
    assert not missing, "run: python -m release licences --write"


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("MIT AND Apache-2.0", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only OR MPL-2.0", True),
        ("GPL-3.0-only", False),
        ("", False),
    ],
)
def test_an_expression_is_met_by_one_way_through_it(expression: str, may: bool) -> None:
    assert allowed(expression, BY) is may
