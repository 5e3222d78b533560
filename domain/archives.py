"""Zip files somebody uploaded (压缩文件): looked into at a bounded cost, whatever they claim to be."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import Invalid

MOST_PARTS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_CLAIMED = 1024 * 1024 * 1024  # by its directory; what it really holds is counted on the way
CHUNK = 64 * 1024
DIRECTORY_ENTRY = b"PK\x01\x02"
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes to unpack
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, OverflowError,
    IndexError, RuntimeError,
)  # fmt: skip


class Archive:
    """An opened zip. Reading stops, in words, when more comes out than any office file holds."""

    def __init__(self, archive: zipfile.ZipFile, broken: str, too_large: str) -> None:
        self._archive, self._broken, self._too_large = archive, broken, too_large
        self._left = MOST_UNPACKED
        self.names = {name.lower().lstrip("/"): name for name in archive.namelist()}

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part of the file, piece by piece. Raises Invalid when it is damaged or too large."""
        found = self.names.get(name.lower().lstrip("/"))
        if found is None:
            raise Invalid(self._broken)
        try:
            info = self._archive.getinfo(found)
            if info.compress_type not in PLAIN or info.flag_bits & 1:
                raise Invalid(self._broken)
            unpack = self._archive.open
            with unpack(info) as part:
                while piece := part.read(CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Invalid(self._too_large)
                    yield piece
        except DAMAGED as error:
            raise Invalid(self._broken) from error


@contextmanager
def opened(content: bytes, broken: str, too_large: str) -> Iterator[Archive]:
    """A zip from its bytes. Raises Invalid with the sentence for a broken or an oversized one.

    The directory is counted before it is read: ten megabytes can list 200,000 parts.
    """
    if content.count(DIRECTORY_ENTRY) > MOST_PARTS:
        raise Invalid(too_large)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED as error:
        raise Invalid(broken) from error
    if sum(part.file_size for part in archive.infolist()) > MOST_CLAIMED:
        raise Invalid(too_large)
    with archive:
        yield Archive(archive, broken, too_large)
