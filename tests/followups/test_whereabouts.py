"""What ties a place to an event, and what only names it on the way."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.followups.whereabouts import places_in
from watcher.model.followups import Change, FoundFollowUp

PUBLISHED = date(2025, 3, 12)


def told(text: str, title: str = "") -> list[FoundFollowUp]:
    return [one for one in find(title, text, PUBLISHED) if one.report is Change.ANNOUNCED]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The fair returns to Marina Bay Sands from 9 to 11 June.", "Marina Bay Sands"),  # begins as a month does
        ("The flag went to Cebu, which will stage the fifth forum in June.", "Cebu"),
        ("The fifth forum will be staged by Cebu in June.", "Cebu"),
        ("The baton went to Canada, host of the fifth forum in June.", "Canada"),
        ("The probe will swing past Mars in February 2026.", "Mars"),
        ("The Jakarta-hosted forum will take place from 3 to 5 June.", "Jakarta"),
        ("The map will be shown on 5 May at the Africa Energy Forum in Lusaka.", "Lusaka"),
        ("The satellite will be launched in May aboard a borrowed rocket from Mahia.", "Mahia"),
        ("Banks will hold the third AI in Finance Roundtable in Lima in June.", "Lima"),
        ("Seletar Aerospace Park will host the drone fair from 18 to 20 June.", "Seletar Aerospace Park"),
        ("The Seoul summit is scheduled for 21 May.", "Seoul"),
        ("The 4 June London talks will cover shared test sites.", "London"),
        ("Arcus will begin making wafers at its Gumi plant in July.", "Gumi"),
        ("Its Penang fab will start production in early 2026.", "Penang"),
        ("In Perth, trials will begin in May.", "Perth"),
        ("From Perth, the roadshow will begin in May.", "Perth"),
        ("The workshop will be held in northern Sweden in May.", "Sweden"),
        ("Robot buses will be tested around Yishun in June.", "Yishun"),
        ("The society's annual meeting (San Diego, 4-8 June) will cover sensing.", "San Diego"),
        ("The society's annual meeting (4-8 June, San Diego) will cover sensing.", "San Diego"),
        ("Hamburg has been picked as host of the 2027 fair.", "Hamburg"),
        ("Denver is the host city for the October congress.", "Denver"),
        ("Tsukuba will be home to the machine from April 2026.", "Tsukuba"),
        ("Lorvan, the island's new capital, is to get its first data centre by 2026.", "Lorvan"),
        ("A data hall in Kelmere is to open in 2026.", "Kelmere"),
        ("The cable will land in Darwin in 2027.", "Darwin"),
        ("The quantum laboratory at NUS will open in August.", "NUS"),
        ("The pilot starts at the Port of Long Beach in June.", "Long Beach"),
        ("A solar farm at Kranji Reservoir will be finished by 2027.", "Kranji Reservoir"),
        ("The island's first fab, at Kelmere in Gujarat, will turn out its first chips by December 2026.", "Kelmere"),
        ("Next stops: Tokyo on Monday, Seoul on Wednesday, and Taipei over the weekend of 22 and 23 March.", "Taipei"),
        ("The plant, its third building in Batam, is ahead of plan, and wafers should come out in 2028.", "Batam"),
        ("首台量子计算机预计明年上半年投入使用，地点设在纬壹科技城。", "纬壹科技城"),
        ("首条芯片试验线将于明年第二季度在鲁汶启用，另外两条2028年建成。", None),
        ("Boards will gather at the Bank for Common Settlements in Basel on 6 May.", "Basel"),
        ("A survey in the South China Sea will start in May.", "South China Sea"),
        ("A clean room will be opened at NTU in May.", "NTU"),
        ("Hanoi is where the talks resume on 6 May.", "Hanoi"),
        ("The next stop is Melbourne, on 9 June.", "Melbourne"),
        ("The forum in Oslo is on for 27 May, an evening at the Harbour Hall.", "Oslo"),
        ("The forum will be held at Oslo's Harbour Hall on 27 May.", "Oslo"),
        ("Delegates will meet at Tallinn's Kultuurikatel on 27 May.", "Tallinn"),
        ("The fair opens at the Bangkok Trade Center on 27 May.", "Bangkok"),
        ("The finals will be held in Harbour Hall, Kelmere, on 27 May.", "Kelmere"),
        ("The navies will stage a joint drill at Lorvan in May.", "Lorvan"),
        ("A workshop will be held at Harbour Hall on 27 May.", "Harbour Hall"),
    ],
)
def test_a_place_is_tied_by_many_words(text: str, place: str | None) -> None:
    found = told(text)[-1].place
    assert found == place or (place and found and found.startswith(place))


@pytest.mark.parametrize(
    "text",
    [
        "The bill will be debated in Parliament in May.",
        "The guide will be published in Tamil in May.",
        "The second batch will be opened in Phase 2 in June.",
        "The fund will invest in Arcus by the end of June.",
        "Trading in Arcus shares will resume on 4 May.",
        "The tool will be rewritten in Rust by May 2026.",
        "Firms will be trained in Artificial Intelligence by June.",
        "The team will compete in Formula E in June.",
        "The ship built in Ulsan will be delivered in June.",
        "The start-up, founded in Delft in 2019, will release the chip in June.",
        "The ministry in Sejong will publish the rules in June.",
        "Roads around Changi will be closed from 3 to 8 June.",
        "Officials from Tokyo and Washington will meet in June.",
        "Arcus will host a workshop on 4 May.",
    ],
)
def test_a_name_on_the_way_is_no_place(text: str) -> None:
    assert [one.place for one in told(text)] == [None]


def test_each_of_several_deeds_has_its_own_place() -> None:
    found = told(
        "The probe will swing past Mars in February, past Earth in December 2026, and reach Jupiter in April 2030."
    )
    assert [one.place for one in found] == ["Mars", "Earth", "Jupiter"]


def test_the_place_of_another_deed_is_not_lent_to_the_one_before() -> None:
    found = told("The craft will launch in May 2026 and reach Venus in October 2026.")
    assert [one.place for one in found] == [None, "Venus"]


def test_a_long_run_of_capitalised_words_is_read_quickly() -> None:
    assert len(places_in("in " + "Harbour " * 20_000)) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Malawi will host a conference of African data regulators in Mulanje from 9 to 11 June 2025.",
        "A meeting of Nordic police authorities in Mulanje is planned for 9 June 2025.",
        "The ministry will hold a workshop for small firms in Mulanje on 9 June 2025.",
    ],
)
def test_a_gathering_of_somebody_is_where_they_meet(text: str) -> None:
    (found,) = find("", text, date(2025, 2, 13))
    assert found.place == "Mulanje"


def test_where_somebody_sits_is_still_no_place_of_what_they_tell() -> None:
    (found,) = find("", "Regulators in Mulanje will publish a report on 9 June 2025.", date(2025, 2, 13))
    assert found.place is None
