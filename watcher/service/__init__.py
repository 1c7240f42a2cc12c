"""The background service: what users leave running for years.

running   the life of one service: lock, start, reload, stop
duties    what it does under one configuration, a tick each
ticks     when: APScheduler, and the work under way
reload    seeing that the configuration's files have changed
metrics   figures for Prometheus
notify    a word to systemd
"""
