"""What all forms share: choices of this campus only, plain widgets, and the browser's help with typing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.signing import BadSignature, Signer
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

SHORTEST_OPEN_S, LONGEST_OPEN_S = 2, 86_400  # a form that anybody can send: sooner it was a program, later it is stale
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
            prepare(name, field)


class _ForRobots(forms.TextInput):
    """A field that no one sees; a program that fills in every field fills this, too."""

    is_hidden = True

    def __init__(self) -> None:
        super().__init__(
            {"class": "out", "hidden": True, "tabindex": "-1", "autocomplete": "off", "aria-hidden": "true"}
        )


class OpenForm(DeskForm):
    """A form that anybody can send without an account. Instead of a riddle: a field for robots, and a signed start.

    Who falls over either sees the form again with everything typed in, and a second try goes through. Somebody at this
    machine itself (``near``) may be as quick as a program.
    """

    website = forms.CharField(required=False, max_length=200, widget=_ForRobots, label="")
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, near: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near = near
        self.initial = {**(self.initial or {}), "opened": _stamp()}

    def clean(self) -> dict[str, Any]:
        """Both fields are gone afterwards: no deed needs them."""
        values = super().clean() or {}
        trapped, began = values.pop("website", ""), values.pop("opened", "")
        if trapped:
            self._again(_("Bitte senden Sie das Formular noch einmal ab."), website="")
        elif not self.near:
            age_s = _age_s(began)
            if age_s is None or not 0 <= age_s <= LONGEST_OPEN_S:
                self._again(_("Diese Seite war lange offen. Bitte prüfen Sie Ihre Eingaben und senden Sie sie noch einmal ab."), opened=_stamp())  # fmt: skip
            elif age_s < SHORTEST_OPEN_S:
                self._again(_("Das ging sehr schnell. Bitte senden Sie das Formular noch einmal ab."))
        return values

    def _again(self, sentence: Any, **fresh: str) -> None:
        """Ask for a second try; ``fresh`` replaces what was sent in these fields."""
        self.add_error(None, sentence)
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was sent: a QueryDict, in tests a dict
        for name, value in fresh.items():
            data[name] = value
        self.data = data


def _stamp() -> str:
    """The moment by the wall clock, signed: the demo's clock may be turned while somebody types."""
    return Signer(salt="opened").sign(f"{time.time():.1f}")


def _age_s(stamp: str) -> float | None:
    try:
        return time.time() - float(Signer(salt="opened").unsign(stamp))
    except (BadSignature, ValueError):
        return None


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
            prepare(name, field)

    def save(self, commit: bool = True) -> Any:
        """Only actions write."""
        raise NotImplementedError("actions write, forms do not")


class WithExamplesForm(DeskModelForm):
    """A form over a table whose single values may be marked as examples; the mark can be taken away, not set.

    ``field_names`` says how the values are called, by their columns.
    """

    field_names: ClassVar[Mapping[str, Any]] = {}
    example_fields = forms.MultipleChoiceField(
        label=_("Beispielwerte"), help_text=_("Nehmen Sie das Häkchen weg, sobald ein Wert stimmt."),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marked = list(self.instance.example_fields or [])
        field = self.fields["example_fields"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, str(self.field_names.get(name, name))) for name in marked]
        if not marked:
            del self.fields["example_fields"]


def prepare(name: str, field: forms.Field) -> None:
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
