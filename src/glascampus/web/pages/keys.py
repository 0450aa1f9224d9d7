"""How the campus's keys are taken out, and whether they were."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.web.environment import keys_directory
from glascampus.web.keyring import is_exported


@office_page
def keys(request: CampusRequest) -> HttpResponse:
    """Keys leave the machine only at its terminal, under a passphrase; this page says how."""
    return render(request, "web/keys.html", {"is_exported": is_exported(keys_directory(settings.DATA))})
