"""Which state of the office's words and rules a campus is in, so that what was read of them may be kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campuses", "0002_texts_moved_to_legal")]
    operations = [
        migrations.AddField(
            model_name="campus", name="edition", field=models.CharField(blank=True, default="", max_length=16)
        )
    ]
