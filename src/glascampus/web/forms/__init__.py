"""Forms of the house itself: signing in, access, the campus and its places and people, pages, law, mail, companies."""

from glascampus.web.forms.about import CampusForm, FactForm, OrganisationForm, PersonForm, RoomForm, SiteForm
from glascampus.web.forms.access import Colleague, Invitation, TokenForm
from glascampus.web.forms.door import Code, FirstOffice, NewPassword, SignIn, WithPassword
from glascampus.web.forms.editorial import PageForm, form_of
from glascampus.web.forms.feedback import FeedbackAnswerForm, FeedbackForm
from glascampus.web.forms.for_company import ForCompany
from glascampus.web.forms.legal import LegalTextForm, RuleForm
from glascampus.web.forms.mail_texts import MailTextForm
from glascampus.web.forms.pictures import NewPictureForm, PictureForm
from glascampus.web.forms.style import StyleForm

__all__ = [
    "CampusForm",
    "Code",
    "Colleague",
    "FactForm",
    "FeedbackAnswerForm",
    "FeedbackForm",
    "FirstOffice",
    "ForCompany",
    "Invitation",
    "LegalTextForm",
    "MailTextForm",
    "NewPassword",
    "NewPictureForm",
    "OrganisationForm",
    "PageForm",
    "PersonForm",
    "PictureForm",
    "RoomForm",
    "RuleForm",
    "SignIn",
    "SiteForm",
    "StyleForm",
    "TokenForm",
    "WithPassword",
    "form_of",
]
