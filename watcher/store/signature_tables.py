"""Tables of the grouping stage: signatures, the keys they are found by, and how common each term is.

Terms, outlets and addresses are numbers (hashes of ``stories.similarity``); what they mean is not known here.
"""

from sqlalchemy import BigInteger, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from watcher.store.tables import Base


class SignatureRow(Base):
    """What one entry says, packed."""

    __tablename__ = "signatures"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes]


class SignatureKeyRow(Base):
    """One key of one signature; ``published`` is in seconds since 1970.

    No foreign key: an index by entry would double the cost of writing. Rows of entries that are gone are skipped by
    the join and swept by ``signatures.prune``.
    """

    __tablename__ = "signature_keys"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy, never changed

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    published: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class TermCountRow(Base):
    """How many recent entries hold a term. Term -1 counts the entries themselves."""

    __tablename__ = "term_counts"

    term: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    entries: Mapped[float]


class OutletHabitRow(Base):
    """What one outlet puts into its entries: a packed, bounded table of terms and counts."""

    __tablename__ = "outlet_habits"

    outlet: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entries: Mapped[int]
    data: Mapped[bytes]
