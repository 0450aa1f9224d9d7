"""For all tests: marks that ask the machine for something, and the list of what it lacked."""

import os
import shutil
from collections import Counter

import hypothesis
import pytest

# how long an example takes says how busy the machine is, not whether the code is right
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")

LACKS = "this machine lacks "
NO_DATABASE = (  # what is tried there asks none, the eye judges it, or Python decides it (who may): once, with SQLite, is enough
    "tests/access/test_deeds.py", "tests/access/test_foreign_forms.py", "tests/access/test_hostile_texts.py", "tests/access/test_matrix.py", "tests/access/test_may.py",
    "tests/basics/", "tests/benchmarks/", "tests/engines/", "tests/front_door/", "tests/habits/", "tests/campuses/test_files.py",
    "tests/web/test_look.py", "tests/story/test_axe.py", "tests/story/test_booking_by_keyboard.py", "tests/story/test_first_visit.py",
    "tests/story/test_keyboard.py", "tests/story/test_long_and_empty.py",
    "tests/story/test_own_pages.py", "tests/story/test_strip.py", "tests/story/test_trees.py",
)  # fmt: skip
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INSTALL = {"Chromium": "sudo apt-get install chromium", "pdftotext": "sudo apt-get install poppler-utils"}


def need(thing: str, *programs: str) -> str:
    """The path of the first of ``programs`` (default: ``thing`` itself); skips the test when the machine has none of them."""
    for program in programs or (thing,):
        if found := shutil.which(program):
            return found
    pytest.skip(f"{LACKS}{thing}: {INSTALL.get(thing, f'sudo apt-get install {thing}')}")


@pytest.fixture(autouse=True, scope="session")
def _no_kept_pages():
    """Tests change rows behind the journal's back; test_page_cache.py and the servers of the stories keep pages as the product does."""
    from django.conf import settings

    settings.PAGE_CACHE_PAGES = 0


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords():
    """A password that is hard to guess costs a third of a second; the tests make hundreds."""
    from django.conf import settings
    from django.contrib.auth.hashers import reset_hashers

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    reset_hashers(setting="PASSWORD_HASHERS")


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_looked_up_once():
    """Every test client loads the middleware anew, and WhiteNoise would look at each static file again: a quarter of a request."""
    from whitenoise.base import WhiteNoise

    look, known = WhiteNoise.update_files_dictionary, {}

    def once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            look(self, root, prefix)
            known[root, prefix] = dict(self.files)
        self.files.update(known[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", once)
        yield


@pytest.fixture(autouse=True, scope="module")
def _media_of_its_own(tmp_path_factory):
    """Rows are rolled back after each test and files are not: the audit of another module would find them without a row."""
    from django.conf import settings

    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("media")
    yield
    settings.MEDIA_ROOT = before


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request):
    """Each of xdist's processes has a database in memory of its own; pytest-django knows that only of Django's own backend."""
    if os.environ["CAMPUS_TEST_DB"] == "postgres":
        from pytest_django.fixtures import _set_suffix_to_test_databases

        if suffix := os.environ.get("PYTEST_XDIST_WORKER"):
            _set_suffix_to_test_databases(suffix=suffix)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL drops no database that somebody still uses: what threads and processes of the tests left open is closed first."""
    yield
    if os.environ["CAMPUS_TEST_DB"] == "postgres":
        from django.db import connection

        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser"):
        need("Chromium", *BROWSERS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is only true on one database is left out on the other (the other run has it), and on PostgreSQL what asks no database."""
    on_postgres = os.environ["CAMPUS_TEST_DB"] == "postgres"
    other = "sqlite" if on_postgres else "postgres"
    once = NO_DATABASE if on_postgres else ()
    left_out = [item for item in items if item.get_closest_marker(other) or item.nodeid.startswith(once)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    return _strict(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    report = yield
    return _strict(report)


def _strict(report):
    """With CI set nothing may be skipped: what a machine lacks there, nobody would ever try."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, and with CI set nothing may be: {_why(report)}"
    return report


def _why(report) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter) -> None:
    """What was not tried here, and the line that changes it."""
    reasons = Counter(_why(report) for report in terminalreporter.stats.get("skipped", []))
    lacking = {reason.removeprefix(LACKS): n for reason, n in reasons.items() if reason.startswith(LACKS)}
    if lacking:
        terminalreporter.section("not tried, because this machine lacks it")
        for reason, n in sorted(lacking.items()):
            thing, _, line = reason.partition(": ")
            terminalreporter.line(f"{thing} ({n} tests); install it with: {line}")
