"""`make bench-phone`: the clerk's pages in Chromium as an old phone on a poor line would have them."""
