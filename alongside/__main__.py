"""`python -m alongside` is the `alongside` command."""

from __future__ import annotations

from alongside.project.command import main

if __name__ == "__main__":
    main()
