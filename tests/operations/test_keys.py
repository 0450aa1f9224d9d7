"""Keys are taken out, brought in and changed; what they opened before opens afterwards."""

import json
import stat

import pytest
from django_scopes import scope

PASSPHRASE = "ein langer Satz über Glas"
TOKEN = """
from glascampus.commons.campuses.reads import link_token
from django.conf import settings
print(link_token("booking", "abc"), settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
"""


@pytest.fixture
def phrase(tmp_path):
    file = tmp_path / "phrase.txt"
    file.write_text(PASSPHRASE + "\n")
    return str(file)


@pytest.fixture
def home(bare_shell):
    """A data directory with its first key."""
    bare_shell.python("")
    return bare_shell


def test_exported_keys_open_the_same_links_elsewhere(home, phrase, tmp_path):
    told = home("keys", "export", str(tmp_path / "out.json"), "--passphrase-file", phrase)
    assert told.returncode == 0, told.stderr
    before = home.python(TOKEN).split()

    elsewhere = type(home)(tmp_path / "elsewhere", **home.surroundings)
    elsewhere.surroundings["CAMPUS_DATA"] = str(elsewhere.data)
    elsewhere.data.mkdir()
    fresh = elsewhere.python(TOKEN).split()
    assert fresh[0] != before[0]
    told = elsewhere("keys", "import", str(tmp_path / "out.json"), "--passphrase-file", phrase)
    assert told.returncode == 0, told.stderr

    assert elsewhere.python(TOKEN).split() == [*before, fresh[1]]


def test_a_changed_key_keeps_links_and_the_older_key(home):
    link, first = home.python(TOKEN).split()

    assert home("keys", "rotate").returncode == 0
    assert home("keys", "rotate").returncode == 0
    link_now, present, *older = home.python(TOKEN).split()
    assert link_now == link
    assert present != first
    assert first in older
    assert len(older) == 2
    assert {stat.S_IMODE(f.stat().st_mode) for f in (home.data / "keys").glob("*.key")} == {0o600}


@pytest.mark.sqlite  # refused before a database is asked
@pytest.mark.parametrize("text", ["", "x", "{}", "[]", '{"format": "glascampus keys 1"}', "\x00" * 50, "[" * 9000])
def test_a_file_that_holds_no_keys_is_refused(home, phrase, tmp_path, text):
    (tmp_path / "in.json").write_text(text)

    told = home("keys", "import", str(tmp_path / "in.json"), "--passphrase-file", phrase)
    assert (told.returncode, len(told.stderr.splitlines())) == (2, 1)
    assert "holds no keys" in told.stderr


def test_another_passphrase_or_a_changed_byte_opens_nothing(home, phrase, tmp_path):
    file = tmp_path / "out.json"
    home("keys", "export", str(file), "--passphrase-file", phrase)
    before = home.python(TOKEN)
    (tmp_path / "wrong.txt").write_text("ein anderer langer Satz")
    assert home("keys", "import", str(file), "--passphrase-file", str(tmp_path / "wrong.txt")).returncode == 2

    document = json.loads(file.read_text())
    document["sealed"] = "A" * 8 + document["sealed"][8:]
    file.write_text(json.dumps(document))
    told = home("keys", "import", str(file), "--passphrase-file", phrase)
    assert (told.returncode, told.stderr.count("passphrase")) == (2, 1)
    assert home.python(TOKEN) == before


def test_an_export_never_writes_over_a_file_and_shows_nothing_in_clear(home, phrase, tmp_path):
    file = tmp_path / "out.json"
    assert home("keys", "export", str(file), "--passphrase-file", phrase).returncode == 0
    assert home.python(TOKEN).split()[1] not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    assert home("keys", "export", str(file), "--passphrase-file", phrase).returncode == 2


@pytest.mark.parametrize("passphrase", ["", "kurz", "elf Zeichen"])
def test_a_short_passphrase_is_refused(home, tmp_path, passphrase):
    (tmp_path / "short.txt").write_text(passphrase)

    told = home("keys", "export", str(tmp_path / "out.json"), "--passphrase-file", str(tmp_path / "short.txt"))
    assert told.returncode == 2
    assert not (tmp_path / "out.json").exists()


def test_the_board_of_a_real_campus_nags_until_the_present_key_was_exported(campus, anna, client, settings, tmp_path):
    from glascampus.web import keyring

    settings.DATA = tmp_path
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret.key").write_text("x")
    client.force_login(anna)
    with scope(campus=campus):
        assert "Die Schlüssel sind noch nicht gesichert" in client.get("/buero/").text
        assert "./campus keys export" in client.get("/buero/schluessel/").text

        keyring.note_export(tmp_path / "keys")
        assert "Die Schlüssel sind noch nicht gesichert" not in client.get("/buero/").text

        keyring.rotate(tmp_path / "keys")
        assert "Die Schlüssel sind noch nicht gesichert" in client.get("/buero/").text
