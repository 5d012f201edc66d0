"""Which version of the program compiled a report, and the digest of its figures alone"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("report_build") as build:
        build.add_column(sa.Column("program", sa.String(length=40), nullable=False, server_default=""))
        build.add_column(sa.Column("figures", sa.String(length=64), nullable=False, server_default=""))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("report_build") as build:
        build.drop_column("figures")
        build.drop_column("program")
