from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "教材"

    def ready(self) -> None:
        from content import today, work  # noqa: F401 - registrations need loaded models
        from content.card import keeping  # noqa: F401 - the same
