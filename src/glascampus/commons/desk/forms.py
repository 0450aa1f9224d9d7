"""What all forms share: choices of this campus only, plain widgets, and the browser's help with typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

LONGEST_NUMBER = 18  # digits that fit into the database's largest integer
AUTOCOMPLETE = {"email": "email", "booker_email": "email", "name": "name", "booker_name": "name",
                "organisation_name": "organization", "given_name": "given-name", "family_name": "family-name"}  # fmt: skip


class DeskForm(forms.Form):
    """A plain form in the house's layout."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _prepare(name, field)


class SeveralOf(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """Several rows of the campus; a number no database could hold is a wrong choice like any other."""

    def _check_values(self, value: Any) -> Any:
        if too_long := next((pk for pk in value if len(str(pk)) > LONGEST_NUMBER), None):
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(too_long)[:20]}
            )
        return super()._check_values(value)  # type: ignore[misc]  # Django's own, not in the stubs


class _MadeOutsideCampuses(ModelFormMetaclass):
    """Form classes are made at import, when no campus is in scope; their choices are asked anew for each form."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        if "Meta" in attrs and not hasattr(attrs["Meta"], "formfield_callback"):
            attrs["Meta"].formfield_callback = staticmethod(_form_field)
        with scopes_disabled():
            return super().__new__(cls, name, bases, attrs)


def _form_field(field: Any, **kwargs: Any) -> forms.Field | None:
    """A web address without a scheme is meant as https."""
    more: dict[str, Any] = {"assume_scheme": "https"} if isinstance(field, models.URLField) else {}
    if isinstance(field, models.ManyToManyField):
        more["form_class"] = SeveralOf
    made: forms.Field | None = field.formfield(**kwargs, **more)
    return made


class DeskModelForm(forms.ModelForm, metaclass=_MadeOutsideCampuses):  # type: ignore[type-arg]  # generic in the stubs only, not at run time
    """A form over a table. It checks and cleans; storing is the action's job, so ``save`` is refused."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _prepare(name, field)

    def save(self, commit: bool = True) -> Any:
        """Only actions write."""
        raise NotImplementedError("actions write, forms do not")


def _prepare(name: str, field: forms.Field) -> None:
    """Choices are asked of the campus in scope when the form is made, never at import."""
    field.error_messages["required"] = _("Bitte füllen Sie dieses Feld aus.")
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        field.queryset = field.queryset.model.objects.all()
    if isinstance(field, forms.ModelMultipleChoiceField):
        field.widget = forms.CheckboxSelectMultiple()
        field.widget.choices = field.choices
    if isinstance(field, forms.DateTimeField):
        field.widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    elif isinstance(field, forms.DateField):
        field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, forms.TimeField):
        field.widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = min(int(field.widget.attrs.get("rows", 4)), 5)
    if name in AUTOCOMPLETE:
        field.widget.attrs.setdefault("autocomplete", AUTOCOMPLETE[name])
    if name.endswith("_en"):
        field.widget.attrs.setdefault("lang", "en")
