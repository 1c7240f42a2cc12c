"""Send what is due: lease a delivery, try it, record what came of it. The same job by hand and by clock.

Channels run side by side, the deliveries of one channel after each other, so that a bad channel
delays no other. A crash at any step loses nothing: the lease runs out and the same bytes go again
under the same id, to those alone who are not known to have them.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime

from watcher.delivery.schedule import following
from watcher.delivery.sender import Refusal, Sender, Sent
from watcher.errors import DeliveryError, StoreError
from watcher.model.deliveries import Delivery, DeliveryState
from watcher.store import deliveries, outbox
from watcher.store.database import Database

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]

ATTEMPT_LIMIT = 900.0  # seconds for one attempt of one delivery, however many recipients it has


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt of one delivery came to; ``words`` is the other side's answer or the error."""

    delivery: int
    channel: str
    state: DeliveryState
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...] = ()

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """What did not arrive, whether it waits for another attempt or was given up."""
        return tuple(outcome for outcome in self.outcomes if outcome.state is not DeliveryState.SENT)


async def deliver_due(
    database: Database,
    senders: Mapping[str, Sender],
    clock: Clock,
    *,
    only: Collection[int] | None = None,
    channels: Collection[str] | None = None,
    lease_seconds: float = outbox.LEASE_SECONDS,
) -> Report:
    """Try every delivery that is due now, or of those the ones in ``only`` or of ``channels``, once each.

    May run several times at once, in one process or in many: a delivery is leased by one alone.
    """
    now = clock()
    worker = _Worker(database, senders, clock, lease_seconds)
    due = await asyncio.to_thread(worker.due_channels, now, only)
    lines = [worker.line(channel, now, only) for channel in due if channels is None or channel in channels]
    return Report(tuple(outcome for line in await _all(lines) for outcome in line))


async def retry_now(database: Database, senders: Mapping[str, Sender], clock: Clock, delivery_id: int) -> Outcome:
    """A person's wish: one attempt now, whatever is scheduled. Raises ``StoreError`` where nothing can be tried."""

    def due() -> None:
        with database.writing() as connection:
            deliveries.retry(connection, delivery_id, clock())

    await asyncio.to_thread(due)
    report = await deliver_due(database, senders, clock, only=(delivery_id,))
    if not report.outcomes:
        raise StoreError(f"delivery v{delivery_id} was taken by the service meanwhile; `watcher deliveries` shows it")
    return report.outcomes[0]


