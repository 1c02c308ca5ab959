"""Runs a command line and turns whatever happens into Chinese words and an exit status."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

import typer
from typer.main import get_command

from evalkit.cli import commands, forming, framing, importing, library, scoring, styling, surveying, syncing, weighing
from evalkit.cli.application import application
from evalkit.cli.locating import forget
from evalkit.cli.show import as_json, contract, line, say
from evalkit.model.places import Where, fault

#: The modules whose import gives the application its commands, in the order of ``--help``. They do not put off their
#: annotations: Typer reads those of all commands at every start, and as words they take three times as long.
COMMANDS = (commands, surveying, forming, importing, library, framing, scoring, weighing, syncing, styling)

#: What Typer returns after Ctrl+C.
INTERRUPTED = 130

#: English words of the option parser, and what we say. The parser's classes differ between versions of Typer, so they
#: are told apart by name.
_USAGE = {
    "NoSuchOption": "没有这个选项：{option}",
    "BadOptionUsage": "选项 {option} 后面缺少内容",
    "MissingParameter": "缺少 {param}",
    "BadParameter": "{param} 填写不对",
    "NoSuchCommand": "没有这个命令：{command}",
}


def run(arguments: list[str]) -> int:
    """Runs ``evalkit`` with these arguments. Returns the exit status: 0 done, 1 findings, 2 input or usage wrong."""
    forget()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = get_command(application).main(args=arguments, prog_name="evalkit", standalone_mode=False)
    except typer.Exit as ended:
        return int(ended.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _aborted()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as raised:  # the parser's exceptions have no public common class; ours are told apart below
        words = usage(raised)
        if words is not None:
            if "--json" in arguments:
                as_json({"faults": [contract(fault(Where("evalkit"), words))]})
            else:
                say(words)
            return 2
        if os.environ.get("EVALKIT_TRACEBACK"):
            raise
        if isinstance(raised, OSError):
            from evalkit.files.outputs import refusal

            if "--json" in arguments:
                as_json({"faults": [contract(refusal(raised))]})
            else:
                say(line(refusal(raised)))
            return 2
        say(
            f"程序内部出错（{type(raised).__name__}：{raised}）。这是 evalkit 的问题，不是您的文件的问题；没有写出不完整的文件。"
        )
        say("请把这一行和运行的命令发给开发者；设置环境变量 EVALKIT_TRACEBACK=1 再运行一次可以看到细节。")
        return 3
    if result == INTERRUPTED:
        return _aborted()
    return int(result) if isinstance(result, int) else 0


def _aborted() -> int:
    say("已中止，没有改动任何文件。")
    return 2


def usage(raised: Any) -> str | None:
    """A fault of usage in Chinese, with what to do; None when the exception is something else."""
    if not hasattr(raised, "format_message"):
        return None
    kinds = [cls.__name__ for cls in type(raised).__mro__]
    if "NoArgsIsHelpError" in kinds:
        return str(raised.format_message())
    param = getattr(raised, "param", None)
    name = (
        " / ".join(getattr(param, "opts", []) or [])
        if param is not None
        else str(getattr(raised, "param_hint", "") or "")
    )
    if param is not None and getattr(param, "param_type_name", "") == "argument":
        name = str(getattr(param, "metavar", "") or getattr(param, "name", "")).upper()
    option = str(getattr(raised, "option_name", "") or "")
    message = str(getattr(raised, "message", "") or "")
    context = getattr(raised, "ctx", None)
    path = str(getattr(context, "command_path", "evalkit") or "evalkit")
    words = next((_USAGE[kind] for kind in kinds if kind in _USAGE), None)
    if message.startswith("No such command"):
        words = _USAGE["NoSuchCommand"]
    command = message.split("'")[1] if message.count("'") >= 2 else message
    if words is None and "unexpected extra argument" in message.lower():
        words = "多出了参数：" + message[message.rfind("(") + 1 : message.rfind(")")]
    near = getattr(raised, "possibilities", None) or []
    hint = f"，是不是 {'、'.join(near)}" if near else ""
    words = (words or "命令写得不对：" + message).format(option=option, param=name or "参数", command=command)
    return f"{words}{hint}。用 {path} --help 查看用法。"
