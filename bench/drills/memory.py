"""How much memory this process has taken at most."""

from pathlib import Path


def peak_mb() -> float:
    """The peak of its resident memory. Not `getrusage`'s, which begins with that of whoever started the process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return round(int(kilobytes) / 1024, 1)
