"""Nothing of hers is forgotten in the copy that she asks for: each table with something of hers is in it, or says why not."""

from __future__ import annotations

import uuid

from django.apps import apps
from django.db.models import UUIDField

from alongside.project.commands.docs import _protected
from alongside.safekeeping.terms import Category
from alongside.stewardship.queries.her_sources import ELSEWHERE, SOURCES
from alongside.stewardship.rules import mother_and_child as sides


def test_each_table_with_something_of_hers_is_in_it_or_says_why_not() -> None:
    hers = {field.table for field in sides.fields() if field.side in (sides.MOTHER, sides.EACH, sides.BOTH)}
    models = [source.model for source in SOURCES]
    assert len(models) == len(set(models)) and not set(models) & set(ELSEWHERE)
    assert hers - set(models) - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) - hers == set() and all(ELSEWHERE.values())


def test_each_is_of_the_kind_that_the_wall_says() -> None:
    wall = _protected()
    for source in SOURCES:
        model = apps.get_model(source.model)
        about, category, _change = wall[model._meta.db_table]
        said = source.category.name.lower().replace("_", " ") if isinstance(source.category, Category) else ""
        assert category == (said or f"each row's `{source.category}`"), source.model
        assert about.strip("`") in (source.whose, "the whole file"), source.model


def test_whoever_else_a_row_is_about_is_asked_of_it() -> None:
    """Where a row says of whom else it speaks, its source reads that: what is about others does not go along whole."""
    someone, asked = uuid.uuid4(), 0
    for source in SOURCES:
        model = apps.get_model(source.model)
        about = next((field for field in model._meta.fields if field.name == "about"), None)
        if not isinstance(getattr(about, "base_field", None), UUIDField):
            continue
        assert source.about is not None, source.model
        assert source.about(model(about=[someone])) in (None, frozenset({someone})), source.model
        asked += 1
    assert asked >= 7


def test_each_free_text_of_a_note_is_in_it_or_names_others() -> None:
    """A field that is added to a note goes along, or somebody says here that it does not."""
    contact = next(source for source in SOURCES if source.model == "care.Contact")
    texts = {field.name for field in apps.get_model("care.Contact")._meta.fields if type(field).__name__ == "TextField"}
    assert texts - {name for name, _label in contact.fields} == {"for_whom", "also_present"}
