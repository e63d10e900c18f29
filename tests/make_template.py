"""Builds the template database of the tests: migrations by the owner, the cast by the loader. Run as a module."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """``python -m tests.make_template``: ``ALONGSIDE_DATABASES`` says where; ``default`` is the loader here."""
    given = json.loads(os.environ["ALONGSIDE_DATABASES"])
    os.environ["ALONGSIDE_DATABASES"] = json.dumps({"default": given["loader"], "owner": given["owner"]})
    import django

    django.setup()
    from alongside.project.commands import migrate_all

    migrate_all()
    if "--empty" not in sys.argv:
        from tests.cast import make_cast

        make_cast()


if __name__ == "__main__":
    main()
