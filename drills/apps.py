from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "drills"
    verbose_name = "演練"

    def ready(self) -> None:
        from drills import alerting, keeping, noticing, planning_work, today, work  # noqa: F401 - registrations need loaded models
