"""The columns of an export -> the columns of a survey, each distinct text once. What no option has is told by cell.

An export holds its choices as texts, as numbers of options, as letters or as scores (``answers.manner``). Which, is
said wherever it is not by text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evalkit.answers.choices import Choices, by_score
from evalkit.answers.choosing import figure
from evalkit.answers.manner import SINGLE, Manner, belongs, manner, numbered
from evalkit.answers.people import People
from evalkit.answers.screening import BLANK, NOT_ASKED
from evalkit.answers.skipping import passed
from evalkit.answers.verbatim import as_typed, unguarded
from evalkit.answers.writing_in import added, bare_code, columns
from evalkit.asking import unit_of
from evalkit.columns import Column, distinct, encode, take
from evalkit.model.export import Export
from evalkit.model.places import Finding, Where, doubt, fault
from evalkit.model.questionnaire import Question, Questionnaire
from evalkit.model.source import Sheet, column_letters
from evalkit.numbers import parse_decimal, plain, trimmed
from evalkit.privacy import asks_who, masked, quotable

__all__ = ["Decoder", "belongs", "place"]

_YES = ("是", "√", "✓", "true", "yes", "y", "ja", "选中", "已选", "checked", "selected")
_NO = ("否", "×", "false", "no", "n", "nein", "未选", "未选中", "unchecked", "not selected")

_SAID: Mapping[str, tuple[str, str]] = {
    "code": (
        "选择题的答案是数字，按选项的先后读作第 1、2、3 …… 项",
        "按分数导出的会读错：请从平台选“按选项文本”重新导出",
    ),
    "placed": (
        "没有分值的选择题的答案是数字，按选项的先后读作第 1、2、3 …… 项",
        "平台上选项的次序与问卷文件的应当一致；最稳妥的是从平台选“按选项文本”重新导出",
    ),
    "score": (
        "选择题的答案是分数，按问卷里选项的分值读",
        "平台上的分值与问卷的分值应当一致；最稳妥的是选“按选项文本”重新导出",
    ),
    "rank": (
        "选择题的答案是 1、2、3 一类的分数，与问卷的分值不同，按分值从低到高读",
        "核对 1 是不是最不满意的一项；最稳妥的是选“按选项文本”重新导出",
    ),
    "letter": ("选择题的答案是字母，按选项的先后读作 A、B、C ……", "纸质问卷选项的次序与问卷文件的应当一致"),
}


def place(sheet: Sheet, column: int) -> Where:
    """The place of a whole column."""
    prefix = f"{sheet.name}!" if sheet.name else ""
    return Where(sheet.file, prefix + column_letters(column))


class Decoder:
    """Decodes the answers of one export. Options that were ``inferred`` from the answers are the answers themselves."""

    def __init__(self, export: Export, questionnaire: Questionnaire, inferred: bool = False) -> None:
        self.export = export
        self.findings: list[Finding] = []
        self.said: set[str] = set()
        self.cut: dict[str, Column] = {}
        self.people = People(export)
        self.inferred = inferred
        marked = None if inferred else numbered(export, questionnaire, self.column)
        self.marked = marked is not None
        if marked is not None:
            self.export = marked
            self.say_marks()
        self.manner = Manner() if inferred else manner(self.export, questionnaire, self.given, self.column)

    def answers(self, question: Question) -> list[tuple[str, Column]]:
        """The answer columns of a question by key; none for a question whose column is missing."""
        keys = [key for key in self.export.columns if belongs(key, question)]
        if question.type in SINGLE:
            return [*((key, self.closed(question, key)) for key in keys), *self.written(question, keys)]
        if question.type in ("multi", "rank"):
            return [*self.several(question, keys), *self.written(question, keys)]
        return [(key, self.text(question, key)) for key in keys]

    def column(self, key: str) -> Column:
        if key not in self.cut:
            self.cut[key] = take(self.export.sheet.columns[self.export.columns[key]], self.export.rows)
        return self.cut[key]

    def missing(self, text: str, choices: Choices | None = None) -> int | None:
        """BLANK or NOT_ASKED where the text stands for no answer and is no option (N/A may be one)."""
        dialect = self.export.dialect
        if text and choices is not None and text in dialect.blanks | dialect.skips and choices.one(text) is not None:
            return None
        return BLANK if text in dialect.blanks else NOT_ASKED if text in dialect.skips else None

    def given(self, key: str) -> list[str]:
        """The distinct answers of a column, blanks and those not asked left out."""
        texts = [bare_code(value) for value in distinct(self.column(key))]
        return [text for text in texts if self.missing(text) is None]

    # ---- how the file writes choices ------------------------------------------------------------------------------

    def say_marks(self) -> None:
        message = "选择题的答案是序号，答案里的 -3 按跳过、-2 按空白读（问卷星按序号导出的写法）；另有别的负数的数字题不这样读"
        where = place(self.export.sheet, min(self.export.columns.values()))
        cure = "-2、-3 是答案的，改答卷的副本，写选项的文本"
        self.findings.append(Finding("input", "note", message, where, cure))

    def say(self, how: str, key: str) -> None:
        if how in self.said:
            return
        self.said.add(how)
        message, cure = _SAID[how]
        self.findings.append(doubt(place(self.export.sheet, self.export.columns[key]), message, cure))

    # ---- one choice -----------------------------------------------------------------------------------------------

    def closed(self, question: Question, key: str) -> Column:
        """One choice as the option's index."""
        column = self.column(key)
        values = distinct(column)
        choices = Choices(question.options, self.export.dialect.separators)
        texts = {value: bare_code(value) for value in values}
        given = {value: text for value, text in texts.items() if self.missing(text, choices) is None}
        read = self.read_one(question, key, choices, list(given.values()))
        codes: dict[Any, int] = {value: self.missing(text, choices) or BLANK for value, text in texts.items()}
        codes.update({value: BLANK if (index := read.get(text)) is None else index for value, text in given.items()})
        wrong = {str(value): values[value] for value, text in given.items() if read.get(text) is None}
        self.say_wrong(question, key, choices, wrong)
        return encode(column, codes)

    def read_one(self, question: Question, key: str, choices: Choices, texts: list[str]) -> Mapping[str, int | None]:
        figures = [parse_decimal(text) for text in texts]
        if texts and None not in figures:
            return self.read_figures(question, key, choices, dict(zip(texts, figures, strict=True)))
        read = {text: choices.one(text) for text in texts}
        if texts and all(index is None for index in read.values()):
            letters = {text: choices.by_letter(text) for text in texts}
            if None not in letters.values():
                self.say("letter", key)
                return letters
        return read

    def read_figures(
        self, question: Question, key: str, choices: Choices, figures: Mapping[str, Decimal | None]
    ) -> Mapping[str, int | None]:
        """Answers that are all numbers: labels that are numbers themselves, places of options, or scores."""
        values = {figure for figure in figures.values() if figure is not None}
        labels = choices.figures()
        coded = {text: choices.by_number(text) for text in figures}
        if labels is not None:
            named = {text: labels.index(figure) if figure in labels else None for text, figure in figures.items()}
            by_place, by_label = None not in coded.values(), None not in named.values()
            if named != coded and by_place and self.manner.kind == "code":
                self.say("code", key)
                return coded
            if named != coded and by_place and by_label and self.unsure(key):
                self.say_which(question, key)
            return named
        if self.manner.scores and not (question.id in self.manner.placed and None not in coded.values()):
            scored = None if question.id in self.manner.open else by_score(question.options, values)
            if scored is not None and (scored[0] == "score" or self.manner.kind == "sum"):
                how, index = scored
                self.say(how, key)
                return {text: index.get(figure) if figure is not None else None for text, figure in figures.items()}
            self.say_scores(question, key, values)
            return dict.fromkeys(figures, 0)
        if None not in coded.values():
            self.say("placed" if self.manner.scores else "code", key)
        else:
            coded = {text: choices.one(text) for text in figures}
        return coded

    def unsure(self, key: str) -> bool:
        """Whether nothing in the file tells if numbers are labels or places: no other closed answer is a text."""
        return not self.inferred and not any(
            parse_decimal(text) is None
            for other in self.export.columns
            if other != key
            for text in self.given(other)[:3]
        )

    def say_which(self, question: Question, key: str) -> None:
        message = f"{question.id} 的选项本身是数，答案按选项上的数读，没有按第几项读"
        cure = "平台按序号导出的会读错：请选“按选项文本”重新导出"
        self.findings.append(doubt(place(self.export.sheet, self.export.columns[key]), message, cure))

    def say_scores(self, question: Question, key: str, values: set[Decimal]) -> None:
        listed = "、".join(trimmed(value) for value in sorted(values)[:6])
        message = f"{question.id} 像是按分数导出的（{listed}），与选项的分值对不上，或有选项分值相同，分不出选了哪一项"
        if question.id in self.manner.open:
            message = f"{question.id} 的答案（{listed}）既可以是选项的分值，也可以是第几项，两种读法选的不是同一项；别的题是按分数导出的"
        cure = "请从平台选“按选项文本”重新导出"
        self.findings.append(fault(place(self.export.sheet, self.export.columns[key]), message, cure))

    # ---- several choices ------------------------------------------------------------------------------------------

    def several(self, question: Question, keys: list[str]) -> list[tuple[str, Column]]:
        """One column an option: 1 chosen (its place in a ranking), 0 not, and the codes of blank and not asked."""
        if keys != [question.id]:
            ticked = [(key, self.ticked(question, key)) for key in keys]
            unranked = self.export.dialect.unranked if question.type == "rank" else frozenset()
            return passed(ticked, [self.column(key) for key in keys], unranked) if unranked else ticked
        column = self.column(question.id)
        choices = Choices(question.options, self.export.dialect.separators)
        texts = {value: bare_code(value) for value in distinct(column)}
        given = [text for text in texts.values() if self.missing(text, choices) is None]
        short = self.short(question, choices, given)
        parted: dict[Any, list[int] | int] = {}
        wrong: dict[str, tuple[int, int]] = {}
        for value, at in distinct(column).items():
            text = texts[value]
            left = question.type == "rank" and text in self.export.dialect.unranked
            none = NOT_ASKED if left else self.missing(text, choices)
            chosen, unknown = (
                (short[text], []) if text in short else choices.several(text) if none is None else ([], [])
            )
            wrong.update(dict.fromkeys(unknown, at))
            parted[value] = chosen if none is None else none
        self.say_wrong(question, question.id, choices, wrong)
        made = []
        for index in range(len(question.options)):
            codes = {value: _mark(chosen, index, question.type == "rank") for value, chosen in parted.items()}
            made.append((f"{question.id}={index + 1}", encode(column, codes)))
        return made

    def short(self, question: Question, choices: Choices, given: Sequence[str]) -> Mapping[str, list[int]]:
        """Answers all of letters (``ABD``) or all of numbers (``1┋3``), where no label is meant."""
        if not given or any(choices.one(text) is not None for text in given):
            return {}
        for how, read in (("letter", choices.letters), ("code", choices.numbers)):
            found = {text: read(text) for text in given}
            if None not in found.values():
                self.say(how, question.id)
                return {text: chosen for text, chosen in found.items() if chosen is not None}
        return {}

    def ticked(self, question: Question, key: str) -> Column:
        """A column of one option: 1/0, yes or no, or its text where it was chosen; in a ranking its place."""
        column = self.column(key)
        values = distinct(column)
        index = int(key.split("=")[1]) - 1
        label = Choices((question.options[index],), ())
        most = len(question.options) if question.type == "rank" else 1
        codes: dict[Any, int] = {}
        for value in values:
            text = bare_code(value)
            none = self.missing(text)
            number = parse_decimal(text)
            if none is not None:
                codes[value] = 0 if none == BLANK else none
            elif number is not None and number == number.to_integral_value() and 0 <= number <= most:
                codes[value] = int(number)
            elif label.one(text) == 0 or text.lower() in _YES or self.own_words(question, index, text):
                codes[value] = 1
            else:
                codes[value] = 0
                if text.lower() not in _NO:
                    self.say_wrong(question, key, label, {text: values[value]})
        return encode(column, codes)

    def written(self, question: Question, keys: list[str]) -> Iterator[tuple[str, Column]]:
        """What people wrote behind options, a column of texts an option; matrices have no room for it."""
        for key in keys if question.type != "matrix" else ():
            column = self.column(key)
            one = int(key.partition("=")[2]) - 1 if "=" in key else None
            choices = Choices(question.options, self.export.dialect.separators)
            words: dict[Any, list[tuple[int, str]]] = {}
            values = distinct(column)
            for value in values:
                text = as_typed(value)
                if one is not None and bare_code(text) != plain(text):
                    # A place in a ranking, or a tick, with the words behind it: 3〖亲友〗 is no third option.
                    text = question.options[one].label + text[text.index("〖") :]
                told = added(text, choices) if self.missing(plain(text), choices) is None else []
                if not told and one is not None and self.own_words(question, one, text):
                    told = added(f"{question.options[one].label}〖{text}〗", choices)
                if told:
                    words[value] = [(index, said) for index, said in told if one in (None, index)]
            bare = self.people.masked((said, values[value][1]) for value, told in words.items() for _, said in told)
            without = {value: [(at, bare.get(said, said)) for at, said in told] for value, told in words.items()}
            yield from columns(question, column, without)

    def own_words(self, question: Question, index: int, text: str) -> bool:
        """Whether the column of an option with room for words holds nothing but them (其他 of SurveyMonkey)."""
        option = question.options[index]
        plainly = plain(text).lower() in (*_YES, *_NO) or parse_decimal(text) is not None
        if not option.write_in or plainly or self.missing(plain(text)) is not None:
            return False
        return question.type == "multi" and Choices(question.options, ()).one(text) is None

    # ---- open answers ---------------------------------------------------------------------------------------------

    def text(self, question: Question, key: str) -> Column:
        """Open answers as typed, contact data masked; empty text is blank, None is not asked."""
        cleaned: dict[Any, str | None] = {}
        who = question.type == "text" and asks_who(question.text)
        if who and not self.inferred:
            message = f"{question.id}“{question.text}”问的是姓名、电话一类，答案全部写成 ***，不进入统计"
            cure = "问卷里不需要这一题的，删去；要留名单的，另存在项目文件夹以外"
            self.findings.append(doubt(place(self.export.sheet, self.export.columns[key]), message, cure))
        wrong: dict[str, tuple[int, int]] = {}
        values = distinct(column := self.column(key))
        asked = question.type == "text" and not who
        bare = self.people.masked((unguarded(as_typed(value)), at[1]) for value, at in values.items()) if asked else {}
        signed = self.marked and question.type == "number" and self.signed(key)
        for value, at in values.items():
            typed = unguarded(as_typed(value))
            typed = bare.get(typed, typed)
            text, none = typed if question.type == "text" else plain(typed), self.missing(plain(typed))
            if question.type == "number" and none is None:
                text = figure(text, unit_of(question))
            elif signed and parse_decimal(text) is not None:
                none = None
            kept = "***" if who else masked(text, question.type == "text")
            cleaned[value] = kept if none is None else "" if none == BLANK else None
            if none is None and question.type == "number" and parse_decimal(text) is None:
                wrong[text] = at
        for row, count in list(wrong.values())[:8]:
            many = f"（共 {count} 份）" if count > 1 else ""
            where = self.export.sheet.where(self.export.rows[row], self.export.columns[key])
            self.findings.append(
                doubt(where, f"{question.id} 的答案不是数字，不计入统计{many}", "改答卷的副本，只写数字")
            )
        return encode(column, cleaned)

    def signed(self, key: str) -> bool:
        """Whether a column holds numbers below nought besides -2 and -3, which then are numbers too."""
        figures = (parse_decimal(text) for text in self.given(key))
        return any(one is not None and one < 0 for one in figures)

    def say_wrong(self, question: Question, key: str, choices: Choices, wrong: Mapping[str, tuple[int, int]]) -> None:
        """Answers that no option has: one fault each, or one for the column when there are many."""
        sheet, column = self.export.sheet, self.export.columns[key]
        twofold = {text: ways for text in wrong if len(ways := choices.readings(text)) > 1}
        for text, ways in list(twofold.items())[:8]:
            told = "，也可以是".join("＋".join(f"“{choices.labels[at]}”" for at in way) for way in ways)
            row, count = wrong[text]
            many = f"（共 {count} 份）" if count > 1 else ""
            message = f"{question.id} 的“{text}”分不清选了哪几项：可以是{told}{many}"
            cure = "改答卷的副本，选项之间用“┋”隔开；或者从平台重新导出"
            self.findings.append(fault(sheet.where(self.export.rows[row], column), message, cure))
        wrong = {text: at for text, at in wrong.items() if text not in twofold}
        if len(wrong) > 8:
            some = "、".join(
                [f"“{text}”" for text in wrong if quotable(text, choices.labels) and not asks_who(question.text)][:3]
            )
            message = f"{question.id} 有 {len(wrong)} 种答案不在选项里" + (f"，如 {some}" if some else "")
            cure = "看看是不是对错了列，或者这一题其实是填空题"
            self.findings.append(fault(place(sheet, column), message, cure))
            return
        who = asks_who(question.text)
        for text, (row, count) in wrong.items():
            near = choices.nearest(text)
            options = "、".join(option.label for option in question.options)
            cure = f"与“{near}”同义的，在问卷里给它加“同义”；" if near else ""
            cure += f"写错的，改答卷的副本；{question.id} 的选项是：{options}"
            hidden = "的这个答案不在选项里（为保护隐私不引原文）"
            said = f"的选项里没有“{text}”" if quotable(text, choices.labels) and not who else hidden
            message = f"{question.id} {said}" + (f"（共 {count} 份）" if count > 1 else "")
            if near:
                message += f"，最接近的是“{near}”"
            self.findings.append(fault(sheet.where(self.export.rows[row], column), message, cure))


def _mark(chosen: list[int] | int, index: int, ranked: bool) -> int:
    if isinstance(chosen, int):
        return chosen
    if index not in chosen:
        return 0
    return chosen.index(index) + 1 if ranked else 1
