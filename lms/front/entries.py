"""What is built: each file of `built/` and the sources it is made of, in this order, each with all that it imports."""

LOOK = ("tokens.css", "base.css", "components.css", "street.css", "board.css")
HOUSE_STYLES = tuple(f"lms/static/lms/{name}" for name in LOOK)

ENTRIES: dict[str, tuple[str, ...]] = {
    "early.js": ("lms/static/lms/theme.js", "lms/static/lms/reviving.js"),
    "house.js": (
        "lms/static/lms/house.js",
        "attempts/static/attempts/unsent.js",
        "people/static/people/push_guard.js",
        "drills/static/drills/ringing.js",
    ),
    "player.js": ("attempts/static/attempts/player.js", "lms/static/lms/player-house.js"),
    "sign-in.js": ("people/static/people/show_password.js",),
    "worker.js": ("lms/static/lms/worker.js", "people/static/people/push_worker.js"),
    "notices.js": ("people/static/people/notices.js",),
    "push.js": ("people/static/people/push.js",),
    "passkeys.js": ("people/static/people/passkeys.js",),
    "passkey-offer.js": ("people/static/people/passkey_offer.js",),
    "join.js": ("people/static/people/waiting.js",),
    "observe.js": ("drills/static/drills/observe.js",),
    "card.js": ("content/static/content/card/card.js",),
    "card.css": ("content/static/content/card/card.css",),
    "house.css": HOUSE_STYLES,
    # The player has everything in one file: on a slow line a request costs more than five kilobytes.
    "player.css": (*HOUSE_STYLES, "attempts/static/attempts/player.css", "attempts/static/attempts/feedback.css"),
}
"""A page names one of these: `{% static 'built/house.js' %}`. A room's new script or style is a line here."""

CLASSIC = frozenset({"early.js", "worker.js"})
"""Scripts that are no modules: what must run before the first paint, and the service worker."""

NOT_KEPT = frozenset({"worker.js", "sign-in.js", "passkeys.js", "join.js"})
"""What phones do not keep for when there is no network: the worker itself, and what needs one to sign in."""
