from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = "證書"

    def ready(self) -> None:
        from certificates import noticing, work  # noqa: F401 - registrations need loaded models
