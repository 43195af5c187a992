"""What browsers load: scripts and styles made of the rooms' static files by esbuild, and all of it under hashed names.

`entries.py` says what is made of what, `building.py` makes it, `collecting.py` gathers it for production and the demo.
Plain Python but for the gathering. May import the engines' locks; only the roof imports it.
"""
