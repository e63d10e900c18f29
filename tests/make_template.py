"""Builds the templates of the tests: migrations by the owner; on a copy of them the cast by the loader. Run as a module."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """``python -m tests.make_template migrations|cast``: ``ALONGSIDE_DATABASES`` says where; ``default`` is the loader."""
    given = json.loads(os.environ["ALONGSIDE_DATABASES"])
    os.environ["ALONGSIDE_DATABASES"] = json.dumps({"default": given["loader"], "owner": given["owner"]})
    import django

    django.setup()
    if sys.argv[1] == "migrations":
        from alongside.project.commands import migrate_all

        migrate_all()
    else:
        from tests.cast import make_cast

        make_cast()


if __name__ == "__main__":
    main()