class _Worker:
    """One run of ``deliver_due``. Every transaction is short and lives in a thread."""

    def __init__(self, database: Database, senders: Mapping[str, Sender], clock: Clock, lease_seconds: float) -> None:
        self._database = database
        self._senders = senders
        self._clock = clock
        self._lease_seconds = lease_seconds

    def due_channels(self, now: datetime, only: Collection[int] | None) -> list[str]:
        with self._database.reading() as connection:
            return outbox.due_channels(connection, now, only)

    async def line(self, channel: str, now: datetime, only: Collection[int] | None) -> list[Outcome]:
        """The due deliveries of one channel. What fails is pushed past ``now`` and so not taken twice."""
        outcomes = []
        while (delivery := await asyncio.to_thread(self._lease, channel, now, only)) is not None:
            outcomes.append(await self._attempt(delivery))
        return outcomes

    def _lease(self, channel: str, now: datetime, only: Collection[int] | None) -> Delivery | None:
        # Due is what was due when the run began; a lease counts from the present moment.
        present = max(now, self._clock())
        with self._database.writing() as connection:
            taken = outbox.lease_due(
                connection,
                present,
                1,
                following,
                channel=channel,
                only=only,
                due_by=now,
                lease_seconds=self._lease_seconds,
            )
        return taken[0] if taken else None

    async def _attempt(self, delivery: Delivery) -> Outcome:
        try:
            async with self._lease_held(delivery):
                result = await self._send(delivery)
        except asyncio.CancelledError:
            # The service stops: one short transaction, so that a restart need not wait for the lease.
            with self._database.writing() as connection:
                outbox.release(connection, delivery, self._clock())
            raise
        outcome = await asyncio.to_thread(self._record, delivery, result)
        log.log(
            logging.INFO if outcome.state is DeliveryState.SENT else logging.WARNING,
            "delivery id=v%d channel=%s status=%s attempt=%d answer=%r",
            delivery.id,
            delivery.channel,
            outcome.state.value,
            delivery.attempts,
            outcome.words,
        )
        return outcome

    async def _send(self, delivery: Delivery) -> Sent | DeliveryError:
        """One attempt; a failure is a value. What was accepted before it failed is on record already."""

        async def told(recipient: str, answer: str) -> None:
            await asyncio.to_thread(self._record_accepted, delivery, recipient, answer)

        sender = self._senders.get(delivery.channel)
        if sender is None:
            return DeliveryError(f"there is no channel named {delivery.channel} in digests.yaml any more")
        try:
            async with asyncio.timeout(ATTEMPT_LIMIT):
                return await sender.send(delivery.payload, (*delivery.accepted, *delivery.refused), told)
        except DeliveryError as error:
            return error
        except TimeoutError:
            return DeliveryError(f"not done after {ATTEMPT_LIMIT / 60:.0f} minutes")
        except Exception as error:  # a fault in one sender must not stop the line: it is logged and retried
            log.exception("delivery id=v%d channel=%s status=broken", delivery.id, delivery.channel)
            return DeliveryError(f"unexpected {type(error).__name__} (see the log)")

    @contextlib.asynccontextmanager
    async def _lease_held(self, delivery: Delivery) -> AsyncIterator[None]:
        """Renew the lease in time for as long as the attempt lives."""
        keeper = asyncio.create_task(self._keep(delivery))
        try:
            yield
        finally:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper

    async def _keep(self, delivery: Delivery) -> None:
        while True:
            await asyncio.sleep(self._lease_seconds / 3)
            try:
                if not await asyncio.to_thread(self._renew, delivery):
                    return
            except StoreError as error:  # a busy database now need not be one in a third of a lease
                log.warning("delivery id=v%d lease not renewed: %s", delivery.id, error)

    def _renew(self, delivery: Delivery) -> bool:
        with self._database.writing() as connection:
            return outbox.renew(connection, delivery, self._clock(), self._lease_seconds)

    def _record_accepted(self, delivery: Delivery, recipient: str, answer: str) -> None:
        with self._database.writing() as connection:
            outbox.record_accepted(connection, delivery, recipient, answer, self._clock())

    def _record(self, delivery: Delivery, result: Sent | DeliveryError) -> Outcome:
        now = self._clock()
        with self._database.writing() as connection:
            if isinstance(result, Sent) and not result.refused and not delivery.refused:
                outbox.record_sent(connection, delivery, now, result.answer)
                return Outcome(delivery.id, delivery.channel, DeliveryState.SENT, result.answer)
            refusals = result.refused if isinstance(result, Sent) else ()
            for refusal in refusals:
                outbox.record_refused(
                    connection, delivery, refusal.recipient, refusal.reason, now, permanent=refusal.permanent
                )
            held = deliveries.get(connection, delivery.id)
            progress = held is not None and len(held.accepted) > len(delivery.accepted)
            error = result if isinstance(result, DeliveryError) else _combined(delivery, refusals)
            # An attempt that got further starts the schedule anew; else the place was taken at the lease.
            step = 0 if progress else delivery.step - 1
            again_at = None if error.permanent else following(step, now, error.retry_after)
            outbox.record_failure(connection, delivery, now, str(error), again_at, step=step + 1)
        state = DeliveryState.FAILED if again_at is None else DeliveryState.WAITING
        return Outcome(delivery.id, delivery.channel, state, str(error))


def _combined(delivery: Delivery, refusals: tuple[Refusal, ...]) -> DeliveryError:
    """One error out of what several recipients said; for good only where nobody is left to try again."""
    again = [refusal for refusal in refusals if not refusal.permanent]
    reasons = list(dict.fromkeys(refusal.reason for refusal in refusals))
    if not reasons:
        reasons = [delivery.last_error or f"{len(delivery.refused)} refused for good before"]
    words = "; ".join(reasons[:3]) + (f"; and {len(reasons) - 3} more" if len(reasons) > 3 else "")
    waits = [refusal.retry_after for refusal in again if refusal.retry_after is not None]
    return DeliveryError(words, permanent=not again, retry_after=max(waits, default=None))


async def _all(lines: list[Coroutine[None, None, list[Outcome]]]) -> list[list[Outcome]]:
    """Every line to its end; then the first trouble with the database, if there was any, surfaces."""
    ended = await asyncio.gather(*lines, return_exceptions=True)
    for result in ended:
        if isinstance(result, BaseException):
            raise result
    return [result for result in ended if not isinstance(result, BaseException)]
