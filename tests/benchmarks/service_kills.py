"""A service killed fifty times at random moments under load: python service_kills.py [KILLS] [SEED]."""

import functools
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "service"))

from killing import Killed
from scripted_server import ScriptedServer

say = functools.partial(print, flush=True)

if __name__ == "__main__":
    kills, seed = (int(word) for word in (*sys.argv[1:], "50", "1")[:2])
    begun = time.monotonic()
    with ScriptedServer() as server:
        play = Killed(Path(tempfile.mkdtemp(prefix="watcher-kills-")), server, seed)
        play.play(kills)
        found = play.findings()
        entries = play.rows("SELECT count(*) FROM entries")[0][0]
        sent = play.rows("SELECT count(*) FROM deliveries WHERE state = 'sent'")[0][0]
        repeats = len(server.asked("/digests")) + len(server.asked("/alerts")) - sent
    say(f"{kills} kills in {time.monotonic() - begun:.0f} s: {entries} entries, {sent} deliveries, {repeats} repeats")
    say("nothing lost, doubled or damaged" if not found else "\n".join(found))
    sys.exit(bool(found))
