"""A clock for tests."""

from datetime import UTC, datetime, timedelta


class ToldClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2024, 7, 29, 23, 0, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now
