"""Static files under hashed names, each compressed once."""

import re
from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage

_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


class Collected(CompressedManifestStaticFilesStorage):
    """What pages name is hashed, and so kept for ever by browsers. Hashed files of former builds stay where they are:
    a page that was opened before an update still asks for them."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what pages name and is not compressed yet; the studio's modules import each other by plain names."""
        fresh = [path for path in paths if _HASHED.search(path) and not self.exists(f"{path}.gz")]
        return super().compress_files(fresh)  # type: ignore[no-any-return]  # whitenoise is not typed
