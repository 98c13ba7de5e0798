"""What became of each letter, written down as it happens: a killed replay goes on where it was."""

import json
import os
from pathlib import Path


class Ledger:
    """A file to which a line is added for each cookie (before anything is said with it) and receipt.

    It holds the cookies of the played citizens, so only its owner may read it. Use it with `with`.
    """

    def __init__(self, path: Path) -> None:
        self.cookies: dict[str, str] = {}
        self.receipts: dict[str, str] = {}
        if path.exists():
            self._read(path)
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a")
        if path.stat().st_size and not path.read_bytes().endswith(b"\n"):
            self._file.write("\n")  # the last line was cut by a kill

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(self, letter: str, cookie: str) -> None:
        self.cookies[letter] = cookie
        self._add({"id": letter, "cookie": cookie})

    def finish(self, letter: str, receipt: str) -> None:
        self.receipts[letter] = receipt
        self._add({"id": letter, "receipt": receipt})

    def _add(self, line: dict[str, str]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()  # the system keeps it when this process is killed

    def _read(self, path: Path) -> None:
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                if "receipt" in entry:
                    self.receipts[entry["id"]] = entry["receipt"]
                else:
                    self.cookies[entry["id"]] = entry["cookie"]
            except (ValueError, KeyError, TypeError):
                continue  # a line that a kill cut short: what it said is found in the chat again
