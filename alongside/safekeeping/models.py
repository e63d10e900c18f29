"""Sessions, who may see what (compiled), and who is kept out.

Plain uuids and no foreign keys up: the ground floor knows nobody by name. Rows are written only through the definer
functions of ``migrations/0002_wall.py``; the web's database role reads no more than what is its own.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models.functions import MD5, Cast, Coalesce, Now


class Principal(models.Model):
    """Somebody signed in *as* something: a colleague at one agency, a woman as herself, a carer, a service."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField(null=True, db_index=True)
    agency = models.UUIDField(null=True, db_index=True)
    person = models.UUIDField(null=True)
    kind = models.TextField()
    name = models.TextField(default="", blank=True)
    active = models.BooleanField(default=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="safekeeping_principal_kind",
                condition=models.Q(kind__in=["staff", "herself", "carer", "partner", "service", "sitting"]),
            )
        ]


class Capacity(models.Model):
    """What a principal may do and which categories her part lets her read and write, for a stretch of time."""

    id = models.UUIDField(primary_key=True)
    principal = models.UUIDField(db_index=True)
    abilities = models.BigIntegerField(default=0)
    categories = models.IntegerField(default=0)
    writes = models.IntegerField(default=0)
    valid = DateTimeRangeField()


class Session(models.Model):
    """One sign-in. Only a hash of the token is kept; the token itself lives in her cookie alone."""

    token_hash = models.BinaryField(primary_key=True)
    principal = models.UUIDField(db_index=True)
    opened_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    idle_limit = models.DurationField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    second_factor = models.BooleanField(default=False)
    proved_at = models.DateTimeField(null=True, help_text="when a second factor was shown last in this session")
    purpose = models.TextField(default="", blank=True)
    # How its principal stands, worked out from her parts: the policies ask for it in every statement. Written by the
    # database alone (migrations/_standing.py) and held for no longer than ``stands``.
    kind = models.TextField(editable=False)
    agency = models.UUIDField(null=True, editable=False)
    person = models.UUIDField(null=True, editable=False)
    active = models.BooleanField(null=True, editable=False)
    playing = models.BooleanField(null=True, editable=False, help_text="active, with a part on this day")
    categories = models.IntegerField(null=True, editable=False)
    writes = models.IntegerField(null=True, editable=False)
    abilities = models.BigIntegerField(null=True, editable=False)
    stands = DateTimeRangeField(null=True, editable=False)


class Cell(models.Model):
    """``principal`` may read ``categories`` (and write ``writes``) about ``subject`` in ``family`` while ``valid``.

    ``beyond`` is opened for an emergency, also where her part does not read it.
    """

    id = models.BigAutoField(primary_key=True)
    principal = models.UUIDField()
    family = models.UUIDField()
    subject = models.UUIDField()
    reach = models.TextField(default="file")
    categories = models.IntegerField()
    beyond = models.IntegerField(default=0, db_default=0)
    writes = models.IntegerField(default=0)
    valid = DateTimeRangeField()
    basis = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(
                fields=["principal", "family", "subject"],
                include=["categories", "beyond", "reach", "valid"],
                name="safekeeping_cell_who",
            ),
            models.Index(fields=["basis"], name="safekeeping_cell_basis"),
            # The policies ask for each row whether its reader has a cell in this family: her own is found at once,
            # among those of everybody who works with it.
            models.Index(
                fields=["family", "principal"],
                include=["subject", "reach", "categories", "beyond", "valid"],
                name="safekeeping_cell_family",
            ),
        ]


class Bar(models.Model):
    """Kept from somebody although let in: from a principal, an agency or a class of agencies, while ``valid``.

    ``recorded`` narrows it to what was recorded in that time (what happened while somebody else decided for the child).
    ``subject`` is a person or the two together. Compiled from what she signed; nothing overrides it but an emergency.
    The class "sealed" names everybody, herself too, and then ``subject`` may also be a record: nothing overrides that.
    """

    id = models.BigAutoField(primary_key=True)
    family = models.UUIDField()
    subject = models.UUIDField()
    categories = models.IntegerField()
    principal = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    recipient_class = models.TextField(default="", blank=True)
    recorded = DateTimeRangeField(null=True)
    valid = DateTimeRangeField()
    basis = models.UUIDField()
    # Whichever of the three it names, as one key: one look-up finds all that is kept from somebody.
    to_whom = models.GeneratedField(
        expression=Coalesce("principal", "agency", Cast(MD5("recipient_class"), models.UUIDField())),
        output_field=models.UUIDField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="safekeeping_bar_family"),
            models.Index(fields=["to_whom"], include=["family", "valid"], name="safekeeping_bar_to_whom"),
        ]


class Exclusion(models.Model):
    """``principal`` is kept out of ``family`` whatever else is said, until lifted. The reason stays in a room above.

    ``via``: it follows from being kept out of another file that holds somebody of this one too; it goes with that.
    """

    id = models.UUIDField(primary_key=True)
    principal = models.UUIDField(db_index=True)
    family = models.UUIDField()
    since = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True)
    via = models.UUIDField(null=True)
