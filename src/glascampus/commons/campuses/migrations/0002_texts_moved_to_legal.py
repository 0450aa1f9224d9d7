"""The legal texts stand in rows of their own now; they were copied before their columns go."""

from django.db import migrations

COLUMNS = [f"{name}_{language}" for name in ("terms", "imprint", "privacy", "accessibility") for language in ("de", "en")]


class Migration(migrations.Migration):
    dependencies = [("campuses", "0001_initial"), ("legal", "0002_texts_of_campus")]
    operations = [migrations.RemoveField("campus", column) for column in COLUMNS]
