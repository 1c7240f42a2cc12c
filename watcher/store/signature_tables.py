"""Tables of the grouping stage: signatures, the keys they are found by, and how common each term is.

Terms, outlets and addresses are numbers (hashes of ``stories.similarity``); what they mean is not known here.
"""

from sqlalchemy import BigInteger, Column, Double, Integer, LargeBinary, Table

from watcher.store.tables import METADATA, belongs_to, needed

# What one entry says, packed.
SIGNATURES = Table(
    "signatures",
    METADATA,
    Column("entry_id", belongs_to("entries.id"), primary_key=True),
    needed("data", LargeBinary),
)

# One key of one signature; ``published`` is in seconds since 1970. No foreign key: an index by entry would double the
# cost of writing. Rows of entries that are gone are skipped by the join and swept by ``signatures.prune``.
SIGNATURE_KEYS = Table(
    "signature_keys",
    METADATA,
    Column("key", BigInteger, primary_key=True),
    Column("published", BigInteger, primary_key=True),
    Column("entry_id", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

# How many recent entries hold a term. Term -1 counts the entries themselves.
TERM_COUNTS = Table(
    "term_counts",
    METADATA,
    Column("term", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    needed("entries", Double),
)

# What one outlet puts into its entries: a packed, bounded table of terms and counts.
OUTLET_HABITS = Table(
    "outlet_habits",
    METADATA,
    Column("outlet", BigInteger, primary_key=True, autoincrement=False),
    needed("entries", Integer),
    needed("data", LargeBinary),
)
