"""What is written in FHIR, put before programs of others: one node process for all of it."""

from __future__ import annotations

import copy
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from alongside.instruments.catalogue import shipped
from alongside.instruments.rules import read, score
from alongside.instruments.rules.definition import Definition
from alongside.instruments.rules.fhir import every_item, response

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
WHEN = "2026-03-02T10:00:00-05:00"

Resource = dict[str, Any]


def installed() -> None:
    """Fails, and never skips, where the programs of others are missing."""
    if not (MODULES / ".alongside-installed").exists():
        pytest.fail("The independent readers of FHIR are not here. Run: make node", pytrace=False)


@cache
def documents() -> dict[str, Resource]:
    """{name of the file: the whole document} of the catalogue."""
    return {one.path.stem: json.loads(one.text()) for one in shipped()}


def document(code: str) -> Resource:
    """The newest document of one instrument."""
    return next(doc for doc in documents().values() if doc["scoring"]["code"] == code)


def answered(definition: Definition, questionnaire: Resource, example: Resource) -> Resource:
    """The response of one worked example, with the scores of ours that its Questionnaire has a place for."""
    got = score(definition, example["responses"], months=example.get("months"))
    values = {code: scale.value for code, scale in got.scales.items()}
    anonymous = (
        {} if definition.anonymous else {"subject": {"reference": "Patient/1"}, "source": {"reference": "Patient/1"}}
    )
    return response(questionnaire, example["responses"], authored=WHEN, scores=values, id="example", **anonymous)


def every_response() -> Iterator[tuple[str, Definition, Resource, Resource]]:
    """(name, definition, example, QuestionnaireResponse) of every worked example that can be answered."""
    for name, doc in documents().items():
        definition = read(doc)
        for n, example in enumerate(definition.examples):
            if "error" not in example["expected"]:
                yield f"{name}.{n}", definition, example, answered(definition, doc["questionnaire"], example)


def at_random(each: int = 10) -> Iterator[tuple[str, Definition, Resource, Resource]]:
    """Answers by chance (always the same ones) to every instrument whose Questionnaire works out a total itself."""
    chance = random.Random(20260302)
    for name, doc in documents().items():
        if not any(item["linkId"].startswith("score.") for item in every_item(doc["questionnaire"])):
            continue
        definition = read(doc)
        for n in range(each):
            example = {"responses": {item.id: chance.choice(item.values) for item in definition.items if item.scored}}
            if not score(definition, example["responses"]).error:  # answers that cannot stand together are no test
                yield f"{name}.random{n}", definition, example, answered(definition, doc["questionnaire"], example)


def altered(resource: Resource, change: Callable[[Resource], object]) -> Resource:
    """A copy with one fault."""
    made = copy.deepcopy(resource)
    change(made)
    return made


@cache
def _schema(resource_type: str) -> jsonschema_rs.Draft7Validator:
    path = MODULES / "@asymmetrik" / "fhir-json-schema-validator"
    found = next(p for p in path.rglob("fhir.schema.json"))
    whole = json.loads(found.read_text())
    return jsonschema_rs.Draft7Validator(
        {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": whole["definitions"],
         "allOf": [{"$ref": f"#/definitions/{resource_type}"}]}
    )  # fmt: skip


def against_the_schema(resource: Resource) -> list[str]:
    """What the JSON Schema of FHIR R4 has to say."""
    installed()
    return [str(error.message) for error in _schema(resource["resourceType"]).iter_errors(resource)]


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, Resource]], dict[str, Any]]:
    """Puts resources before medplum, npm fhir and fhirpath.js (check.mjs)."""
    installed()

    def asking(resources: dict[str, Resource]) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp("resources")
        for name, resource in resources.items():
            (folder / f"{name}.json").write_text(json.dumps(resource))
        ran = subprocess.run(
            ["node", "check.mjs", str(folder)], cwd=HERE, capture_output=True, text=True, timeout=300, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return {name.removesuffix(".json"): said for name, said in json.loads(ran.stdout).items()}

    return asking
