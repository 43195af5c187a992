"""The board's pages: `lists` of many stores and people, `places` for one store and one person."""
