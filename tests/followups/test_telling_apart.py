"""Follow-ups alike in words, kind and date that are not the same thing."""

import pytest
from lives import Life, Story, show


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Alphacore will invest S$1 billion in Singapore by 2028.",
            "Betawave will invest S$2 billion in Singapore by 2028.",
        ),
        (
            "The Ministry of Trade and Industry will publish its semiconductor roadmap in June 2025.",
            "The Ministry of Health will publish its genomics roadmap in June 2025.",
        ),
        (
            "The Monetary Authority of Singapore will issue guidelines on AI risk by the end of 2025.",
            "The Cyber Security Agency of Singapore will issue guidelines on AI security by the end of 2025.",
        ),
        (
            "Singapore and the United States will sign an agreement on civil nuclear cooperation in July 2025.",
            "Singapore and the United States will sign an agreement on science and technology in July 2025.",
        ),
        (
            "Comments on the export control rule are due by 30 June 2025.",
            "Comments on the outbound investment rule are due by 30 June 2025.",
        ),
        (
            "The Asia Tech Summit will be held in Singapore on 28 May 2025.",
            "The Singapore Space Summit will be held in Singapore on 28 May 2025.",
        ),
        (
            "NIST will finalise its post-quantum signature standard in 2026.",
            "NIST will finalise its AI evaluation standard in 2026.",
        ),
        (
            "The U.S. Commerce Secretary will visit Singapore in June 2025.",
            "The U.S. Defense Secretary will visit Singapore in June 2025.",
        ),
        ("The Lumos-3 satellite will be launched in 2026.", "The NeuStar-4 satellite will be launched in 2026."),
        (
            "The quantum computer at the National Supercomputing Centre will be operational by mid-2026.",
            "The AI supercomputer at the National Supercomputing Centre will be operational by mid-2026.",
        ),
        (
            "The second phase of the green shipping corridor will begin in 2026.",
            "The second phase of the quantum network will begin in 2026.",
        ),
    ],
)
def test_two_alike_stay_two(one: str, other: str) -> None:
    life = Life().tell(
        Story("2025-03-01", "Harbour Wire", "News", one), Story("2025-03-02", "Straits Ledger", "More news", other)
    )
    assert len(life.records) == 2, show(life)
