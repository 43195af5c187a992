"""What is taught: the library's Wagtail pages, works and their frozen editions, publishing, data files.

Lives here: pages and blocks (what trainers edit), works and editions (what everybody else knows), the plain script
package (`script/`), hotlines, the loader of `data/`.
May import: people, outbox.
"""
