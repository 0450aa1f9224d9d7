"""Sentences about persons."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {"found_person": _("Person")}
