"""Requests that nobody would think of: schemathesis makes them from the description, and the answers must fit it.

Every run makes a few a route, always the same. With COUNTERCLAIM_EXAMPLES=N it makes N, and besides the thousands that
try each bound of each parameter.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from counterclaim.serve.http.application import with_routes
from tests.serve.http.conftest import TOKEN, served

ASKED = os.environ.get("COUNTERCLAIM_EXAMPLES", "")
CHECKS: tuple[Any, ...] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
CONFIG = SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": bool(ASKED)}}})
api = schemathesis.openapi.from_dict(with_routes(FastAPI()).openapi(), config=CONFIG)


@pytest.fixture(scope="module")
def address(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk that may be written to."""
    path = tmp_path_factory.mktemp("conformance") / "demo.db"
    shutil.copy(example, path)
    with served(path) as client:
        yield str(client.base_url).rstrip("/")


@api.parametrize()
@settings(
    max_examples=int(ASKED or 4),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: schemathesis.Case, address: str) -> None:
    case.call_and_validate(
        base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, checks=list(CHECKS), timeout=30
    )
