"""From the data files in `content/data` to pages, translations and editions; loading again changes nothing.

`files` reads what lies there, `writing` turns a body into blocks, `load` puts it into the programme's library.
"""
