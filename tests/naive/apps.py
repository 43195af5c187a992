from django.apps import AppConfig


class NaiveConfig(AppConfig):
    name = "tests.naive"
    label = "naive"

    def ready(self) -> None:
        from outbox import facts
        from tests.naive.tasks import delay

        facts.owe = delay
