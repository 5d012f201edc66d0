"""The options that every command takes, before or after its name, and the commands' registration.

Each command and each group gets them as parameters of its own, so the parser itself tells an option from another
option's value; what stands further right wins.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Concatenate, Literal, ParamSpec

import typer

from commands.context import Invocation
from commands.language import N_, _
from commands.output import write
from commands.values import Moment, read_moment

P = ParamSpec("P")
Command = Callable[Concatenate[Invocation, P], None]


def _version(asked: bool) -> None:
    if asked:
        from models.program import program_version

        found = program_version()
        write(f"dondoc {found}" if found else _("dondoc, chạy từ mã nguồn chưa cài đặt"))
        raise typer.Exit


def _help(context: typer.Context, asked: bool) -> None:
    if asked:
        write(context.get_help())
        raise typer.Exit


_GLOBAL: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "home": (
        Path | None,
        ("--home",),
        {"metavar": "DIR", "help": N_("Thư mục dữ liệu [DONDOC_HOME; mặc định dondoc-home].")},
    ),
    "database": (
        str | None,
        ("--database",),
        {"metavar": "URL", "help": N_("Cơ sở dữ liệu: sqlite:///TỆP hoặc postgresql://MÁY/TÊN [DONDOC_DATABASE_URL].")},
    ),
    "now": (
        Moment | None,
        ("--now",),
        {
            "metavar": "ISO",
            "parser": read_moment,
            "help": N_("Đồng hồ của lệnh này: 2015-06-08T07:30 theo giờ địa phương; chỉ có ngày nghĩa là 08:00."),
        },
    ),
    "by": (
        str | None,
        ("--by",),
        {"metavar": "NAME", "help": N_("Người quyết định, ghi vào lịch sử (mặc định: tên người dùng của máy).")},
    ),
    "lang": (
        Literal["vi", "en"] | None,
        ("--lang",),
        {"metavar": "vi|en", "help": N_("Ngôn ngữ: vi hoặc en [DONDOC_LANG].")},
    ),
    "json": (bool, ("--json",), {"help": N_("In một tài liệu JSON duy nhất ra đầu ra chuẩn; nhật ký ra đầu ra lỗi.")}),
    "debug": (bool, ("--debug",), {"help": N_("Khi có lỗi ngoài dự kiến, in cả vết lỗi.")}),
}


def _global_parameters(*, shown: bool) -> list[inspect.Parameter]:
    """The shared options; below the top they are hidden, so that a command's help shows its own."""
    found = []
    for name, (kind, flags, more) in _GLOBAL.items():
        option = typer.Option(*flags, hidden=not shown, show_default=False, **more)
        default = False if kind is bool else None
        found.append(_keyword(name, Annotated[kind, option], default))
    said = typer.Option("--help", "-h", is_eager=True, callback=_help, help=N_("Hiện trang trợ giúp này."))
    return [*found, _keyword("help_", Annotated[bool, said], False)]


def _keyword(name: str, annotation: Any, default: object) -> inspect.Parameter:  # noqa: ANN401 - any annotation
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _with_globals(function: Callable[..., None], *, top: bool = False) -> Callable[..., None]:
    """`function` as Typer is to see it: its first parameter, the invocation, gives way to the shared options."""
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    shared = _global_parameters(shown=top)
    context = _keyword("context", typer.Context, inspect.Parameter.empty)

    @wraps(function)
    def run(context: typer.Context, **values: Any) -> None:  # noqa: ANN401 - what Typer parsed
        given = {name: values.pop(name) for name in _GLOBAL}
        values.pop("help_")
        invocation = context.ensure_object(Invocation)
        invocation.take(**given)
        function(invocation, **values)

    parameters = [context, *own, *shared]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # Typer reads it, mypy does not know it
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def command(app: typer.Typer, name: str, panel: str | None = None) -> Callable[[Command[P]], Command[P]]:
    """Register a function as a command; its docstring is what users read, its first argument is the invocation."""

    def register(function: Command[P]) -> Command[P]:
        app.command(name, rich_help_panel=panel, add_help_option=False)(_with_globals(function))
        return function

    return register


def group(name: str, said: str, panel: str, cls: type[Any] | None = None) -> typer.Typer:
    """A group of commands under one noun."""
    more: dict[str, Any] = {"cls": cls} if cls else {}
    app = typer.Typer(name=name, help=said, no_args_is_help=cls is None, add_help_option=False, **more)
    app.callback(rich_help_panel=panel)(_with_globals(_nothing))
    return app


def _nothing(_invocation: Invocation) -> None:
    """A group by itself does nothing."""


def top_callback(app: typer.Typer) -> None:
    """Give the application its options."""

    def top(
        invocation: Invocation,
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_version, help=N_("In số phiên bản."))
        ] = False,
    ) -> None:
        """Đôn đốc: theo dõi nhiệm vụ, nhắc hạn và tổng hợp báo cáo của kế hoạch liên ngành.

        Các tùy chọn chung dưới đây đặt trước hay sau tên lệnh đều được.
        """

    app.callback()(_with_globals(top, top=True))
