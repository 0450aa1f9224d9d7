"""The four texts that stood in columns of the campus become their first version, in force since the campus was made."""

from django.db import migrations

KINDS = ("terms", "privacy", "imprint", "accessibility")


def to_rows(apps, schema_editor):
    Campus, LegalText = apps.get_model("campuses", "Campus"), apps.get_model("legal", "LegalText")
    for campus in Campus.objects.order_by("pk"):
        for kind in KINDS:
            german, english = getattr(campus, f"{kind}_de"), getattr(campus, f"{kind}_en")
            if german or english:
                LegalText.objects.get_or_create(
                    campus=campus,
                    kind=kind,
                    number=1,
                    defaults={
                        "text_de": german,
                        "text_en": english,
                        "valid_from": campus.made_at.date(),
                        "made_at": campus.made_at,
                    },
                )


class Migration(migrations.Migration):
    dependencies = [("legal", "0001_initial"), ("campuses", "0001_initial")]
    operations = [migrations.RunPython(to_rows, migrations.RunPython.noop)]
