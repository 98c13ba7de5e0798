"""Why something was not taken: a reason that content/texts/feed.toml words for people."""


class RefusalError(ValueError):
    """key: of the sentence; values: what it names."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(f"{key} {values}" if values else key)
