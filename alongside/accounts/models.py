"""People who sign in, and what they do at which agency, from when until when."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from alongside.accounts.terms import RoleName
from alongside.agencies.models import Agency
from alongside.recordkeeping.models import Recorded, new_id


class UserManager(BaseUserManager["User"]):
    """Makes accounts; e-mail addresses are kept in lower case so that one address is one account."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        user = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A sign-in: an address and a password. It is nobody yet; who she is here hangs on ``Colleague`` or herself.

    Only the gate's database role reads this table; pages never see an address or a password's hash.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    must_have_second_factor = models.BooleanField(default=True)
    date_joined = models.DateTimeField(db_default=Now())

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []


class Colleague(Recorded):
    """Somebody at one agency as the others see her: the name she goes by. Its id is her principal behind the wall."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="colleagues")
    name = models.TextField()
    about = models.TextField(
        default="", blank=True, help_text="one line others may read, such as 'Tuesdays at the clinic'"
    )
    left_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Role(Recorded):
    """A part a colleague plays at her agency for a stretch of days."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="roles")
    name = models.TextField(choices=RoleName)
    during = DateRangeField()


class ProposedRole(Recorded):
    """A wide part that one person proposed; it does nothing until a second one agrees (its id becomes the role's).

    What the part would let her do is kept as it was proposed: the second person agrees to that and nothing else.
    """

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="proposed_roles")
    name = models.TextField(choices=RoleName)
    during = DateRangeField()
    abilities = models.BigIntegerField()
    reads = models.IntegerField()
    writes = models.IntegerField()
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.UUIDField(null=True, editable=False)
    agreed = models.BooleanField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="accounts_proposedrole_waits_once",
                fields=["colleague", "name"],
                condition=models.Q(settled_at=None),
                violation_error_message=_("This part waits already for a second person."),
            ),
            models.CheckConstraint(
                name="accounts_proposedrole_two_people",
                condition=models.Q(agreed=None)
                | models.Q(agreed=False)
                | ~models.Q(settled_by=models.F("recorded_by")),
            ),
        ]
