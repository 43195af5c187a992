"""`python -m bench`: the CPU that the web processes spend per request, side by side in one run.

Starts real servers of its own on a database of its own, plays a clerk's requests over persistent connections in
interleaved rounds, and writes `var/bench.json`. Ratios are what counts; milliseconds belong to the machine.
"""
