"""Stories of made-up outlets that carry follow-ups through their lives, in the manner of real reporting."""

from lives import Story

CET_DIALOGUE = (
    Story(
        "2023-10-13",
        "Harbour Wire",
        "U.S. and Singapore to Strengthen AI and Tech Partnership",
        "The United States and Singapore held their first Critical and Emerging Technology Dialogue in "
        "Washington on Thursday. Officials agreed on six areas of work, from AI to quantum. The next CET "
        "Dialogue is planned for 2024 in Singapore.",
    ),
    Story(
        "2023-10-16",
        "Straits Ledger",
        "Washington and Singapore open technology dialogue",
        "Singapore will host the second dialogue in 2024, the foreign ministry said after the Critical "
        "and Emerging Technology Dialogue.",
    ),
    Story(
        "2023-12-04",
        "Policy Notebook",
        "What to watch in tech diplomacy",
        "Among next year's fixtures is the second CET Dialogue, which Singapore is to host in 2024.",
    ),
    Story(
        "2024-02-28",
        "Meridian Post",
        "Partners review ties",
        "Both governments said preparations for the next CET Dialogue, due later this year in Singapore, "
        "were on track.",
    ),
    Story(
        "2024-05-20",
        "Harbour Wire",
        "Singapore, US to hold tech dialogue in July",
        "The second U.S.-Singapore CET Dialogue will take place in July 2024 in Singapore, two officials said.",
    ),
    Story(
        "2024-06-11",
        "Straits Ledger",
        "Dialogue set for July",
        "Singapore confirmed it would host the Critical and Emerging Technology Dialogue in July.",
    ),
    Story(
        "2024-07-15",
        "Meridian Post",
        "Date set for second CET Dialogue",
        "The second CET Dialogue will be held in Singapore on 31 July 2024, the ministry announced.",
    ),
    Story(
        "2024-07-29",
        "Policy Notebook",
        "This week: CET Dialogue in Singapore",
        "Officials from both sides meet for the CET Dialogue on Wednesday in Singapore.",
    ),
    Story(
        "2024-07-31",
        "Harbour Wire",
        "US, Singapore hold second CET Dialogue",
        "The United States and Singapore held the second CET Dialogue in Singapore on 31 July 2024. They "
        "released a roadmap on digital cooperation.",
    ),
    Story(
        "2024-08-02",
        "Straits Ledger",
        "Roadmap follows tech talks",
        "After the second CET Dialogue, held in Singapore on July 31, officials said the two AI safety "
        "institutes would meet in September.",
    ),
)
MOVED_TWICE_THEN_CANCELLED = (
    Story(
        "2025-01-10",
        "Harbour Wire",
        "Quantum Standards Forum comes to Seoul",
        "The Asia Quantum Standards Forum will be held in Seoul on 12 May 2025, organisers said.",
    ),
    Story(
        "2025-02-03",
        "Straits Ledger",
        "Registration opens for quantum forum",
        "Registration is now open for the Asia Quantum Standards Forum, which takes place on 12 May in Seoul.",
    ),
    Story(
        "2025-03-21",
        "Meridian Post",
        "Quantum forum put back",
        "The Asia Quantum Standards Forum has been moved from 12 May to 9 June because of the election, "
        "its secretariat said.",
    ),
    Story(
        "2025-05-02",
        "Harbour Wire",
        "Second delay for standards meeting",
        "Organisers have again postponed the Asia Quantum Standards Forum, to 15 September 2025.",
    ),
    Story(
        "2025-08-18",
        "Straits Ledger",
        "Quantum Standards Forum called off",
        "The Asia Quantum Standards Forum planned for September in Seoul has been cancelled, the "
        "secretariat said on Monday, citing a lack of funding.",
    ),
)
OVERDUE_THEN_LATE = (
    Story(
        "2024-09-05",
        "Harbour Wire",
        "Agency to publish quantum migration guide",
        "The Cyber Agency of Singapore will publish its quantum migration handbook by the end of November 2024.",
    ),
    Story(
        "2024-10-14",
        "Straits Ledger",
        "Handbook on the way",
        "A quantum migration handbook from the Cyber Agency is due in November.",
    ),
    Story(
        "2025-01-20",
        "Meridian Post",
        "Where is the handbook?",
        "Industry groups are still waiting for guidance on post-quantum systems.",
    ),
    Story(
        "2025-02-11",
        "Harbour Wire",
        "Quantum handbook published",
        "The Cyber Agency of Singapore published its quantum migration handbook on 10 February, more than"
        " two months late.",
    ),
)
TWO_SOURCES_DISAGREE = (
    Story(
        "2025-03-03",
        "Harbour Wire",
        "Chip plant ceremony",
        "Northgate Micro will open its Woodlands chip plant on 14 April 2025, the company said.",
    ),
    Story(
        "2025-03-04",
        "Straits Ledger",
        "Northgate sets opening",
        "Northgate Micro's new chip plant in Woodlands is to open on 21 April 2025, according to the economic board.",
    ),
    Story(
        "2025-03-20",
        "Meridian Post",
        "Hiring ahead of opening",
        "Northgate Micro is hiring 300 technicians before its Woodlands chip plant opens in April 2025.",
    ),
    Story(
        "2025-04-15",
        "Harbour Wire",
        "Northgate opens plant",
        "Northgate Micro opened its Woodlands chip plant on 14 April.",
    ),
)
TWO_EDITIONS = (
    Story(
        "2025-01-15",
        "Harbour Wire",
        "AI Assurance Summit returns",
        "The 2025 AI Assurance Summit will take place in Singapore on 20 May 2025.",
    ),
    Story(
        "2025-02-10",
        "Straits Ledger",
        "Host of 2026 summit named",
        "Canada will host the 2026 AI Assurance Summit in Montreal in June 2026, organisers said.",
    ),
    Story(
        "2025-04-02",
        "Meridian Post",
        "Speakers named for AI Assurance Summit",
        "The 2025 AI Assurance Summit, to be held in Singapore in May, has named its speakers.",
    ),
    Story(
        "2025-05-21",
        "Harbour Wire",
        "AI summit opens in Singapore",
        "The 2025 AI Assurance Summit was held in Singapore on 20 May. The 2026 AI Assurance Summit will "
        "be held in Montreal from 9 to 11 June 2026.",
    ),
    Story(
        "2026-06-12",
        "Straits Ledger",
        "Montreal summit closes",
        "The 2026 AI Assurance Summit took place in Montreal from 9 to 11 June.",
    ),
)
DEADLINE_EXTENDED = (
    Story(
        "2025-06-02",
        "Harbour Wire",
        "Commerce seeks views on chip licence rule",
        "Comments on the proposed chip licensing rule are due by July 15, 2025, the Bureau of Trade Security said.",
    ),
    Story(
        "2025-06-20",
        "Straits Ledger",
        "Groups ask for time",
        "Trade groups want more time to comment on the chip licensing rule. The comment period closes on July 15.",
    ),
    Story(
        "2025-07-09",
        "Meridian Post",
        "Comment period extended",
        "The Bureau of Trade Security has extended the deadline for comments on its chip licensing rule "
        "from July 15 to August 29, 2025.",
    ),
    Story(
        "2025-08-20",
        "Harbour Wire",
        "Nine days left",
        "Companies have until August 29 to submit comments on the chip licensing rule.",
    ),
)
TWO_MEETINGS = (
    Story(
        "2025-04-20",
        "Harbour Wire",
        "Trade ministers to meet",
        "U.S. Trade Secretary Dana Cole and Singapore's trade minister Lim Wei will meet in Washington on"
        " 6 May 2025 for talks on semiconductor supply chains.",
    ),
    Story(
        "2025-04-24",
        "Straits Ledger",
        "Second meeting for Cole and Lim",
        "Cole and Lim will also meet in Jeju on 22 May 2025 on the sidelines of the regional ministers' "
        "meeting, to discuss digital trade.",
    ),
    Story(
        "2025-05-02",
        "Meridian Post",
        "Chip talks next week",
        "Dana Cole and Lim Wei are to hold talks on semiconductor supply chains in Washington on May 6.",
    ),
    Story(
        "2025-05-07",
        "Harbour Wire",
        "Cole, Lim meet on chips",
        "Trade Secretary Dana Cole met Lim Wei in Washington on Tuesday for talks on semiconductor supply chains.",
    ),
    Story(
        "2025-05-23",
        "Straits Ledger",
        "Digital trade in Jeju",
        "Cole and Lim met in Jeju on 22 May and discussed digital trade.",
    ),
)
REPEATED_FOR_A_YEAR = (
    Story(
        "2024-01-18",
        "Harbour Wire",
        "Blue Orbit plans Changi site",
        "Blue Orbit will open a satellite assembly centre near Changi by the end of 2025, its chief executive said.",
    ),
    Story(
        "2024-03-11",
        "Straits Ledger",
        "Blue Orbit on track",
        "Blue Orbit's satellite assembly centre in Changi is on track to open by end-2025.",
    ),
    Story(
        "2024-06-25",
        "Meridian Post",
        "Space jobs",
        "The company aims to open its Changi satellite assembly centre in late 2025, Blue Orbit told reporters.",
    ),
    Story(
        "2024-09-30",
        "Harbour Wire",
        "Blue Orbit hires",
        "Blue Orbit repeated that its satellite assembly centre would open in 2025.",
    ),
    Story(
        "2024-12-12",
        "Straits Ledger",
        "Blue Orbit names head",
        "The satellite assembly centre of Blue Orbit is scheduled to open in the fourth quarter of 2025.",
    ),
)
RETRACTED = (
    Story(
        "2025-02-05",
        "Harbour Wire",
        "Ministries to sign AI pact",
        "Singapore and the United States will sign an agreement on AI safety testing on 3 March 2025, a "
        "newspaper reported.",
    ),
    Story(
        "2025-02-06",
        "Straits Ledger",
        "AI safety agreement expected",
        "The AI safety testing agreement between Singapore and the United States is expected to be signed on March 3.",
    ),
    Story(
        "2025-02-08",
        "Meridian Post",
        "Ministry denies signing",
        "The ministry said no such signing is planned: the report of an AI safety testing agreement "
        "between Singapore and the United States was retracted.",
    ),
)
POSTPONED_THEN_DATED = (
    Story(
        "2025-01-08",
        "Harbour Wire",
        "Launch in March",
        "Singapore's Luma-2 satellite will be launched in March 2025 from Florida.",
    ),
    Story(
        "2025-02-27",
        "Straits Ledger",
        "Luma-2 launch postponed",
        "The launch of the Luma-2 satellite has been postponed, and no new date has been set.",
    ),
    Story(
        "2025-05-06",
        "Meridian Post",
        "New date for Luma-2",
        "The Luma-2 satellite will now be launched on 18 June 2025, the space office said.",
    ),
    Story(
        "2025-06-18",
        "Harbour Wire",
        "Luma-2 in orbit",
        "The Luma-2 satellite was launched on Wednesday from Florida.",
    ),
)
REFINED_TO_A_MONTH = (
    Story(
        "2025-05-12",
        "Harbour Wire",
        "Helix Bio to open Tuas gene therapy plant in 2026",
        "Helix Bio said it would invest $400 million in the site.",
    ),
    Story(
        "2025-09-01",
        "Straits Ledger",
        "Helix plant by mid-2026",
        "Helix Bio's gene therapy plant in Tuas should be operational by mid-2026, the firm said.",
    ),
    Story(
        "2026-02-02",
        "Meridian Post",
        "Helix Bio sets opening month",
        "Helix Bio will open its gene therapy plant in Tuas in April 2026.",
    ),
    Story(
        "2026-04-22",
        "Harbour Wire",
        "Helix Bio opens Tuas plant",
        "Helix Bio has opened its gene therapy plant in Tuas, its largest in Asia.",
    ),
)
CET_IN_HEADLINES = (
    Story(
        "2023-10-12",
        "Harbour Wire",
        "FACT SHEET: U.S.-Singapore Critical and Emerging Technology Dialogue",
        "On October 12, 2023, the United States and Singapore convened the inaugural Critical and "
        "Emerging Technology Dialogue (CET Dialogue) in Washington. Both sides look forward to the next "
        "meeting in Singapore in 2024.",
    ),
    Story(
        "2023-10-17",
        "Straits Ledger",
        "Explainer: what the tech partnership means",
        "The dialogue, launched last week, will meet again next year in Singapore.",
    ),
    Story(
        "2024-01-09",
        "Meridian Post",
        "Diplomatic diary 2024",
        "July: Singapore hosts the second CET Dialogue.",
    ),
    Story(
        "2024-06-26",
        "Policy Notebook",
        "Officials head to Singapore for CET Dialogue next month",
        "A U.S. delegation will travel to Singapore next month for the second Critical and Emerging "
        "Technology Dialogue.",
    ),
    Story(
        "2024-07-22",
        "Tidewater Times",
        "Second CET Dialogue on 31 July",
        "Singapore's digital ministry said on Monday that the second CET Dialogue is scheduled for 31 "
        "July at the Foreign Ministry in Singapore.",
    ),
    Story(
        "2024-07-31",
        "Pacific Desk",
        "Joint statement on the second U.S.-Singapore Critical and Emerging Technology Dialogue",
        "Today in Singapore, senior officials co-chaired the second U.S.-Singapore Critical and Emerging "
        "Technology Dialogue. The next Dialogue will be held in Washington in 2025.",
    ),
    Story(
        "2024-08-05",
        "Harbour Wire",
        "Takeaways from the CET Dialogue",
        "Last week's CET Dialogue in Singapore ended with a roadmap. The two countries will hold the "
        "third dialogue in Washington next year.",
    ),
)
KNOWN_BY_ITS_ACRONYM = (
    Story(
        "2025-01-14",
        "Harbour Wire",
        "New port cyber drill planned",
        "The Maritime and Port Authority will hold the Harbour Shield Cyber Exercise (HSCE) in September 2025.",
    ),
    Story(
        "2025-05-02",
        "Straits Ledger",
        "HSCE to bring 400 defenders",
        "HSCE, the biggest cyber drill for ports in the region, is slated for 8-12 September in Singapore.",
    ),
    Story(
        "2025-08-20",
        "Meridian Post",
        "Port drill moved",
        "The Harbour Shield Cyber Exercise will now take place from 22 to 26 September, the authority "
        "said, citing a clash with another event.",
    ),
    Story(
        "2025-09-26",
        "Harbour Wire",
        "Port cyber drill ends",
        "The Harbour Shield Cyber Exercise concluded on Friday with a test of crane control systems.",
    ),
)
AGREEMENT_SIGNED_LATE = (
    Story(
        "2024-08-01",
        "Harbour Wire",
        "Science pact in sight",
        "Singapore and the United States hope to sign a science and technology cooperation agreement by "
        "the end of the year.",
    ),
    Story(
        "2024-10-10",
        "Straits Ledger",
        "S&T agreement talks advance",
        "Negotiators said the science and technology agreement between the two countries would be signed in December.",
    ),
    Story(
        "2025-01-15",
        "Meridian Post",
        "No signing yet",
        "The science and technology agreement, which was due to be signed in December, is still being negotiated.",
    ),
    Story(
        "2025-03-04",
        "Harbour Wire",
        "Science agreement signed",
        "The United States and Singapore signed a science and technology cooperation agreement on Monday "
        "in Washington.",
    ),
)
FUNDING_OVER_YEARS = (
    Story(
        "2024-05-07",
        "Harbour Wire",
        "Cloud firm commits",
        "Skyline Cloud will invest S$12 billion in Singapore over the next four years to expand its cloud"
        " infrastructure.",
    ),
    Story(
        "2024-05-07",
        "Straits Ledger",
        "Skyline Cloud to spend US$9 billion in Singapore by 2028",
        "Skyline Cloud said on Tuesday it would put US$9 billion into its Singapore cloud infrastructure by 2028.",
    ),
    Story(
        "2025-02-11",
        "Meridian Post",
        "Skyline expands",
        "Skyline Cloud opened a new data centre as part of its plan to invest S$12 billion in Singapore by 2028.",
    ),
)
RULE_WITHDRAWN = (
    Story(
        "2025-01-15",
        "Harbour Wire",
        "AI diffusion rule published",
        "The Bureau's AI chip export rule will take effect on May 15, 2025.",
    ),
    Story(
        "2025-03-20",
        "Straits Ledger",
        "Firms brace for chip rule",
        "Chipmakers are preparing for the AI chip export rule, which takes effect on 15 May.",
    ),
    Story(
        "2025-05-08",
        "Meridian Post",
        "Chip rule scrapped",
        "The Bureau said it would rescind the AI chip export rule before it takes effect on May 15.",
    ),
    Story(
        "2025-05-13",
        "Harbour Wire",
        "AI chip export rule withdrawn",
        "The Bureau has withdrawn the AI chip export rule.",
    ),
)
VAGUE_TO_EXACT = (
    Story(
        "2025-02-01",
        "Harbour Wire",
        "NuStar-3 satellite soon",
        "ST Orbital will launch its NuStar-3 radar satellite in the coming months.",
    ),
    Story(
        "2025-04-02",
        "Straits Ledger",
        "NuStar-3 in the second half",
        "The NuStar-3 radar satellite is expected to lift off in the second half of 2025.",
    ),
    Story(
        "2025-08-01",
        "Meridian Post",
        "NuStar-3 heads to India",
        "ST Orbital's NuStar-3 satellite is scheduled for launch on 3 September 2025 from Sriharikota, India.",
    ),
    Story(
        "2025-09-02",
        "Harbour Wire",
        "NuStar-3 launch delayed by weather",
        "The launch of NuStar-3 has been delayed to 5 September because of rain.",
    ),
    Story(
        "2025-09-05",
        "Straits Ledger",
        "NuStar-3 launched",
        "An Indian rocket carried the NuStar-3 satellite into orbit on Friday; ST Orbital said the launch"
        " was a success. NuStar-3 was launched from Sriharikota.",
    ),
)
TWO_EVENTS = (
    Story(
        "2024-05-02",
        "Harbour Wire",
        "Ministers to meet on growth partnership",
        "The third Partnership for Growth and Innovation dialogue will be held in Washington on 5 June 2024.",
    ),
    Story(
        "2024-05-10",
        "Straits Ledger",
        "Two tech dialogues this summer",
        "The CET Dialogue is due in July in Singapore. The PGI dialogue will take place in June in Washington.",
    ),
    Story(
        "2024-06-06",
        "Meridian Post",
        "PGI meets",
        "The PGI dialogue was held in Washington on Wednesday.",
    ),
)
PLACES_DISAGREE = (
    Story(
        "2025-02-03",
        "Harbour Wire",
        "Fusion summit in Boston",
        "The first Global Fusion Energy Summit will be held in Boston on 4 June 2025.",
    ),
    Story(
        "2025-02-04",
        "Straits Ledger",
        "Fusion summit in Chicago",
        "The Global Fusion Energy Summit is to take place in Chicago on 4 June 2025.",
    ),
    Story(
        "2025-06-05",
        "Harbour Wire",
        "Fusion summit ends",
        "The first Global Fusion Energy Summit was held in Boston on 4 June.",
    ),
)
BROUGHT_FORWARD = (
    Story(
        "2025-01-20",
        "Harbour Wire",
        "Grid link by 2030",
        "The Vietnam-Singapore power cable is due to be completed by 2033.",
    ),
    Story(
        "2025-06-10",
        "Straits Ledger",
        "Power cable sooner",
        "The Vietnam-Singapore power cable will be finished by 2031, two years earlier than planned.",
    ),
    Story(
        "2026-01-10",
        "Meridian Post",
        "Cable timetable",
        "Officials said the Vietnam-Singapore power cable remains on track for completion by 2031.",
    ),
)
TWO_PLANTS = (
    Story(
        "2025-01-08",
        "Harbour Wire",
        "Micronex breaks ground",
        "Micronex will start production at its memory packaging plant in Woodlands, Singapore in 2026.",
    ),
    Story(
        "2025-02-15",
        "Straits Ledger",
        "Micronex in Idaho",
        "Micronex's new wafer fab in Boise, Idaho will start production in 2027.",
    ),
    Story(
        "2025-10-01",
        "Meridian Post",
        "Micronex update",
        "Micronex said production at the Woodlands packaging plant would begin in the second quarter of 2026.",
    ),
    Story(
        "2026-05-20",
        "Harbour Wire",
        "Micronex starts packaging",
        "Micronex has started production at its Woodlands memory packaging plant.",
    ),
)
PILOT_MOVED = (
    Story(
        "2025-01-09",
        "Harbour Wire",
        "Driverless shuttle trial for Punggol",
        "The Land Transport Authority said a trial of driverless shuttles in Punggol will begin in the "
        "third quarter of 2025.",
    ),
    Story(
        "2025-04-15",
        "Straits Ledger",
        "Punggol robobus trial pushed to year-end",
        "The trial of autonomous shuttles in Punggol, originally due in the third quarter, will now start"
        " by the end of 2025, the authority told parliament.",
    ),
    Story(
        "2025-11-28",
        "Meridian Post",
        "Driverless shuttles: a longer wait",
        "Residents of Punggol will have to wait until early 2026 for the driverless shuttle trial, the "
        "Land Transport Authority said.",
    ),
    Story(
        "2026-01-15",
        "Harbour Wire",
        "Punggol shuttle trial to start on 2 February",
        "The driverless shuttle trial in Punggol will start on 2 February, the authority announced.",
    ),
    Story(
        "2026-02-02",
        "Straits Ledger",
        "First driverless shuttles roll in Punggol",
        "The driverless shuttle trial in Punggol started on Monday.",
    ),
)
UNDATED_THEN_DATED = (
    Story(
        "2025-02-01",
        "Harbour Wire",
        "Space agencies plan joint mission",
        "Singapore's space office and NASA will announce a joint lunar instrument soon.",
    ),
    Story(
        "2025-03-15",
        "Straits Ledger",
        "Lunar instrument announcement set for April",
        "NASA and Singapore's space office are to announce the joint lunar instrument on 10 April.",
    ),
    Story(
        "2025-04-10",
        "Meridian Post",
        "NASA, Singapore announce lunar instrument",
        "NASA and Singapore's space office on Thursday announced a joint lunar instrument.",
    ),
)
PLANT_SCRAPPED = (
    Story(
        "2024-11-05",
        "Harbour Wire",
        "Vantage Foundry picks Tampines",
        "Vantage Foundry will build a $3 billion wafer fab in Tampines, to be completed by 2028.",
    ),
    Story(
        "2025-03-10",
        "Straits Ledger",
        "Vantage's Tampines fab on schedule",
        "Construction of Vantage Foundry's wafer fab in Tampines is on track to finish by 2028, an executive said.",
    ),
    Story(
        "2025-09-30",
        "Meridian Post",
        "Vantage delays Singapore fab",
        "Vantage Foundry has delayed completion of its Tampines wafer fab to 2030, citing weak demand.",
    ),
    Story(
        "2026-02-14",
        "Harbour Wire",
        "Vantage scraps Tampines fab",
        "Vantage Foundry is scrapping its planned wafer fab in Tampines, the company said on Friday.",
    ),
)
VISIT_PUT_OFF = (
    Story(
        "2025-05-20",
        "Harbour Wire",
        "Commerce secretary to visit Singapore",
        "U.S. Commerce Secretary Howard Pell will visit Singapore from 2 to 4 June for talks on chips.",
    ),
    Story(
        "2025-05-29",
        "Straits Ledger",
        "Pell in Singapore next week",
        "Commerce Secretary Howard Pell arrives in Singapore on Monday for three days of talks.",
    ),
    Story(
        "2025-06-01",
        "Meridian Post",
        "Pell puts off trip",
        "Howard Pell has postponed his visit to Singapore, the U.S. embassy said. No new date was given.",
    ),
    Story(
        "2025-06-16",
        "Harbour Wire",
        "Pell trip rescheduled",
        "The embassy said Pell's visit to Singapore will take place on 7 and 8 July.",
    ),
    Story(
        "2025-07-08",
        "Straits Ledger",
        "Pell wraps up visit",
        "Howard Pell wrapped up a two-day visit to Singapore on Tuesday.",
    ),
)
YEARLY_REPORT = (
    Story(
        "2024-03-01",
        "Harbour Wire",
        "Threat report coming",
        "The Cyber Security Agency will release its Singapore Cyber Landscape report in July 2024.",
    ),
    Story(
        "2024-07-30",
        "Straits Ledger",
        "Phishing falls, says agency",
        "The Cyber Security Agency released its Singapore Cyber Landscape 2023 report on 30 July.",
    ),
    Story(
        "2025-05-02",
        "Meridian Post",
        "Next landscape report",
        "The next Singapore Cyber Landscape report will be released in August 2025, the Cyber Security Agency said.",
    ),
    Story(
        "2025-08-28",
        "Harbour Wire",
        "Agency publishes report",
        "The Cyber Security Agency published the Singapore Cyber Landscape report on Thursday.",
    ),
)
CASE_ADJOURNED = (
    Story(
        "2025-03-01",
        "Harbour Wire",
        "Hearing on chip fraud case",
        "A Singapore court will hear the Nexa server fraud case on 2 May.",
    ),
    Story(
        "2025-03-02",
        "Straits Ledger",
        "Nexa case adjourned",
        "The Nexa server fraud case was adjourned to 22 August, court records show.",
    ),
    Story(
        "2025-08-22",
        "Meridian Post",
        "Nexa case heard",
        "A Singapore court heard the Nexa server fraud case on Friday.",
    ),
)
MINISTERS_TWICE = (
    Story(
        "2025-08-20",
        "Harbour Wire",
        "Defence ministers to meet",
        "Defence ministers from Singapore and the United States will meet in Singapore on 4 September to "
        "discuss drones.",
    ),
    Story(
        "2025-08-21",
        "Straits Ledger",
        "Second session on AI",
        "The defence ministers of the two countries will hold a second meeting on 25 September in "
        "Honolulu on military AI.",
    ),
    Story(
        "2025-09-05",
        "Meridian Post",
        "Drones top agenda",
        "The defence ministers of Singapore and the United States met in Singapore on Thursday and discussed drones.",
    ),
    Story(
        "2025-09-26",
        "Harbour Wire",
        "AI rules for forces",
        "The defence ministers met in Honolulu on 25 September and agreed on rules for military AI.",
    ),
)
MONTHS_DISAGREE = (
    Story(
        "2026-01-05",
        "Harbour Wire",
        "Cable to land in June",
        "The Apricot-2 subsea cable will land in Singapore in June 2026, its owners said.",
    ),
    Story(
        "2026-01-06",
        "Straits Ledger",
        "Apricot-2 delayed? No: August",
        "The Apricot-2 cable is expected to reach Singapore in August 2026, according to the regulator.",
    ),
    Story(
        "2026-01-30",
        "Meridian Post",
        "Apricot-2 in August",
        "The owners of the Apricot-2 subsea cable now expect it to land in Singapore in August 2026.",
    ),
    Story(
        "2026-08-20",
        "Harbour Wire",
        "Apricot-2 lands",
        "The Apricot-2 subsea cable landed in Singapore on Wednesday.",
    ),
)
CALL_EXTENDED = (
    Story(
        "2025-09-01",
        "Harbour Wire",
        "Singapore opens S$50m quantum call",
        "The National Quantum Office has opened a S$50 million call for proposals; applications close on 31 October.",
    ),
    Story(
        "2025-10-01",
        "Straits Ledger",
        "Quantum grants: one month left",
        "Researchers have until Oct 31 to apply to the National Quantum Office's S$50 million call.",
    ),
    Story(
        "2025-10-28",
        "Meridian Post",
        "More time for quantum call",
        "The National Quantum Office has pushed the deadline for its S$50 million call for proposals to 14 November.",
    ),
)
DIALOGUE_SLIPS = (
    Story(
        "2025-01-10",
        "Harbour Wire",
        "US, Singapore look to third tech dialogue",
        "The third Critical and Emerging Technology Dialogue is due in Washington in 2025, an official said.",
    ),
    Story(
        "2025-06-12",
        "Straits Ledger",
        "CET Dialogue slips",
        "The CET Dialogue between Singapore and the United States, due this year, has been postponed.",
    ),
    Story(
        "2025-09-12",
        "Meridian Post",
        "CET Dialogue back on",
        "Washington will host the third CET Dialogue in the first quarter of 2026.",
    ),
    Story(
        "2026-02-20",
        "Harbour Wire",
        "CET Dialogue in March",
        "The third CET Dialogue will be held in Washington on 12 March 2026.",
    ),
    Story(
        "2026-03-13",
        "Straits Ledger",
        "Third CET Dialogue held",
        "Officials held the third U.S.-Singapore CET Dialogue in Washington on Thursday.",
    ),
)
