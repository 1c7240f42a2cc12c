"""A service that composes and delivers, killed at a step: ``path_victim.py CONFIG NOW STEP CHANNEL``.

Run by ``test_path_kills.py``. It dies by ``os._exit``, as in a power cut.
"""

import asyncio
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from victim import Doomed, die

from watcher.app import App
from watcher.config.load import load
from watcher.delivery.sender import Sender
from watcher.jobs import digest as digest_job
from watcher.jobs.alerts import raise_due
from watcher.jobs.deliver import deliver_due


async def work(config: Path, now: datetime, step: str = "", channel: str = "") -> None:
    """Alerts, digests, deliveries: what a service does at ``now``; ``step`` "" lives through it.

    One that dies gets to send on ``channel`` alone, so that what was under way is known.
    """
    app = App(load(config, {}), clock=lambda: now)
    app.prepare_database()
    async with app.http_client() as http:
        senders: Mapping[str, Sender] = app.senders(http)
        if step == "composing":  # told stories are marked, deliveries are not in yet
            digest_job.digest_message = die
        raise_due(app.database, app.settings, senders, now)
        digest_job.compose_due(app.database, app.settings, senders, now)
        if step == "composed":
            die()
        if step:
            await deliver_due(app.database, {channel: Doomed(senders[channel], step)}, app.clock, channels=(channel,))
        else:
            await deliver_due(app.database, senders, app.clock)
    app.close()


if __name__ == "__main__":
    _, folder, instant, at, name = sys.argv
    asyncio.run(work(Path(folder), datetime.fromisoformat(instant), at, name))
