"""Django's own sentences that a clerk may read and that Django does not have in every language of ours.

Named here, they are gathered with our own; without a translation Django would say them in Chinese.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

SENTENCES = (
    gettext_noop("Null characters are not allowed."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
