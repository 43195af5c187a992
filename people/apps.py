from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "人員與門市"

    def ready(self) -> None:
        from people import work  # noqa: F401 - registrations need loaded models
        from people.languages.signing_in import take_along
        from people.notices import keeping as notices_keeping  # noqa: F401 - the same
        from people.notices import work as notices_work  # noqa: F401 - the same

        user_logged_in.connect(take_along, dispatch_uid="people.languages")
