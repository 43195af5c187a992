from django.apps import AppConfig


class LmsConfig(AppConfig):
    name = "lms"
    verbose_name = "Streetlight"

    def ready(self) -> None:
        from lms import keeping  # noqa: F401 - registrations need loaded models
