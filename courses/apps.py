from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "課程"

    def ready(self) -> None:
        from courses import keeping, noticing, work  # noqa: F401 - registrations need loaded models
        from courses.refreshers import keeping as kept_of_refreshers  # noqa: F401 - the same
        from courses.refreshers import work as work_of_refreshers  # noqa: F401 - the same
