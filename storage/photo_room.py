"""The room that photos have in one export."""

from typing import Any

PHOTO_BYTES = 12_000_000
"""Of photos in one export; what is beyond is named only."""


class Room:
    """How many bytes of photos an export still has room for: first comes what is being written, then
    complaints, then the chat."""

    def __init__(self) -> None:
        self.left = PHOTO_BYTES

    def reserve(self, size: int) -> bool:
        fits = size <= self.left
        self.left -= size if fits else 0
        return fits

    def take(self, jpeg: bytes) -> dict[str, Any]:
        """A photo as it stands in the file; without its bytes where there is no room for them."""
        return {"photo_bytes": len(jpeg), "jpeg_base64": jpeg if self.reserve(len(jpeg)) else None}
