"""The office's registers: every organisation, every person."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.reads import found_organisations, found_people
from glascampus.commons.desk.rules import Cell, Column, Filter, Listing
from glascampus.commons.intake.words import PASTE
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.organisations.reads import organisations_of_kind, organisations_seen_by, organisations_shown
from glascampus.commons.people.reads import people_to_list, people_who_teach


@office_page
def organisations(request: CampusRequest) -> HttpResponse:
    """Partners, firms, schools: by name."""
    return listed(request, _organisations(request))


def _organisations(request: CampusRequest) -> Listing:
    shown = [("ja", _("öffentlich")), ("nein", _("nur im Büro"))]
    return Listing(
        name=_("organisationen"), title=_("Betriebe und Partner"), rows=organisations_seen_by(request.user), order="name",
        number=lambda n: ngettext("%(n)s Organisation", "%(n)s Organisationen", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Organisation", "%(n)s von %(of)s Organisationen", of) % {"n": n, "of": of},
        columns=[
            Column("name", _("Name"), lambda o: Cell(o.name, reverse("web:organisation_edit", args=[o.pk])), sort=("name",)),
            Column("art", _("Art"), lambda o: o.get_kind_display(), sort=("kind",)),
            Column("ort", _("Ort"), lambda o: o.town, sort=("town",)),
            Column("seite", _("Website"), lambda o: o.url, shown=False),
            Column("sichtbar", _("Zu sehen"), lambda o: _("öffentlich") if o.is_public else _("nur im Büro"), sort=("is_public",)),
        ],
        filters=[
            Filter("art", _("Art"), organisations_of_kind, Organisation.Kind.choices),
            Filter("sichtbar", _("Zu sehen"), organisations_shown, shown),
        ],
        search=found_organisations, search_label=_("Name oder Ort"), example=lambda o: o.example,
        empty=_("Noch steht hier niemand."), action=(reverse("web:organisation_new"), _("Organisation anlegen")),
        also=[(f"{reverse('intake:take_in')}?art=organisations", PASTE)],
    )  # fmt: skip


@office_page
def people(request: CampusRequest) -> HttpResponse:
    """Everybody who learns or teaches here, by family name."""
    return listed(request, _people(request))


def _people(request: CampusRequest) -> Listing:
    return Listing(
        name=_("personen"), title=_("Personen"), rows=people_to_list(request.user), order="name",
        intro=_("Wer hier lernt oder lehrt. Wer zweimal gebucht wurde, steht zweimal da."),
        number=lambda n: ngettext("%(n)s Person", "%(n)s Personen", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Person", "%(n)s von %(of)s Personen", of) % {"n": n, "of": of},
        columns=[
            Column("name", _("Name"), lambda p: Cell(p.name, reverse("web:person_edit", args=[p.pk])), sort=("family_name", "given_name")),
            Column("betrieb", _("Betrieb"), lambda p: p.organisation_name, sort=("organisation_name",)),
            Column("post", _("E-Mail"), lambda p: p.email, sort=("email",)),
            Column("lehrt", _("Lehrt"), lambda p: _("ja") if p.teaches else _("nein"), sort=("teaches",)),
        ],
        filters=[Filter("lehrt", _("Lehrt"), people_who_teach, [("ja", _("ja")), ("nein", _("nein"))])],
        search=found_people, search_label=_("Name, Adresse oder Betrieb"), example=lambda p: p.example,
        empty=_("Noch steht hier niemand. Personen kommen mit den Buchungen, oder Sie legen eine Lehrkraft an."),
        empty_link=(reverse("courses:office_runs"), _("Durchgänge ansehen")),
        action=(reverse("web:person_new"), _("Lehrkraft anlegen")), also=[(f"{reverse('intake:take_in')}?art=people", PASTE)],
    )  # fmt: skip
