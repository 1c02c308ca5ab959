"""Chapter text (Markdown and Jinja) + views of a case -> pieces of the report.

The sandbox: names come from the views and nowhere else, undefined names are faults, loops are counted, other chapters
are all that can be imported. Every value printed becomes a mark, so nothing of a user's is read as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from types import CodeType
from typing import Any, cast

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from evalkit.likeness import listed, nearest
from evalkit.model.document import Footnote, Paragraph, Placeholder, Ref
from evalkit.model.places import Finding, Where, fault
from evalkit.model.source import TextFile
from evalkit.narrative.markdown import Piece, parse_markdown
from evalkit.narrative.marks import Insert, Register, without_lines
from evalkit.narrative.printing import Missing, concatenated, filters, printed, text_of
from evalkit.narrative.syntax_words import in_chinese
from evalkit.narrative.views import Node, Printed, View

_LOOPS = 100_000
#: The longest text that ``~`` may put together.
_LETTERS = 1_000_000
_BUILT_IN = (
    *("default", "d", "first", "last", "length", "count", "list", "reverse"),
    *("select", "reject", "selectattr", "rejectattr", "map"),
)
_LOOP_NAMES = ("index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem")


class ChapterError(TemplateError):
    """Something a chapter may not do, with its cure."""

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.cure = cure


class Chapters:
    """The chapters of one report, rendered one by one against one set of names."""

    def __init__(
        self,
        texts: Mapping[str, TextFile],
        names: Mapping[str, Any],
        facts: Callable[[str], Any],
        exhibits: Iterable[str],
    ) -> None:
        """``texts`` by stem; ``names`` are the bare names of a chapter, ``facts`` answers 事实("…"), ``exhibits`` may be inserted."""
        self.register = Register()
        self.findings: list[Finding] = []
        self._texts = texts
        self._facts = facts
        self._exhibits = tuple(exhibits)
        self._loops = 0
        self._environment = _Environment(self)
        self._environment.globals.update(names)
        self._environment.globals.update(self._functions())

    def render(self, stem: str) -> tuple[tuple[Piece, ...], tuple[Finding, ...]]:
        """The pieces of a chapter. A chapter that cannot be rendered is one placeholder, and its faults say why."""
        self.findings, self._loops = [], 0
        start = Where(self._texts[stem].at.file, "1")
        try:
            text = self._environment.get_template(stem).render()
        except Exception as error:  # a chapter is the user's: whatever it does wrong is a fault with a place
            self.findings.append(self._fault(error, start))
            pieces: tuple[Piece, ...] = (
                Paragraph("", (Placeholder(f"本章（{stem}）未能生成，先改正模板错误"),), at=start),
            )
            return pieces, tuple(self.findings)
        text, places = self.register.places_of(text, start)
        pieces, more = parse_markdown(text, self.register, places)
        return pieces, (*self.findings, *more)

    def source(self, name: str) -> tuple[str, str] | None:
        """A chapter's text and file by stem, with or without ``.md``; none for whatever is no chapter."""
        text = self._texts.get(name.removesuffix(".md"))
        return None if text is None else (_prepared(text.text), text.at.file)

    def emit(self, value: Any, at: Where) -> Markup:
        """A printed value as its mark; complaints are noted with the place."""
        line = self.register.line(at)
        if isinstance(value, Markup):
            return Markup(line + without_lines(str(value)).strip("\n"))
        if isinstance(value, Insert):
            return Markup(line + self.register.mark(replace(value, at=at)))
        made = printed(value)
        if isinstance(value, Missing):
            self.findings.append(self._undeclared(value, at))
        elif made.complaint:
            self.findings.append(fault(at, *made.complaint))
        return Markup(line + self.register.mark(made.inlines))

    def counted(self, items: Any) -> Iterator[Any]:
        """The items of a loop, until all loops of a chapter together are too many."""
        if isinstance(items, View | Node):
            raise ChapterError("for 后面的名称不是列表", "用“一级指标”“问题清单”这样的列表")
        for item in items:
            self._loops += 1
            if self._loops > _LOOPS:
                raise ChapterError(f"循环超过{_LOOPS}次，已停止", "检查 {% for %} 的范围")
            yield item

    def _functions(self) -> Mapping[str, Callable[..., Any]]:
        def fact(name: Any) -> Any:
            path = text_of(name, self.register)
            found = self._facts(path)
            return found if found is not None else Missing(name=path)

        def insert(name: Any, **options: Any) -> Any:
            title = text_of(name, self.register)
            if title not in self._exhibits:
                return Printed(
                    (Placeholder(f"插入{title}"),), (f"没有名为“{title}”的表图", self._nearest(title, self._exhibits))
                )
            given = ((key, text_of(value, self.register)) for key, value in options.items())
            return Insert(title, tuple(given), Where(""))

        return {
            "事实": fact,
            "插入": insert,
            "引用": lambda target: Printed((Ref(text_of(target, self.register)),)),
            "待填": lambda advice: Printed((Placeholder(text_of(advice, self.register)),)),
            "轮换": lambda place, *words: words[(place - 1) % len(words)],
            "脚注": lambda text: Printed((Footnote(printed(text).inlines),)),
            "namespace": Namespace,
            "range": _range,
        }

    # ---- faults -------------------------------------------------------------------------------------------------

    def _undeclared(self, value: Missing, at: Where) -> Finding:
        names = value.neighbours
        return fault(at, f"没有名为“{value.path}”的事实或栏目", self._nearest(value.path.rpartition(".")[2], names))

    def _nearest(self, name: str, names: Iterable[str] | None) -> str:
        known = tuple(names) if names is not None else tuple(self._environment.globals)
        near = nearest(name, known)
        if near:
            return f"是不是“{near}”"
        if names is not None and known:
            return listed(known, "可用的有")
        return "在“事实”表里加上它，或改正名称"

    def _fault(self, error: Exception, start: Where) -> Finding:
        if isinstance(error, TemplateSyntaxError):
            message, cure = in_chinese(str(error.message))
            return fault(Where(error.filename or start.file, str(error.lineno)), message, cure)
        at = self._place(error) or start
        match error:
            case ChapterError():
                return fault(at, str(error.message), error.cure)
            case UndefinedError():
                name = str(error.message)
                return fault(at, f"没有名为“{name}”的事实或栏目", self._nearest(name.rpartition(".")[2], None))
            case TemplateNotFound():
                message = f"没有可引入的章节“{error.name}”"
                return fault(at, message, self._nearest(str(error.name), self._texts))
            case RecursionError():
                return fault(at, "宏或章节互相调用，没有尽头", "去掉循环调用")
        message, cure = in_chinese(str(error))
        return fault(at, message, cure)

    def _place(self, error: Exception) -> Where | None:
        """The innermost line of a chapter in the error's trace."""
        files = {text.at.file for text in self._texts.values()}
        found, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in files:
                found = Where(trace.tb_frame.f_code.co_filename, str(trace.tb_lineno))
            trace = trace.tb_next
        return found


