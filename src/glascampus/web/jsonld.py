"""schema.org as a data block of a page: not run by any browser; every sign that HTML knows is escaped in it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from glascampus.commons.desk.pages import CampusRequest
from glascampus.engines import feeds

UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def data_block(value: Mapping[str, object]) -> SafeString:
    """The value as JSON that may stand between the tags of a script."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(UNSAFE))  # nosec


def organisation(request: CampusRequest) -> SafeString:
    """The campus itself."""
    campus = request.campus
    url = request.build_absolute_uri(reverse("web:home"))
    return data_block(
        feeds.jsonld_organisation(
            name=str(campus.name), url=url, description=str(campus.about), email=campus.email, town=campus.town
        )
    )
