"""Titles of works in templates."""

from django import template

from content.models import Work

register = template.Library()


@register.filter
def title_in(work: Work, lang: str) -> str:
    """The work's title in a language, else in the source language."""
    return work.title(lang)
