"""Forms of the house itself: signing in, access, campus, organisations, sites, people."""

from glascampus.web.forms.about import CampusForm, FactForm, OrganisationForm, PersonForm, RoomForm, SiteForm
from glascampus.web.forms.access import Colleague, Invitation, TokenForm
from glascampus.web.forms.door import Code, FirstOffice, NewPassword, SignIn, WithPassword
from glascampus.web.forms.style import StyleForm

__all__ = [
    "CampusForm",
    "Code",
    "Colleague",
    "FactForm",
    "FirstOffice",
    "Invitation",
    "NewPassword",
    "OrganisationForm",
    "PersonForm",
    "RoomForm",
    "SignIn",
    "SiteForm",
    "StyleForm",
    "TokenForm",
    "WithPassword",
]
