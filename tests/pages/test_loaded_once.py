"""What the web server loads is not looked through again by the collector of garbage."""

from __future__ import annotations

import gc
import importlib


def test_what_is_loaded_is_set_apart_from_what_comes_and_goes() -> None:
    from alongside.project import wsgi

    gc.unfreeze()  # as if nobody had loaded it yet
    try:
        importlib.reload(wsgi)
        watched = {id(thing) for thing in gc.get_objects()}
        assert gc.get_freeze_count() > 10_000
        assert id(wsgi.__dict__) not in watched
    finally:
        gc.unfreeze()
