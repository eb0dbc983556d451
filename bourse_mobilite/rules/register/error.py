"""What makes a whole file unreadable."""


class RegisterError(ValueError):
    """A code, and what its sentence needs."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details
