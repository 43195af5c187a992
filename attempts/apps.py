from django.apps import AppConfig


class AttemptsConfig(AppConfig):
    name = "attempts"
    verbose_name = "作答"

    def ready(self) -> None:
        from attempts import noticing, today, work  # noqa: F401 - registrations need loaded models
