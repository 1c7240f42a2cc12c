"""Keyword files as tests write them: short."""

from collections.abc import Callable

import pytest

from watcher.settings import EventSettings, Example, FocusArea, Keywords, RelevanceGroup, Term


def terms(*written: str | Term) -> tuple[Term, ...]:
    return tuple(Term(term) if isinstance(term, str) else term for term in written)


@pytest.fixture
def small_file() -> Keywords:
    """Two groups, three areas, technology as such, one event."""
    return Keywords(
        groups=(
            RelevanceGroup("united-states", terms("US", "United States", "Nvidia", Term("Washington", weight=0.7))),
            RelevanceGroup("singapore", terms("Singapore", "新加坡"), terms("Singapore Grand Prix")),
        ),
        minimum_focus_areas=1,
        general_terms=terms("emerging technolog*", Term("innovation", weight=0.5)),
        focus_areas=(
            FocusArea(
                "quantum",
                "Quantum",
                terms(Term("quantum", weight=0.5), Term("qubit", weight=0.5), "quantum computing", "量子"),
                terms("quantum of"),
                match=(Example("The quantum computing centre opens", line=7), Example("A quantum thing", line=8)),
                ignore=(Example("Quantum of the Seas"), Example("Five hundred words on quantum computing", line=9)),
            ),
            FocusArea("ai", "Artificial intelligence", terms("AI", "AI governance", "machine learning"), threshold=1.0),
            FocusArea("space", "Space", terms("satellite"), threshold=2.0),
        ),
        events=(EventSettings("cet-dialogue", "CET Dialogue", terms("CET Dialogue")),),
    )


@pytest.fixture
def with_area() -> Callable[..., Keywords]:
    """A keyword file of one area, from its terms and what else it has."""

    def make(*written: str | Term, exclude: tuple[str | Term, ...] = (), threshold: float = 1.0) -> Keywords:
        area = FocusArea("area", "Area", terms(*written), terms(*exclude), threshold)
        return Keywords(focus_areas=(area,))

    return make
