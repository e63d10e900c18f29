"""Migrations of an empty database in a third of the time: a new table leaves the other tables' models as they are.

While it migrates, Django keeps a rendered model of each table. For each new model it renders anew whatever is connected
with it, by way of the families that is every model there is, some 230 times. Nothing about the others has changed by
then but what points at them. So the new one alone is rendered, into the same registry, and the others are told which
registry is theirs now; what changes a model that exists goes Django's own way. What ``pg_dump`` writes is the same to
the letter in both ways, and ``tests/house/test_tables.py`` holds what came out against the models.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def new_models_alone() -> Iterator[None]:
    """While it lasts, ``CreateModel`` renders the new model and no other."""
    usual = ProjectState.add_model

    def add_model(state: ProjectState, model_state: ModelState) -> None:
        key = model_state.app_label, model_state.name_lower
        if "apps" not in state.__dict__ or key in state.models:
            usual(state, model_state)
            return
        state.models[key] = model_state
        if state._relations is not None:
            state.resolve_model_relations(key)
        state.apps.render_multiple([model_state])
        # What points at a model is looked up in the registry of that model: it is this one, with the new model in it.
        for model in state.apps.get_models(include_auto_created=True):
            model._meta.apps = state.apps
        state.apps.clear_cache()

    ProjectState.add_model = add_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = usual  # type: ignore[method-assign]
