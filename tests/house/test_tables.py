"""The tables that migrations made are those that the models describe: columns, empty or not, keys, constraints, indexes.

``alongside migrate --check`` compares models with migrations on paper; this one asks the database what came out.
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db

COLUMNS = """
select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), not a.attnotnull
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
"""
KEYS = """
select c.relname, a.attname, f.relname from pg_constraint k join pg_class c on c.oid = k.conrelid
  join pg_class f on f.oid = k.confrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
 where k.contype = 'f' and array_length(k.conkey, 1) = 1
"""
NAMED = """
select c.relname, k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
union select c.relname, i.relname from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
"""


def test_the_tables_are_as_the_models_say() -> None:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        columns: dict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
        for table, column, kind, null in cursor.fetchall():
            columns[table][column] = (kind, null)
        cursor.execute(KEYS)
        keys = set(cursor.fetchall())
        cursor.execute(NAMED)
        named = set(cursor.fetchall())
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    assert len(models) > 200
    for model in models:
        table, there = model._meta.db_table, columns[model._meta.db_table]
        said = {field.column: field for field in model._meta.local_concrete_fields}
        assert said.keys() == there.keys(), table
        for column, field in said.items():
            # A column that PostgreSQL computes is not called "not null".
            assert field.generated or there[column][1] == field.null, (table, column)
            if field.remote_field is not None and field.db_constraint:
                assert (table, column, field.remote_field.model._meta.db_table) in keys, (table, column)
        for each in (*model._meta.constraints, *model._meta.indexes):
            assert (table, each.name) in named, (table, each.name)
