"""The operator's page names only addresses, rules, settings and texts that exist."""

import re
from pathlib import Path

import pytest
from django.urls import resolve

from glascampus.basics.rulebook import shipped
from glascampus.commons.legal.models import LegalText

HOWTO = Path(__file__).resolve().parents[2] / "docs" / "howto"
LAW = (HOWTO / "law.md").read_text()
KEYS = {row.key for row in shipped()}


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(/(?!en/)[a-z-]+/(?:[a-z-]+/)?)`", LAW))))
def test_every_address_is_there(path):
    assert resolve(path)


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`((?:[a-z]+)\.(?:[a-z_]+|\*))`", LAW)) - {"erasures.log"}))
def test_every_rule_is_in_the_rulebook(named):
    assert [key for key in KEYS if key == named or key.startswith(named.removesuffix("*"))]


def test_every_setting_is_explained_and_every_text_named():
    settings = (HOWTO / "settings.md").read_text()

    assert [name for name in set(re.findall(r"(?:CAMPUS|EMAIL)_[A-Z_]+", LAW)) if f"`{name}`" not in settings] == []
    assert [str(label) for label in LegalText.Kind.labels if f'"{label}"' not in LAW] == []
