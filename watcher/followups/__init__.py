"""Follow-ups: what was promised, when it falls due, and what became of it. Pure: values in, values out.

    entry -> extract.find -> FoundFollowUp -> tracking.track (with the candidates the store found) -> FollowUp
                                              tracking.status, history.as_of, history.standing, calendar.to_ics

An entry: ``extract`` reads its ``entry_sentences`` and ``merging`` tells once what they tell twice.

A sentence: ``grammar``, ``date_rules`` and ``lapse_rules`` make ``units``, ``ranges`` and ``periods`` of its dates;
``verbs`` tell tense and ``governors`` whose date it is, ``cues`` and ``delays`` what is cancelled, held or put off,
``conditions``, ``background``, ``by_tense`` and ``commitments`` which date is a promise, ``places`` where, ``phrases``,
``subjects``, ``noun_phrases``, ``occasions``, ``names`` and ``kinds`` what, ``outcomes`` what a noun reports;
``sentence``, ``aftermath`` and ``reading`` put them together. ``chinese`` reads Chinese.

A record: ``words`` (with ``nations`` and ``glossary``) and ``identity`` compare texts, ``evidence`` adds period, place
and kind, ``mentions`` dates given up or disputed; ``matching``, ``reporting`` and ``circumstances`` choose,
``changes`` and ``history`` apply, ``person`` a person's word.
No network, no database, no clock.
"""