def _range(*bounds: int) -> range:
    made = range(*bounds)
    if len(made[: _LOOPS + 1]) > _LOOPS:
        raise ChapterError(f"range 超过{_LOOPS}项，已停止", "检查 range 的起止")
    return made


_COMMENT = re.compile(r"^[ \t]*<!--.*?-->[ \t]*$", re.MULTILINE | re.DOTALL)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TAG = r"\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\}"
_TAGS_ALONE = re.compile(
    rf"^([ \t]*(?:(?:{_TAG})[ \t]*)*(?:\{{%(?:(?!%\}}).)*?|\{{#(?:(?!#\}}).)*?))([-+]?[%#]\}})[ \t]*\n", re.MULTILINE
)


def _prepared(text: str) -> str:
    """A chapter without comments and private-use characters, its line numbers as they were.

    A line of nothing but tags leaves no line behind: its line feed goes inside the tag. (Jinja's own ``trim_blocks``
    also joins a line that merely ends in ``{% endif %}`` to the next, which runs paragraphs together.)
    """
    text = _PRIVATE.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    text = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    return _TAGS_ALONE.sub(lambda found: f"{found[1]}\n{found[2]}", text)


# ---- the environment --------------------------------------------------------------------------------------------------


class _Loader(BaseLoader):
    def __init__(self, chapters: Chapters) -> None:
        self._chapters = chapters

    def get_source(self, environment: Any, template: str) -> tuple[str, str, None]:
        found = self._chapters.source(template)
        if found is None:
            raise TemplateNotFound(template)
        return found[0], found[1], None


#: Compiled chapters with the checksums of their texts, by key.
Codes = Mapping[str, tuple[str, CodeType]]


