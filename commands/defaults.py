"""Groups that do something by themselves: `outbox` lists, `history` shows."""

import typer
from typer.core import TyperGroup


class _WithDefault(TyperGroup):
    """Runs its default command where none of its commands is named."""

    default = ""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # Typer's Context is the one in use
        """Put the default command's name where it was left out."""
        if not {"--help", "-h", *self.commands}.intersection(args):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


class ListByDefault(_WithDefault):
    """`outbox` is `outbox list`."""

    default = "list"


class ShowByDefault(_WithDefault):
    """`history SUBJECT` is `history show SUBJECT`."""

    default = "show"
