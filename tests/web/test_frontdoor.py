"""A real campus does not open to strangers before it is safe."""

import os
import subprocess
import sys

import pytest

from glascampus.web.frontdoor import is_here_only, public_address, refusal

LAN = "http://192.168.1.5:8000/"
SAFE = {
    "CAMPUS_HOSTS": "campus.example, www.campus.example",
    "CAMPUS_KEYS": "/keys",
    "CAMPUS_TRUSTED_PROXIES": "10.0.0.1",
}


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:8000/", "http://[::1]:8000/", "http://localhost:8000/"])
def test_this_machine_needs_nothing(address):
    assert (is_here_only(address), refusal({"CAMPUS_ADDRESS": address}, is_demo=False)) == (True, "")


@pytest.mark.parametrize("missing", list(SAFE))
def test_each_missing_setting_is_named(missing):
    environ = {"CAMPUS_ADDRESS": LAN, **SAFE, missing: ""}
    assert missing in refusal(environ, is_demo=False)


def test_with_all_of_them_it_opens():
    assert refusal({"CAMPUS_ADDRESS": "http://0.0.0.0:8000/", **SAFE}, is_demo=False) == ""


def test_the_demo_may_be_shown_in_the_house():
    assert refusal({"CAMPUS_ADDRESS": LAN}, is_demo=True) == ""


def test_mails_link_to_the_public_name():
    assert public_address({"CAMPUS_ADDRESS": LAN, **SAFE}) == "https://campus.example"
    assert public_address({"CAMPUS_ADDRESS": LAN}) == "http://192.168.1.5:8000"


def test_behind_https_every_cookie_of_the_settings_is_secure():
    """The scanners walk over plain HTTP on this machine, where it cannot be set (``benchmarks/attacks``)."""
    ask = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"

    def said(proxies: str) -> str:
        env = {**os.environ, "CAMPUS_TRUSTED_PROXIES": proxies, "DJANGO_SETTINGS_MODULE": "glascampus.web.settings"}
        return subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True).stdout

    assert said("10.0.0.1").split() == ["True", "True"]
    assert said("").split() == ["False", "False"]
