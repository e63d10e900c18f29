"""Family, person, woman, child, dyad."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.agencies.models import Agency
from alongside.families.terms import ChildState, DyadBegan, PersonKind
from alongside.recordkeeping.models import Recorded


class Family(Recorded):
    """A file: a grouping the woman chooses, not a household and not a legal unit (D-05)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(default="", blank=True, help_text="what she calls it; empty is fine")
    opened_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["agency"], name="families_family_agency")]


class Person(Recorded):
    """Identity only, and thin (D-01). Every name is optional: alias, nothing yet, one letter, any script.

    ``family`` is the file she was first recorded in; ``Membership`` names further ones. ``version`` counts changes, so
    that two people changing the same thing find out (``recordkeeping.SetAside``).
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="people")
    kind = models.TextField(choices=PersonKind)
    name = models.TextField(default="", blank=True, help_text="the name she goes by here")
    legal_name = models.TextField(default="", blank=True)
    other_names = ArrayField(models.TextField(), default=list, blank=True, help_text="nicknames, earlier names")
    is_alias = models.BooleanField(default=False, help_text="the name is one she chose for us")
    pronouns = models.TextField(default="", blank=True)
    born_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    languages = ArrayField(models.TextField(), default=list, blank=True)
    interpreter = models.TextField(default="", blank=True)
    sort_key = models.TextField(default="", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["family", "kind"], name="families_person_family"),
            # Long lists of women in the order of their names, read a page at a time.
            models.Index(fields=["sort_key", "id"], condition=Q(kind="woman"), name="families_person_sorted"),
        ]
        constraints = [
            models.CheckConstraint(
                name="families_person_lived",
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=F("born_on")),
                violation_error_message=_("The day of death is before the day of birth. Please check both."),
            )
        ]


class NameKey(models.Model):
    """One folded name of a person, for finding. Read by the definer function ``safekeeping.find_people`` alone."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.TextField()


class Woman(models.Model):
    """A participant record (D-02): independent of having a child with her, of abstinence, of legal identity."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="woman")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="women")
    her_why = models.TextField(default="", blank=True, help_text="why she comes, in her words")
    version = models.PositiveIntegerField(default=1)


class Child(models.Model):
    """A client in her or his own right (D-03). An expected child keeps this id through birth (D-21, D-I6)."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="child")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="children")
    state = models.TextField(choices=ChildState, default=ChildState.BORN)
    pregnancy = models.ForeignKey(
        "families.Pregnancy", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    birth_order = models.PositiveSmallIntegerField(default=1)
    sex = models.TextField(default="", blank=True)
    gestation_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="completed days at birth")
    birth_weight_g = models.PositiveIntegerField(null=True, blank=True, help_text="grams")
    hospital_days = models.PositiveSmallIntegerField(null=True, blank=True)
    withdrawal_care = models.TextField(default="", blank=True, help_text="care given, not a label of the child")
    feeding = models.TextField(default="", blank=True)
    home_with_mother_on = models.DateField(null=True, blank=True)
    went_home_with_mother = models.BooleanField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="families_child_family")]
        constraints = [
            models.CheckConstraint(
                name="families_child_gestation",
                condition=Q(gestation_days__isnull=True) | Q(gestation_days__gte=140, gestation_days__lte=315),
                violation_error_message=_("Weeks at birth are between 20 and 45. Please check."),
            )
        ]


class Dyad(Recorded):
    """One woman and one child, and what is between them. Never deleted, never ended (D-04)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="dyads")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="dyads")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="dyads")
    began_on = models.DateField()
    began = models.TextField(choices=DyadBegan, default=DyadBegan.BIRTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["woman", "child"], name="families_dyad_once")]
        indexes = [models.Index(fields=["family"], name="families_dyad_family")]


class Membership(Recorded):
    """A person in a further family of her choice, and under which name that family's team knows her."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="memberships")
    person = models.UUIDField()
    known_as = models.TextField(default="", blank=True)
    as_what = models.TextField(default="", blank=True)
    during = DateRangeField()


class Identity(Recorded):
    """One way in which she describes herself (E-31): her words, optional, as many as she likes."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    her_words = models.TextField()
    taken_back_at = models.DateTimeField(null=True)


class EarlierChild(Recorded):
    """A child from before, recorded lightly or not at all, as she chooses (D-36)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="earlier_children")
    called = models.TextField(default="", blank=True)
    born_in = models.PositiveSmallIntegerField(null=True, blank=True)
    her_words = models.TextField(default="", blank=True)
    taken_back_at = models.DateTimeField(null=True)
