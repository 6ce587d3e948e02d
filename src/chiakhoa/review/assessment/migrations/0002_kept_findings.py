import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_first"),
        ("places", "0001_first"),
        ("registry", "0001_first"),
        ("survey", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(unique=True)),
                ("commune", models.CharField(max_length=5)),
                ("on", models.DateField()),
                ("standard", models.CharField(max_length=80)),
                ("law_digest", models.CharField(max_length=64)),
                ("points_table", models.CharField(blank=True, max_length=80)),
                ("points_digest", models.CharField(blank=True, max_length=64)),
                ("practice", models.BooleanField()),
                ("assumptions", models.BooleanField()),
                ("verified", models.BooleanField()),
                ("verdict", models.CharField(max_length=10)),
                ("gaps", models.JSONField()),
                ("missing_count", models.PositiveIntegerField()),
                ("finding", models.JSONField()),
                ("articles", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.household"
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="survey.survey"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.village"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["commune", "on"], name="kept_finding_by_commune")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("survey", "standard", "points_digest", "assumptions"), name="kept_finding_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ("poor", "near_poor", "non_poor", "cannot_say"))),
                        name="kept_finding_verdict",
                    ),
                ],
            },
        ),
    ]
