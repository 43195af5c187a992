"""What a PDF says and shows, asked of Poppler: the reader that people have, not the library that wrote the file."""

import re
import subprocess
from io import BytesIO
from tempfile import NamedTemporaryFile

from PIL import Image

POINTS_PER_INCH = 72


def run(tool: str, *arguments: str, pdf: bytes) -> bytes:
    """Run `tool` with `arguments`, in which "-" stands for the file and for its standard output."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        first = arguments.index("-")
        command = [tool, *arguments[:first], file.name, *arguments[first + 1 :]]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


def text(pdf: bytes) -> str:
    return run("pdftotext", "-layout", "-", "-", pdf=pdf).decode()


def flowing_text(pdf: bytes) -> str:
    """The text without any white space: line breaks and letter-spacing differ from step to step."""
    return "".join(text(pdf).split())


def read_aloud(pdf: bytes) -> str:
    """The text in the order of the document's tags, as a screen reader takes it, without white space."""
    spoken = re.findall(r'"(.*)"', run("pdfinfo", "-struct-text", "-", pdf=pdf).decode())
    return "".join("".join(spoken).split())


def info(pdf: bytes) -> dict[str, str]:
    lines = run("pdfinfo", "-", pdf=pdf).decode().splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def fonts(pdf: bytes) -> dict[str, bool]:
    """Font names without their subset tag, and whether each is embedded."""
    rows = run("pdffonts", "-", pdf=pdf).decode().splitlines()[2:]
    return {row.split()[0].partition("+")[2]: row.split()[-5] == "yes" for row in rows}


def picture(pdf: bytes, dpi: int = 110) -> Image.Image:
    return Image.open(BytesIO(run("pdftoppm", "-r", str(dpi), "-png", "-", pdf=pdf)))


def word_picture(pdf: bytes, word: str, dpi: int = 110) -> Image.Image:
    """The part of the page on which `word` stands."""
    # Poppler 22 writes the title of a -bbox listing as two halves of a rare character, which is no UTF-8.
    boxes = run("pdftotext", "-bbox", "-", "-", pdf=pdf).decode(errors="replace")
    found = re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">{word}<', boxes)
    assert found, f"{word} does not stand on the page"
    left, top, right, bottom = (float(edge) * dpi / POINTS_PER_INCH for edge in found.groups())
    return picture(pdf, dpi).crop((int(left), int(top), int(right), int(bottom)))
