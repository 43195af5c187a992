"""How dates and hours are written where Django's own way is not that of a shop in Taiwan."""
