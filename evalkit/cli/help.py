"""Help pages in Chinese, drawn from the commands themselves."""

from __future__ import annotations

import unicodedata
from typing import Any

from typer.core import TyperCommand, TyperGroup

from evalkit.cli.locating import remember
from evalkit.cli.plainly import read_plainly


def wide(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def aligned(rows: list[tuple[str, str]]) -> str:
    """Two columns, the second aligned."""
    edge = max((wide(left) for left, _ in rows), default=0) + 2
    return "\n".join(f"  {left}{' ' * (edge - wide(left))}{right}".rstrip() for left, right in rows)


def page(command: Any, context: Any) -> str:
    """The help page of a command or of a group of commands."""
    options: list[tuple[str, str]] = []
    arguments: list[tuple[str, str]] = []
    shown = []
    for param in command.get_params(context):
        if getattr(param, "hidden", False):
            continue
        if param.param_type_name == "argument":
            name = param.metavar or param.name.upper()
            shown.append(f"[{name}]" if not param.required else name)
            arguments.append((name, getattr(param, "help", "") or ""))
        else:
            names = ", ".join([*param.opts, *param.secondary_opts])
            if not getattr(param, "is_flag", False):
                names += f" {param.metavar or '值'}"
            words = "显示这一页" if "--help" in param.opts else (getattr(param, "help", "") or "")
            options.append((names, words + ("（必填）" if param.required else "")))
    commands = []
    if hasattr(command, "list_commands"):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                commands.append((name, (inner.help or "").strip().split("\n")[0]))
    usage = " ".join([context.command_path, *(["命令"] if commands else []), *shown, "[选项]"])
    parts = [f"用法：{usage}", (command.help or "").strip()]
    for title, rows in (("参数", arguments), ("命令", commands), ("选项", options)):
        if rows:
            parts.append(f"{title}：\n{aligned(rows)}")
    return "\n\n".join(part for part in parts if part)


class Command(TyperCommand):
    """A command with its help page in Chinese; what it prints to be run next is of the folder it was given."""

    def invoke(self, ctx: Any) -> Any:
        remember(ctx)
        return super().invoke(ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        read_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        return page(self, ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(page(self, ctx) + "\n")


class Group(TyperGroup):
    """A group of commands with its help page in Chinese, commands in the order of the work."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        read_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        return page(self, ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(page(self, ctx) + "\n")

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)
