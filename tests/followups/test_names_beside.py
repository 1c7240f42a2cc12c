"""A later story may call a thing by a name that stood beside the sentence which promised it."""

from lives import Life, Story, changes, show

from watcher.model.followups import Change

PROMISE = Story(
    "2025-03-25",
    "Harbour Wire",
    "Reef-watching satellite to fly this summer",
    "A Fijian satellite that watches reefs will be launched in July. ReefSat-1 weighs 95 kilograms.",
)


def test_what_was_named_beside_the_promise_is_known_by_that_name() -> None:
    moved = Story(
        "2025-06-26",
        "Quay Post",
        "ReefSat-1 waits for a valve",
        "ReefSat-1 is packed. A valve has to be replaced, and the launch has moved to 20 September.",
    )
    life = Life().tell(PROMISE, moved)
    (record,) = life.records
    assert changes(record) == [Change.ANNOUNCED, Change.MOVED], show(life)
    assert "reefsat-1" in record.names


def test_a_name_alone_ties_nothing_at_another_time() -> None:
    other = Story(
        "2025-06-26",
        "Quay Post",
        "ReefSat-1 team looks ahead",
        "ReefSat-1 is packed. A cable museum will open in Suva in March 2027.",
    )
    assert len(Life().tell(PROMISE, other).records) == 2
