"""The wall between a mother's record and her child's: each field has a side, and nothing of hers stands with the child
that is not allowed to by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db.models import Model

from alongside.stewardship.rules import mother_and_child as sides
from tests.databases import ROOT

# Names that speak of her, in whatever table they stand.
OF_HERS = re.compile(r"(^|_)(her|hers|she|mother|mothers|maternal|woman|pregnancy|exposure|use|using)(_|$)")


def ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("alongside.")]


def unclassified(models: Iterable[type[Model]], known: Iterable[sides.Field]) -> list[str]:
    """Fields that stand nowhere, twice, or no longer exist."""
    there = {
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if field.name not in sides.EVERYWHERE and model._meta.label not in sides.whole_tables()
    }
    said = Counter(field.whole for field in known)
    wrong = [f"{name}: no side" for name in sorted(there - said.keys())]
    wrong += [f"{name}: no such field" for name in sorted(said.keys() - there)]
    return wrong + [f"{name}: twice" for name, n in sorted(said.items()) if n > 1]


def passing(known: Iterable[sides.Field], allowed: Iterable[str]) -> list[str]:
    """What of hers stands in a child's table without being allowed, and what is allowed and not hers or not there."""
    held = list(known)
    childs = {field.table for field in held if field.side == sides.CHILD}
    hers = {field.whole for field in held if field.table in childs and field.side not in (sides.CHILD, sides.NOBODY)}
    return [f"{name}: not allowed" for name in sorted(hers - set(allowed))] + [
        f"{name}: allowed for nothing" for name in sorted(set(allowed) - hers)
    ]


def hidden(models: Iterable[type[Model]], known: Iterable[sides.Field]) -> list[str]:
    """Fields that are called the child's and speak of her: by their name, or by pointing at a table of hers."""
    held = list(known)
    hers = {t for t in {f.table for f in held} if {f.side for f in held if f.table == t} == {sides.MOTHER}}
    points = {
        f"{model._meta.label}.{field.name}": field.related_model._meta.label
        for model in models
        for field in model._meta.concrete_fields
        if field.related_model is not None
    }
    return [
        field.whole
        for field in held
        if field.side == sides.CHILD and (OF_HERS.search(field.name) or points.get(field.whole) in hers)
    ]


def test_every_field_of_every_table_has_a_side() -> None:
    assert unclassified(ours(), sides.fields()) == []
    assert {model._meta.label for model in ours()} == sides.tables()
    assert {table.split(".")[0] for table in sides.whole_tables()} == {"safekeeping"}  # nobody's facts: the lock itself


def test_of_hers_only_what_is_named_stands_with_the_child() -> None:
    assert passing(sides.fields(), sides.PASSES) == []
    assert all(len(why) > 15 for why in sides.PASSES.values())


def test_nothing_of_hers_is_called_the_childs() -> None:
    assert hidden(ours(), sides.fields()) == []


def test_tables_about_a_child_alone_are_on_the_childs_side() -> None:
    """Whatever the wall keeps under a child's id is a child's table, and under a woman's never."""
    from alongside.project.commands.docs import _protected

    tables = {model._meta.db_table: model._meta.label for model in ours()}
    under = {tables[table]: whom for table, (whom, _category, _change) in _protected().items() if table in tables}
    childs = sides.childs_tables()
    assert {label for label, whom in under.items() if whom == "`child_id`"} <= childs
    assert not {label for label, whom in under.items() if whom in ("`woman_id`", "`giver_id`")} & childs


@pytest.mark.parametrize(
    ("table", "name", "side", "wrong"),
    [
        ("families.Child", "her_medication", sides.CHILD, "hidden"),
        ("families.Child", "pregnancy", sides.CHILD, "hidden"),
        ("care.CareNeed", "substances", sides.MOTHER, "passing"),
        ("care.CareNeed", "something", sides.BOTH, "passing"),
        ("families.Child", "planted", sides.CHILD, "unclassified"),
    ],
)
def test_a_planted_field_would_be_found(table: str, name: str, side: str, wrong: str) -> None:
    planted = [f for f in sides.fields() if f.whole != f"{table}.{name}"] + [sides.Field(table, name, side)]
    found = {"hidden": hidden(ours(), planted), "passing": passing(planted, sides.PASSES),
             "unclassified": unclassified(ours(), planted)}  # fmt: skip
    assert [line for line in found[wrong] if line.startswith(f"{table}.{name}")]


def test_a_field_that_nobody_thought_of_would_be_found() -> None:
    less = [field for field in sides.fields() if field.whole != "families.Woman.her_why"]
    assert unclassified(ours(), less) == ["families.Woman.her_why: no side"]


def test_the_page_in_the_reference_says_so() -> None:
    text = (ROOT / "docs" / "reference" / "mother-and-child.md").read_text()
    assert all(name in text for name in sides.PASSES)
