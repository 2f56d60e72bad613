"""Files that a bot and its people sent, with their bytes."""

import hashlib
from dataclasses import dataclass
from itertools import count

from bot.sandbox.arguments import Upload
from bot.sandbox.json_types import Json


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file under the two ids Telegram gives it."""

    file_id: str
    unique_id: str
    path: str
    upload: Upload

    def as_file(self) -> Json:
        """Return the fields every kind of file has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.content),
        }

    def as_document(self) -> Json:
        """Return the Document object."""
        return {
            "file_name": self.upload.name,
            "mime_type": self.upload.mime_type,
            **self.as_file(),
        }


class Files:
    """The files of one bot."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = count(1)

    def add(self, folder: str, upload: Upload) -> StoredFile:
        """Keep a file."""
        number = next(self._numbers)
        digest = hashlib.sha256(upload.content).hexdigest()
        ending = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        stored = StoredFile(
            file_id=f"{folder}_{number}_{digest[:24]}",
            unique_id=digest[:16],
            path=f"{folder}/file_{number}.{ending}",
            upload=upload,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def find_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)
