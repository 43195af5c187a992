from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    name = "readiness"
    verbose_name = "整備"

    def ready(self) -> None:
        from readiness.drilled import work  # noqa: F401 - registrations need loaded models
        from readiness.invite import noticing  # noqa: F401 - the same
