"""Template filter for Taiwanese dates."""

from django.template import Library

from certificates.rules import roc_date

register = Library()
register.filter("roc", roc_date)
