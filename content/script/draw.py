"""The shuffle, bit for bit the same as in the phone's walker: FNV-1a-32 seeds mulberry32, which drives Fisher–Yates."""

from collections.abc import Iterator, Sequence

_32_BITS = 0xFFFFFFFF


def order(seed: str, node: str, ask: int, n: int) -> list[int]:
    """The order in which `n` options are shown: entry k is the authored index of the option shown at place k.

    `seed` is the attempt's UUID in lower case; `ask` counts from 1 how often the node was put to the person.
    """
    numbers = _mulberry32(_fnv1a(f"{seed}:{node}:{ask}".encode()))
    places = list(range(n))
    for last in range(n - 1, 0, -1):
        pick = next(numbers) % (last + 1)
        places[last], places[pick] = places[pick], places[last]
    return places


def drawn(seed: str, pool: str, draw: int, of: Sequence[str]) -> list[str]:
    """The `draw` members of a pool that a play of this seed is asked, in the order in which it is asked them."""
    return [of[place] for place in order(seed, pool, 1, len(of))[:draw]]


def _fnv1a(data: bytes) -> int:
    value = 0x811C9DC5
    for byte in data:
        value = (value ^ byte) * 0x01000193 & _32_BITS
    return value


def _mulberry32(state: int) -> Iterator[int]:
    while True:
        state = state + 0x6D2B79F5 & _32_BITS
        mixed = (state ^ state >> 15) * (state | 1) & _32_BITS
        mixed ^= mixed + (mixed ^ mixed >> 7) * (mixed | 61) & _32_BITS
        yield mixed ^ mixed >> 14
