"""Users sign in; a role says what a user is on a campus."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from glascampus.commons.campuses.models import OfCampus


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail address."""

    def get_by_natural_key(self, username: str | None) -> User:
        """E-mail addresses are compared without case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in; the e-mail address is the name. Counting ``doors`` up ends every session there is."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    doors = models.PositiveIntegerField(default=0)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Addresses are stored in lower case, so that the unique constraint means what it says."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session holds until the password changes, or the ``doors``: new rights are for those who sign in anew."""
        held = f"{self.password}\n{self.doors}"
        return salted_hmac("glascampus.roles.session", held, secret=secret, algorithm="sha256").hexdigest()


class Role(OfCampus):
    """What a user is on this campus."""

    class Kind(models.TextChoices):
        """The roles that have pages."""

        OFFICE = "office", _("Büro")
        COMPANY = "company", _("Betrieb")
        LECTURER = "lecturer", _("Lehrkraft")
        PARTICIPANT = "participant", _("Teilnahme")
        FUNDER = "funder", _("Fördergeber")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta(OfCampus.Meta):
        constraints = [models.UniqueConstraint(fields=["campus", "user", "kind"], name="role_once")]

    def __str__(self) -> str:
        return self.kind


class SignInLink(OfCampus):
    """A mailed link that signs one mailbox in, once; only the token's fingerprint is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField()
    link = models.CharField(max_length=64, unique=True)
    invites = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfCampus.Meta):
        indexes = [models.Index(fields=["campus", "email", "made_at"])]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"
