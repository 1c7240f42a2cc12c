"""Feeds: ask (fetch), read (parse), recognise (identity), when to ask next (cadence), linked pages (article).

``fetch`` and ``article`` use the guarded HTTP client; the others are pure."""
