"""Write down new plans. What is written down already is never changed."""

from __future__ import annotations

import sys

from alongside.library.catalogue import HERE, KEPT, changed, plans, shipped


def main() -> int:
    """Add what is new; 1 when a plan that is kept was changed or is gone."""
    found = changed(shipped())
    new = [each.where for each in found if each.says.startswith("is new")]
    now = plans(shipped())
    with (HERE / KEPT).open("a", encoding="utf-8") as file:
        file.writelines(f'"{plan}" = "{now[plan]}"\n' for plan in new)
    wrong = [each for each in found if each.where not in new]
    sys.stderr.writelines(f"{each}\n" for each in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
