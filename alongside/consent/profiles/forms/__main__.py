"""Write down new versions of forms. What is written down already is never changed."""

from __future__ import annotations

import sys

from alongside.consent.profiles.forms import HERE, KEPT, kept_versions, shipped_forms


def main() -> int:
    """Add what is new; 1 when a text that is kept was changed."""
    kept = kept_versions()
    lines, changed = [], []
    for form in shipped_forms():
        key = (form.kind, form.law, form.language, form.version)
        if key not in kept:
            lines.append(
                f'[[version]]\nkind = "{form.kind}"\nlaw = "{form.law}"\nlanguage = "{form.language}"\n'
                f'version = {form.version}\nsha256 = "{form.sha256}"\n\n'
            )
        elif kept[key] != form.sha256:
            changed.append(", ".join(map(str, key)))
    if changed:
        sys.stderr.write("Changed without a new version:\n" + "".join(f"  {each}\n" for each in changed))
        return 1
    with (HERE / KEPT).open("a", encoding="utf-8") as file:
        file.writelines(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
