"""What a service says when it refuses."""


class ServiceError(Exception):
    """A refusal with an Indonesian sentence for the person who asked; nothing was written."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan)
        self.pesan = pesan
