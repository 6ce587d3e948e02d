import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_first"),
        ("registry", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("answers", models.JSONField()),
                ("people", models.JSONField()),
                ("surveyor", models.CharField(blank=True, max_length=80)),
                ("saved_by", models.CharField(max_length=80)),
                ("saved_at", models.DateTimeField()),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=20)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.household"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("household",), name="draft_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_on", None)),
                            models.Q(("end_reason__in", ("sent", "dropped")), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="draft_ended_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(unique=True)),
                ("commune", models.CharField(max_length=5)),
                ("on", models.DateField()),
                ("answers", models.JSONField()),
                ("people", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("surveyor", models.CharField(blank=True, max_length=80)),
                ("source", models.CharField(max_length=10)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=20)),
                ("recorded_at", models.DateTimeField()),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.household"
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
                "indexes": [models.Index(fields=["commune", "on"], name="survey_by_commune")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("household", "on"),
                        name="survey_one_open_of_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_on", None)),
                            models.Q(
                                ("end_reason__in", ("corrected", "re-check", "mistake")), ("ended_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="survey_ended_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ("desk", "import", "log"))), name="survey_source"
                    ),
                ],
            },
        ),
    ]
