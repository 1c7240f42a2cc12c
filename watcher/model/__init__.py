"""Values that the stages hand to each other, a module for each subject; the stage is in the type's name.

``Fetched`` -> ``ParsedFeed``/``ParsedEntry`` -> ``Judgement``, ``FoundFollowUp`` -> ``Story``, ``FollowUp`` (what the
store keeps) -> ``Digest`` -> ``Payload`` -> ``Delivery``. All are frozen and picklable: they cross process borders.
Instants are aware datetimes in UTC, dates are calendar dates.

Nothing is imported here: a command loads the subjects it needs.
"""
