"""People who sign in, and what they do at which agency, from when until when."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from alongside.accounts.terms import CodePurpose, PageState, RoleName, WhyOff
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

    A woman's own page has a sign-in without an address: ``called`` is a name she chose (folded), the password is words
    that only she knows. So the door for colleagues, which asks for an address, never opens hers, nor hers theirs.

    Only the gate's database role reads this table; pages never see an address or a password's hash.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    called = models.TextField(unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    must_have_second_factor = models.BooleanField(default=True)
    awaits_code = models.BooleanField(
        default=False, db_default=False, help_text="a colleague's: opens nothing until her code was given"
    )
    date_joined = models.DateTimeField(db_default=Now())

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_user_one_door", condition=models.Q(email=None) | models.Q(called=None)
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


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


class ColleagueCode(Recorded):
    """A code with which a colleague sets up her sign-in, the first time or anew; told to her in person, shown once.

    It has two halves. Where two people are needed each knows one (the second comes with her yes), so that neither can
    use it alone; else whoever made it knows both. Only hashes are kept, and only the gate reads them. It opens
    nothing by itself: a password and a second factor come after it.
    """

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    account = models.UUIDField(db_index=True)
    new_password = models.BooleanField(help_text="she chooses a password with it; else she needs the one she has")
    by_two = models.BooleanField(help_text="a second person has to agree")
    agreed_by = models.UUIDField(null=True, editable=False)
    first = models.TextField(help_text="keyed hash of the first half")
    second = models.TextField(default="", blank=True, help_text="keyed hash of the second half, once there is one")
    opens_until = models.DateTimeField(null=True, help_text="empty while it waits for the second person")
    wrong = models.PositiveSmallIntegerField(default=0, help_text="how often something else was typed")
    given_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="taken back, replaced, or typed wrong too often")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_colleaguecode_two_people",
                condition=models.Q(by_two=False) | models.Q(opens_until=None) | models.Q(agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="accounts_colleaguecode_second_person", condition=~models.Q(agreed_by=models.F("recorded_by"))
            ),
        ]


class HerPage(models.Model):
    """A woman's own page: whether it is open, and how it treats her device. Changed by the wall's verbs alone.

    ``person`` is who she is, and her principal.
    """

    person = models.UUIDField(primary_key=True)
    family = models.UUIDField()
    state = models.TextField(choices=PageState, default=PageState.PREPARED)
    since = models.DateTimeField(db_default=Now())
    why_off = models.TextField(choices=WhyOff, default="", blank=True)
    few_traces = models.BooleanField(default=True, help_text="a visit is one entry of the browser's history")

    class Meta:
        indexes = [models.Index(fields=["family"], name="accounts_herpage_family")]


class HerCode(models.Model):
    """A code for her, as a keyed hash. Nobody reads this table but the wall's own verbs."""

    id = models.UUIDField(primary_key=True)
    person = models.UUIDField(db_index=True)
    purpose = models.TextField(choices=CodePurpose)
    hash = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.UUIDField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    wanted = models.TextField(default="", blank=True, help_text="the name she chose, while somebody has to look at it")
