"""A change keeps what stood before, word for word."""

from __future__ import annotations

import pytest

from alongside.families.actions import change_person
from alongside.families.models import Person
from alongside.recordkeeping.queries import earlier_versions
from tests.cast import CAST, T0, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_a_changed_name_leaves_the_earlier_one_behind() -> None:
    with acting_as("W1"):
        ana = Person.objects.get(id=CAST["ANA"])
        changed = change_person(person=ana, base_version=ana.version, values={"name": "Ana B."}, by=CAST["W1"], at=T0)
        again = change_person(
            person=changed, base_version=changed.version, values={"name": "Anita"}, by=CAST["W1"], at=T0
        )
        assert again.name == "Anita"
        assert [v.held["name"] for v in earlier_versions(CAST["ALDER"], CAST["ANA"])] == ["Ana B.", "Ana Alder"]
    with acting_as("W2"):
        assert earlier_versions(CAST["ALDER"], CAST["ANA"]).count() == 0


def test_earlier_versions_cannot_be_changed() -> None:
    with acting_as("W1"):
        ana = Person.objects.get(id=CAST["ANA"])
        change_person(person=ana, base_version=ana.version, values={"name": "A"}, by=CAST["W1"], at=T0)
        from django.db import DatabaseError, transaction

        with pytest.raises(DatabaseError), transaction.atomic():
            earlier_versions(CAST["ALDER"], CAST["ANA"]).update(held={})
