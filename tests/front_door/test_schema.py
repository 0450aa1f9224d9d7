"""Data of a newer version are recognised before anything is changed."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from glascampus.web import schema

pytestmark = pytest.mark.django_db


def test_a_database_of_this_version_is_known_and_complete():
    assert schema.unknown_migrations() == []
    assert schema.pending_migrations() == []
    assert schema.refusal() is None


def test_a_migration_of_a_newer_version_is_named():
    MigrationRecorder(connection).record_applied("roles", "0099_from_tomorrow")
    assert schema.unknown_migrations() == ["roles.0099_from_tomorrow"]
    assert "newer GlasCampus (roles.0099_from_tomorrow)" in (schema.refusal() or "")


def test_what_a_removed_package_left_behind_does_no_harm():
    MigrationRecorder(connection).record_applied("gone_package", "0001_initial")
    assert schema.unknown_migrations() == []


def test_a_migration_not_yet_run_is_pending():
    MigrationRecorder(connection).record_unapplied("contenttypes", "0002_remove_content_type_name")
    assert "contenttypes.0002_remove_content_type_name" in schema.pending_migrations()
