"""What a later story says is called off, and what only sounds like it."""

import pytest
from lives import Life, Story, changes, show

from watcher.followups.cues import CANCELLED, called_off
from watcher.model.followups import Change

FORUM = Story(
    "2025-02-10",
    "Fjord Wire",
    "Stavanger to stage seabed mapping forum",
    "Norway and Ghana will hold the Seabed Mapping Forum in Stavanger on 12 June 2025, the port ministry said.",
)
LAUNCH = Story(
    "2025-02-10",
    "Fjord Wire",
    "Orbita books ride for its second satellite",
    "Rocket builder Orbita will launch the Heron-2 satellite from Andoya in May 2025, the company said.",
)
PACT = Story(
    "2025-02-10",
    "Fjord Wire",
    "Peru, Latvia agree on seed bank pact",
    "Peru and Latvia will sign a seed bank agreement in Riga on 20 May 2025, officials said.",
)


def told(first: Story, text: str, day: str = "2025-04-02") -> Life:
    return Life().tell(first, Story(day, "Lowland Post", "In other news", text))


@pytest.mark.parametrize(
    ("first", "text"),
    [
        (FORUM, "Norway has dropped plans for the Seabed Mapping Forum."),
        (FORUM, "The Seabed Mapping Forum will not be going ahead."),
        (FORUM, "The Seabed Mapping Forum has fallen victim to spending cuts."),
        (FORUM, "The Seabed Mapping Forum is off, the port ministry said."),
        (FORUM, "Norway has backed out of the Seabed Mapping Forum, which will not take place."),
        (FORUM, "The two governments have decided against holding the Seabed Mapping Forum."),
        (FORUM, "Ghana and Norway have called the Seabed Mapping Forum off."),
        (FORUM, "The Seabed Mapping Forum has been struck from the calendar."),
        (FORUM, "Norway will no longer host the Seabed Mapping Forum."),
        (FORUM, "There will be no Seabed Mapping Forum in Stavanger this June."),
        (LAUNCH, "Orbita has dropped the Heron-2 mission, writing off $48 million."),
        (LAUNCH, "The Heron-2 satellite will not fly after all, Orbita told investors."),
        (LAUNCH, "Orbita has given up on Heron-2, its second satellite."),
        (LAUNCH, "Orbita won't launch the Heron-2 satellite."),
        (PACT, "Peru will not sign the seed bank agreement with Latvia, its farm minister said."),
        (PACT, "Peru has walked away from the seed bank agreement with Latvia."),
        (PACT, "The seed bank agreement between Peru and Latvia has fallen through."),
    ],
)
def test_what_will_not_be_is_called_off(first: Story, text: str) -> None:
    life = told(first, text)
    assert [changes(one) for one in life.records] == [[Change.ANNOUNCED, Change.CANCELLED]], show(life)


@pytest.mark.parametrize(
    ("first", "text"),
    [
        (FORUM, "The Seabed Mapping Forum, whose cancellation had been rumoured, is to be held on 12 June."),
        (FORUM, "The port ministry denied that the Seabed Mapping Forum would be cancelled."),
        (FORUM, "Norway will not host the Seabed Mapping Forum alone."),
        (FORUM, "The Seabed Mapping Forum will not be open to the public."),
        (FORUM, "The Seabed Mapping Forum is off to a good start with ticket sales."),
        (FORUM, "The results of the Seabed Mapping Forum will not be published in full."),
        (LAUNCH, "Orbita will not launch Heron-2 without a licence, its chief said."),
        (LAUNCH, "Orbita dropped its opposition to the levy on satellites such as Heron-2."),
        (LAUNCH, "Insurers feared that Orbita would cancel the Heron-2 mission."),
        (PACT, "Peru will not sign the seed bank agreement unless Latvia pays its share."),
    ],
)
def test_what_only_sounds_like_it_is_not_called_off(first: Story, text: str) -> None:
    life = told(first, text)
    assert Change.CANCELLED not in changes(life.records[0]), show(life)


def test_a_first_date_called_off_says_nothing_of_the_second() -> None:
    life = told(LAUNCH, "The Heron-2 satellite will now fly in July instead of May.", "2025-04-02").tell(
        Story("2025-06-20", "Port Post", "Orbita waits", "The May launch of Heron-2 fell victim to high winds.")
    )
    assert Change.CANCELLED not in changes(life.records[0]), show(life)


@pytest.mark.parametrize(
    "words",
    [
        "The visit is no longer planned",
        "No such visit will take place",
        "The visit was terminated",
        "They gave up on the visit",
        "The visit came to naught",
        "They decided against the visit",
        "Nothing, and the fair won’t open",
        "The trip is off",
    ],
)
def test_the_look_that_costs_little_passes_over_no_cancellation(words: str) -> None:
    found = CANCELLED.search(words)
    assert found is not None
    assert called_off(words) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "The earbuds are praised for their noise cancelling.",
        "Three smaller builders are left to fight for scraps.",
        "The cable reaches store shelves this winter.",
        "A firm called Tonika is showing off a piano.",
        "The senator withdrew from the race on Sunday.",
        "Carriers cancelled dozens of flights.",
        "Schools are shut and flights cancelled.",
        "Some 900 customers cancelled their subscriptions.",
    ],
)
def test_the_same_words_of_other_things_call_nothing_off(sentence: str) -> None:
    assert called_off(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Officials called the whole thing off.",
        "Malaysia shelves its plan for a forum.",
        "Oslo scraps the forum.",
        "Oman had no plans to sign a pact, it said.",
        "There was no plan to hold a forum, officials said.",
        "No signing was ever planned.",
    ],
)
def test_words_that_have_other_senses_still_call_off(sentence: str) -> None:
    assert called_off(sentence)
