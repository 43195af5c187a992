"""What a server costs, from the kernel's own figures."""

import os
import subprocess
import sys

from bench.servers import Server

BUSY = """
import os, sys, time
if len(sys.argv) > 1:
    os.fork()
until = time.process_time() + 0.3
while time.process_time() < until:
    pass
# In one write: print writes the line and its end one after the other, and two processes share the pipe.
os.write(1, b"busy\\n")
time.sleep(60)
"""


def cpu_of(*words: str, children: int) -> float:
    """What the bench reads off a group of processes that have each used 0.3 s and then sleep."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY, *words], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        for _ in range(children):
            assert process.stdout.readline() == "busy\n"
        return Server("busy", 0, process.pid).cpu()
    finally:
        os.killpg(process.pid, 9)
        process.wait()
        process.stdout.close()


def test_the_cpu_of_a_server_is_what_its_process_has_used():
    assert 0.28 <= cpu_of(children=1) < 0.6


def test_the_cpu_of_all_its_processes_counts():
    assert 0.56 <= cpu_of("fork", children=2) < 1.2


def test_a_group_that_is_gone_costs_nothing():
    assert Server("gone", 0, 2**30).cpu() == 0
