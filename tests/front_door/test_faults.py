"""Whatever stands in the way at the door: one sentence on stderr that says what to do, exit 2, no trace."""

import ctypes
import os
import socket
import subprocess
from pathlib import Path

import pytest

from launcher import environment, faults

CAP_DAC_OVERRIDE, PR_CAPBSET_DROP = 1, 24


def one_sentence(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    """The last line of stderr is the sentence; progress may stand before it."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    last = done.stderr.strip().splitlines()[-1]
    for part in parts:
        assert part in last


def without_a_module(house, name: str, tmp_path: Path) -> None:
    """Let this Python be one that was packed without ``name``."""
    (tmp_path / "missing").mkdir()
    (tmp_path / "missing" / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "find = u.find_spec\n"
        f"u.find_spec = lambda name, package=None: None if name == {name!r} else find(name, package)\n"
    )
    house.environment["PYTHONPATH"] = str(tmp_path / "missing")


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_names_the_package(bare, module, tmp_path):
    without_a_module(bare, module, tmp_path)
    one_sentence(bare.campus("run"), "apt-get install python3-venv")
    assert not (bare.root / ".venv").exists()


def small_disk(house, place: Path, tmp_path: Path) -> bool:
    """Put a disk of 1 MB at ``place`` where we may mount one; elsewhere let the operating system say that little is free."""
    place.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        (tmp_path / "small").mkdir()
        (tmp_path / "small" / "sitecustomize.py").write_text(
            "import collections, shutil\n"
            "shutil.disk_usage = lambda path: collections.namedtuple('Usage', 'total used free')(10**6, 0, 10**6)\n"
        )
        house.environment["PYTHONPATH"] = str(tmp_path / "small")
    return not mounted.returncode


def test_a_full_disk_is_named_before_anything_is_installed(bare, tmp_path):
    disk = tmp_path / "disk"
    mounted = small_disk(bare, disk, tmp_path)
    try:
        if mounted:
            subprocess.run(["cp", "-r", *(str(part) for part in bare.root.iterdir()), str(disk)], check=True)
            bare.root = disk
        one_sentence(bare.campus("test"), "make room for about", "MB")
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_under_the_data_is_named(house, tmp_path):
    disk = tmp_path / "disk"
    mounted = small_disk(house, disk, tmp_path)
    try:
        one_sentence(house.campus("run", "--data", str(disk)), "make room", str(disk))
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_that_fills_while_installing_is_named(tmp_path):
    fault = faults.from_installer(
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        tmp_path / "base.lock",
        400,
    )
    assert "make room for about 400 MB" in str(fault)
    assert fault.code == 2


def test_a_taken_port_is_named_with_the_way_out(house):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        one_sentence(house.campus("run", "--port", str(port)), f"Port {port} is taken", "--port")


def test_an_address_of_another_machine_is_named(house):
    one_sentence(house.campus("run", "--host", "192.0.2.1"), "cannot listen on 192.0.2.1", "--host")


def without_roots_privilege() -> None:
    """Root writes everywhere; a process without this capability is told no like everybody."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def test_a_data_directory_that_cannot_be_written_is_named(house):
    house.data.mkdir(mode=0o500)
    done = house.campus("run", preexec_fn=without_roots_privilege)
    one_sentence(done, str(house.data), "--data")


def test_a_data_directory_that_is_a_file_is_named(house, tmp_path):
    (tmp_path / "file").write_text("")
    one_sentence(house.campus("run", "--data", str(tmp_path / "file")), "not a directory", "--data")


def test_what_preparing_refuses_is_passed_on_with_its_code(house):
    house.environment["STANDIN_REFUSES"] = "These data were made by a newer GlasCampus."
    done = house.campus("run")
    one_sentence(done, "These data were made by a newer GlasCampus.")
    assert house.wait_until_empty(5) == []


@pytest.mark.parametrize(
    ("lock", "why"),
    [
        ("", "it is empty"),
        ("<<<<<<< HEAD\ntiny==1.0 --hash=sha256:" + "0" * 64 + "\n", "cannot be read: <<<<<<< HEAD"),
        ("tiny==1.0\n", "cannot be read: tiny==1.0"),
        ("tiny>=1.0 --hash=sha256:" + "0" * 64 + "\n", "cannot be read: tiny>=1.0"),
    ],
)
def test_a_broken_lock_is_found_before_anything_is_made(bare, lock, why):
    (bare.root / "requirements" / "base.lock").write_text(lock)
    one_sentence(bare.campus("run"), "requirements/base.lock is broken", why, "git checkout")
    assert not (bare.root / ".venv").exists()


def test_a_missing_lock_is_named(bare):
    (bare.root / "requirements" / "base.lock").unlink()
    one_sentence(bare.campus("run"), "requirements/base.lock is broken (it is missing)")


def test_a_package_with_another_hash_is_refused(bare):
    (bare.root / "requirements" / "base.lock").write_text("tiny==1.0 --hash=sha256:" + "0" * 64 + "\n")
    one_sentence(bare.campus("verify"), "requirements/base.lock is broken", "hash")
    assert not (bare.root / ".venv" / "made-from").exists()


def test_no_network_at_the_first_start_is_named(bare):
    bare.environment |= {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_FIND_LINKS": ""}
    one_sentence(bare.campus("verify"), "connect this machine to the internet")


@pytest.mark.parametrize("name", ["base", "dev"])
def test_the_locks_of_this_house_are_whole_and_name_no_host(name):
    lock = environment.lock_file(name)
    environment.check_lock(lock)
    assert "http" not in lock.read_text()


def test_an_older_python_is_told_so_before_it_reads_what_it_cannot(house):
    text = (house.root / "campus").read_text().replace("NEEDED = (3, 11)", "NEEDED = (9, 0)")
    (house.root / "campus").write_text(text)
    done = house.campus("run")
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("GlasCampus needs Python 9.0 or newer")