class Compiled(BytecodeCache):
    """The chapters compiled in this process: a rebuild compiles those that were saved. It holds one text of each."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def add(self, codes: Codes) -> None:
        """Takes chapters that another process compiled."""
        self._codes.update(codes)

    def of(self, texts: Iterable[TextFile]) -> Codes:
        """The chapters that were compiled of these very texts."""
        found = {}
        for text in texts:
            key = self.get_cache_key(PurePosixPath(text.name).stem, text.at.file)
            held = self._codes.get(key)
            if held is not None and held[0] == self.get_source_checksum(_prepared(text.text)):
                found[key] = held
        return found

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key] = (bucket.checksum, bucket.code)


@cache
def compiled() -> Compiled:
    """The one of this process."""
    return Compiled()


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def __init__(self, chapters: Chapters) -> None:
        super().__init__(
            loader=_Loader(chapters),
            undefined=Missing,
            autoescape=True,
            lstrip_blocks=True,
            optimized=False,
            auto_reload=False,
            bytecode_cache=compiled(),
        )
        self._chapters = chapters

        # Context-dependent, so that nothing is printed while a template is being compiled.
        @pass_context
        def emit(context: Context, value: Any, file: str, line: int) -> Markup:
            return chapters.emit(value, Where(file, str(line)))

        @pass_context
        def join(context: Context, parts: Any) -> Any:
            made = concatenated(parts, chapters.register)
            inlines = made.inlines if isinstance(made, Printed) else ()
            size = len(made) if isinstance(made, str) else sum(len(getattr(one, "text", "")) + 1 for one in inlines)
            if size > _LETTERS:
                raise ChapterError(f"用 ~ 拼成的文字超过{_LETTERS}字，已停止", "检查循环里的 {% set %}")
            return made

        @pass_context
        def counted(context: Context, items: Any) -> Any:
            return items if isinstance(items, Missing) else chapters.counted(items)

        own = {"_emit": emit, "_join": join, "_counted": counted}
        self.filters = {name: self.filters[name] for name in _BUILT_IN} | dict(filters(chapters.register)) | own
        self.globals = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        made: nodes.Template = _Rewriter(filename or "", self._chapters.register).visit(tree)
        made.set_environment(self)
        return made

    def getattr(self, obj: Any, attribute: str) -> Any:
        match obj:
            case Missing():
                return obj
            case View() | Node():
                try:
                    return obj.get(attribute)
                except KeyError:
                    return Missing(obj=obj, name=attribute)
            case LoopContext() if attribute in _LOOP_NAMES:
                return super().getattr(obj, attribute)
            case TemplateModule() | Namespace() if not attribute.startswith("_"):
                return super().getattr(obj, attribute)
        return Missing(name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Missing | View | Node):
            return self.getattr(obj, text_of(argument, self._chapters.register))
        if isinstance(obj, list | tuple) and isinstance(argument, int | slice):
            try:
                return obj[argument]
            except IndexError:
                return Missing(name=f"第{argument}项" if isinstance(argument, int) else "")
        return Missing(name=str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator in ("+", "-") and type(left) is int and type(right) is int:
            return left + right if operator == "+" else left - right
        raise ChapterError("章节里不做计算", "在“事实”表里用“算式”算好，再用它的名称")


class _Rewriter(NodeTransformer):
    """Prints through ``_emit`` with the place, so that no value reaches Markdown unmarked; counts loops."""

    def __init__(self, file: str, register: Register) -> None:
        self._file = file
        self._register = register

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - the name is Jinja's
        made: list[nodes.Expr] = []
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                made.append(nodes.TemplateData(self._placed(child.data, child.lineno), lineno=child.lineno))
            else:
                arguments: list[nodes.Expr] = [nodes.Const(self._file), nodes.Const(child.lineno)]
                made.append(_filter(self.visit(child), "_emit", child.lineno, arguments))
        return nodes.Output(made, lineno=node.lineno)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        parts = nodes.List([self.visit(part) for part in node.nodes], lineno=node.lineno)
        return _filter(parts, "_join", node.lineno, [])

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        made = cast(nodes.For, self.generic_visit(node))
        made.iter = _filter(cast(nodes.Expr, made.iter), "_counted", node.lineno, [])
        return made

    def _placed(self, data: str, line: int) -> str:
        lines = data.split("\n")
        return "\n".join(
            self._register.line(Where(self._file, str(line + offset))) + text for offset, text in enumerate(lines)
        )


def _filter(node: nodes.Expr, name: str, line: int, arguments: list[nodes.Expr]) -> nodes.Filter:
    return nodes.Filter(node, name, arguments, [], None, None, lineno=line)
