"""Follow-ups: what was promised, when it falls due, and what became of it. Pure: values in, values out.

    entry -> extract.find -> FoundFollowUp -> tracking.track (with the candidates the store found) -> FollowUp
                                              tracking.status, history.as_of, history.standing, calendar.to_ics

``periods`` reads date expressions, ``cues`` tense and commitment, ``places`` the gazetteer, ``identity`` whether
two mentions mean the same thing, ``person`` applies a person's word. No network, no database, no clock.
"""
