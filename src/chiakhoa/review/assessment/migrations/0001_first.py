import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=2)),
                ("wanted_standard", models.CharField(blank=True, max_length=80)),
                ("assumptions", models.BooleanField(default=False)),
                ("on_day", models.DateField(null=True)),
                ("headers", models.JSONField(default=dict)),
                ("standard", models.CharField(blank=True, max_length=80)),
                ("points", models.CharField(blank=True, max_length=80)),
                ("practice", models.BooleanField(default=True)),
                ("judged_on", models.DateField(null=True)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("progress", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("returned", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("refusal", models.JSONField(null=True)),
                ("created_by", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=80)),
                ("changed_on", models.DateField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["-created_at"], name="run_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "headers", "running", "done", "refused", "stopped"))
                        ),
                        name="run_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("household", models.CharField(max_length=200)),
                ("head", models.CharField(max_length=200)),
                ("village", models.CharField(max_length=200)),
                ("commune", models.CharField(max_length=200)),
                ("area", models.CharField(max_length=5)),
                ("on", models.DateField()),
                ("verdict", models.CharField(max_length=10)),
                ("verdict_rank", models.PositiveSmallIntegerField()),
                ("possible", models.JSONField(default=list)),
                ("cut_off", models.IntegerField(null=True)),
                ("b1_low", models.IntegerField(null=True)),
                ("b1_high", models.IntegerField(null=True)),
                ("b2_low", models.IntegerField()),
                ("b2_high", models.IntegerField()),
                ("gap_count", models.PositiveSmallIntegerField()),
                ("missing_count", models.PositiveIntegerField()),
                ("name_key", models.TextField()),
                ("sort_key", models.TextField()),
                ("village_key", models.TextField()),
                ("answers", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="assessment.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FindingGap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=40)),
                ("sure", models.BooleanField()),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gaps", to="assessment.findingrow"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gaps", to="assessment.run"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="findingrow",
            index=models.Index(fields=["run", "verdict"], name="finding_by_verdict"),
        ),
        migrations.AddIndex(
            model_name="findingrow",
            index=models.Index(fields=["run", "village"], name="finding_by_village"),
        ),
        migrations.AddConstraint(
            model_name="findingrow",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="finding_number"),
        ),
        migrations.AddConstraint(
            model_name="findingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ("poor", "near_poor", "non_poor", "cannot_say"))),
                name="finding_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("b2_low__lte", models.F("b2_high"))), name="finding_b2"
            ),
        ),
        migrations.AddIndex(
            model_name="findinggap",
            index=models.Index(fields=["run", "indicator", "sure"], name="gap_by_indicator"),
        ),
        migrations.AddConstraint(
            model_name="findinggap",
            constraint=models.UniqueConstraint(fields=("finding", "indicator"), name="gap_once"),
        ),
    ]
