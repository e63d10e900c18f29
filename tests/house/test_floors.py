"""What the import fence cannot see: foreign keys point down too, pages query no model, addresses name what they need."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.project.urls import CLOSED
from tests.databases import ROOT

PACKAGE = ROOT / "alongside"
FENCE = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
FLOORS = next(c for c in FENCE if c["name"].startswith("The house"))["layers"]
FURNISHED = next(c for c in FENCE if c["name"].startswith("Furniture"))["containers"]
ROOMS = sorted(name.removeprefix("alongside.") for name in FURNISHED)

# The sign-in library points from its tables to our accounts: the only keys that cross.
ALLOWED = {("account", "accounts"), ("mfa", "accounts")}


def height(room: str) -> int:
    """The floor a room stands on: 0 is the top."""
    for n, line in enumerate(FLOORS):
        if f"({room})" in line.split(" | ") or any(part.strip(" ()") == room for part in line.split("|")):
            return n
    raise LookupError(f"{room} has no floor")


def keys_that_point_up(models: list[type]) -> list[str]:
    """Foreign keys to the same floor or a higher one."""
    found = []
    for model in models:
        here = model._meta.app_label
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None:
                continue
            there = target._meta.app_label
            if here == there or here not in ROOMS:
                continue
            if there not in ROOMS or height(there) <= height(here):
                found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def test_foreign_keys_point_down() -> None:
    assert keys_that_point_up(list(apps.get_models())) == []


def test_a_key_that_points_up_would_be_found() -> None:
    from alongside.families.models import Family

    class Meta:
        app_label = "families"
        concrete = True

    class Field:
        name, concrete = "planted", True
        related_model = apps.get_model("care", "Contact")

    class Planted:
        class _meta:
            app_label, label = "families", "families.Planted"

            @staticmethod
            def get_fields() -> list:
                return [Field()]

    assert Family and keys_that_point_up([Planted]) == ["families.Planted.planted -> care.Contact"]


def queries_in(source: str) -> Iterator[str]:
    """Names in a page's code that ask models directly."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager", "raw"}:
            yield f"line {node.lineno}: .{node.attr}"
        if isinstance(node, ast.Name) and node.id in {"get_object_or_404", "get_list_or_404"}:
            yield f"line {node.lineno}: {node.id}"


def page_modules() -> list[Path]:
    return [p for p in sorted((PACKAGE / "pages").rglob("*.py")) if "/tests/" not in str(p)]


@pytest.mark.parametrize("path", page_modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_pages_ask_rooms_and_never_models(path: Path) -> None:
    assert list(queries_in(path.read_text())) == []


def test_a_page_that_asks_a_model_would_be_found() -> None:
    assert list(queries_in("def p(r):\n    return Person.objects.all()"))
    assert list(queries_in("def p(r):\n    return get_object_or_404(Person)"))


def addresses(patterns: list, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


def test_every_address_names_what_it_needs_or_is_public() -> None:
    """The sign-in library's own pages are the gate's; every other page says ``@page(May.X)`` or ``@public``."""
    silent = [
        address
        for address, view in addresses(get_resolver().url_patterns)
        if not address.startswith("account/")
        and not getattr(view, "may", None)
        and not getattr(view, "is_public", False)
    ]
    assert silent == []


def test_public_pages_are_few_and_known() -> None:
    public = {a for a, view in addresses(get_resolver().url_patterns) if getattr(view, "is_public", False)}
    closed = {f"account/{name}/" for name in CLOSED}
    agencies = {f"account/agency/{more}" for more in ("", "<slug:door>/", "<slug:door>/back/")}
    hers = {a for a in public if a.startswith("account/my/")} | {"my/in/", "my/out/", "my/private/", "account/leave/"}
    assert len(hers) == 12
    assert public - closed - agencies - hers == {
        "account/enter/", "walk-in/", "leave/", "sign-out/", "language/", "alive/", "messages/in/", "design/",
        "hello/", "hello/thanks/",
        "notes/<str:key>.ics",
        "account/set-up/", "account/set-up/password/",
    }  # fmt: skip
