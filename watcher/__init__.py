"""Watcher: a self-hosted news monitor for one policy beat.

The map, in the order data runs (never back):

  feeds.yaml                             keywords.yaml                       digests.yaml
      |                                       |                                   |
      v                                       v                                   v
  due feeds -> fetch -> parse -> identity -> tag -> follow-ups -> group -> STORE -> compose -> render -> outbox -> send

Read ``jobs/poll.py`` first: it is the pipeline, top to bottom. ``jobs/digest.py`` composes,
``jobs/deliver.py`` sends. ``service.py`` ticks those jobs, ``cli/`` runs one of them once,
``web/`` reads the store. Stages (``feeds``, ``focus``, ``followups``, ``stories``, ``digests``)
take values and ``now`` and return values; network, database and clock stay in
``http_client.py``, ``store/`` and the composition root ``app.py``.

No Python name in here is a public interface: commands, configuration files and JSON are.
"""

__version__ = "0.1.0"
