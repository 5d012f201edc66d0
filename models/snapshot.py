"""A copy of a store in memory, to ask what would happen without touching what is."""

from sqlalchemy import insert, select
from sqlmodel import SQLModel

from models.assignments import Assignment
from models.messages import WAITING, Message
from models.notices import Notice
from models.store import Store
from models.upkeep import Pause
from models.versions import PlanVersion

_TABLES: tuple[type[SQLModel], ...] = (PlanVersion, Assignment, Pause, Message, Notice)
_BATCH = 1000


def snapshot(store: Store) -> Store:
    """Plans, assignments, pauses, notices and what waits in the outbox, in a SQLite store of this process alone."""
    copy = Store("sqlite://")
    copy.upgrade()
    waiting: set[int] = set()
    with store.reading() as source, copy.session() as target:
        for table in _TABLES:
            columns = SQLModel.metadata.tables[str(table.__tablename__)]
            rows = source.connection().execute(select(columns)).mappings()
            for part in rows.partitions(_BATCH):
                values = [dict(row) for row in part]
                if table is Message:
                    values = [row | {"content": None} for row in values if row["state"] in WAITING]
                    waiting.update(row["id"] for row in values)
                if table is Notice:
                    values = [row | {"message_id": _kept(row["message_id"], waiting)} for row in values]
                if values:
                    target.connection().execute(insert(columns), values)
    return copy


def _kept(message: int | None, waiting: set[int]) -> int | None:
    return message if message in waiting else None
