"""The table of Django's database cache: what limits guessing counts there, for all web processes together."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roles', '0002_sign_in_links'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.CreateModel(
                    name='Limit',
                    fields=[
                        ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                        ('value', models.TextField()),
                        ('expires', models.DateTimeField(db_index=True)),
                    ],
                    options={'db_table': 'roles_limits'},
                ),
            ],
        ),
    ]
