from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "人員與門市"

    def ready(self) -> None:
        from people import work  # noqa: F401 - registrations need loaded models
        from people.notices import work as notices_work  # noqa: F401 - the same
