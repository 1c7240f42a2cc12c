"""The outbox's tables: deliveries, the bodies they carry, and what each attempt brought."""

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, Text

from watcher.store.tables import METADATA, UtcDateTime, belongs_to, identity, needed

# One message on its way to one channel. ``attempts`` counts all of them and fences a lease; ``step`` is the place in
# the retry schedule and starts anew when an attempt made progress or a person asks. ``accepted`` and ``refused`` are
# the recipients (or parts) that are done with, one way or the other.
DELIVERIES = Table(
    "deliveries",
    METADATA,
    identity(),
    needed("channel", String(80), index=True),
    needed("kind", String(16)),
    needed("name", String(80)),
    Column("digest_id", belongs_to("digests.id"), index=True),
    Column("alert_id", belongs_to("alerts.id"), index=True),
    needed("state", String(8)),
    needed("attempts", Integer, default=0),
    needed("step", Integer, default=0),
    needed("created_at", UtcDateTime),
    Column("next_attempt_at", UtcDateTime),
    Column("leased_until", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("ended_at", UtcDateTime),  # when it was sent or given up
    Column("last_error", Text),
    needed("message_id", String(200)),
    needed("accepted", JSON, default=list),
    needed("refused", JSON, default=list),
    Index("ix_deliveries_due", "state", "next_attempt_at"),
)

# One body of a delivery, the bytes that every attempt sends.
DELIVERY_PARTS = Table(
    "delivery_parts",
    METADATA,
    Column("delivery_id", belongs_to("deliveries.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    needed("name", String(300)),
    needed("content_type", String(120)),
    needed("body", LargeBinary),
)

# What one attempt brought for one recipient or part; ``recipient`` None: for the channel as a whole. The row is there
# before anything is sent (outcome "sending"), so that an attempt that was cut off shows.
DELIVERY_ATTEMPTS = Table(
    "delivery_attempts",
    METADATA,
    identity(),
    needed("delivery_id", belongs_to("deliveries.id")),
    needed("number", Integer),
    needed("at", UtcDateTime),
    Column("recipient", Text),
    needed("outcome", String(12)),  # sending | accepted | refused | failed
    needed("answer", Text, default=""),
    Index("ix_delivery_attempts", "delivery_id", "number"),
)
