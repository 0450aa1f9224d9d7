"""Files that belong to rows."""

import os

import pytest

from glascampus.engines.files import put_down, sweep


def test_a_file_is_the_campus_own_and_never_written_over(tmp_path):
    file = tmp_path / "deep" / "one.pdf"
    put_down(file, b"first")

    with pytest.raises(FileExistsError):
        put_down(file, b"second")
    assert file.read_bytes() == b"first"
    assert file.stat().st_mode & 0o077 == 0


def test_only_old_files_that_nobody_knows_go(tmp_path):
    for name in ("known", "lost", "young"):
        put_down(tmp_path / name, b"")
    for name in ("known", "lost"):
        os.utime(tmp_path / name, (0, 0))

    assert sweep(tmp_path, {"known"}, older_than_s=3600) == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["known", "young"]
    assert sweep(tmp_path / "nowhere", set(), older_than_s=0) == 0
