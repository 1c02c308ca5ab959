"""``survey tabulate --json``: a survey's facts, counts and comparisons as the contract has them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evalkit.answers import choosing, coding, counting, gathering, weighting
from evalkit.answers.comparing import Comparison, Test, banner
from evalkit.answers.consistent import alpha
from evalkit.answers.counting import SURE, Counts
from evalkit.answers.writing_in import write_in_key
from evalkit.codebook import is_coded
from evalkit.model.facts import Facts, label_part
from evalkit.model.places import Finding, fault
from evalkit.model.questionnaire import Option, Question, Questionnaire, Screened, Survey
from evalkit.numbers import divide, fixed, plain, trimmed

Findings = tuple[Finding, ...]

_NUMBERED = re.compile(r"^\s*\d{1,3}\s*[、.．:：]\s*")


def survey_report(survey: Survey, facts: Facts, by: tuple[str, ...] = ()) -> tuple[dict[str, Any], Findings]:
    """The contract's ``survey tabulate --json``; ``by`` are question IDs or texts, an unknown one is a fault."""
    teller = _Reporter(survey, facts)
    form = survey.questionnaire
    groups: list[dict[str, Any]] = []
    findings = []
    for name in by:
        question = _named(form, name)
        if question is None or question.type not in ("single", "scale"):
            known = "、".join(asked.id for asked in form.questions if asked.type in ("single", "scale"))
            message = f"不能按“{name}”分组：{'不是单选题' if question else '问卷里没有这一题'}"
            findings.append(fault(form.at, message, f"可以分组的题：{known}"))
            continue
        groups += [_group(made) for made in banner(survey, question)]
    weighed = [question.id for question in form.questions if question.weight is not None]
    overall = facts.get(f"{teller.prefix}.满意度")
    found = alpha(survey)
    return {
        "platform": survey.platform,
        "collected": survey.collected,
        "valid": counting.forms(survey),
        "suspected": survey.count("suspected"),
        "invalid": survey.count("invalid"),
        "screening": [
            {"rule": one.rule, "state": one.state, "rows": list(one.rows), "reason": one.reason, **_places(survey, one)}
            for one in survey.screened
        ],
        "questions": [teller.question(question) for question in form.questions],
        "satisfaction": overall
        and {
            "value": overall.text or None,
            "of": weighed,
            "ci": _ends(overall.interval),
            "n": overall.n,
            "se": teller.text("标准误"),
            "rate": teller.text("满意率"),
        },
        "without_suspected": {
            "valid": counting.forms(survey, SURE),
            "satisfaction": teller.text("不含存疑.满意度"),
        },
        "reliability": found
        and {"alpha": fixed(found.value, 2), "items": found.items, "n": found.n, "ci": _ends(found.interval)},
        "groups": groups,
        "margin": teller.text("抽样误差"),
        "roster": teller.roster(),
        "weighted": teller.weighted(),
        "sources": gathering.listed(survey),
    }, tuple(findings)


def _places(survey: Survey, screened: Screened) -> dict[str, list[str]]:
    """Where the rows are, in whose numbers nobody finds them: where several sheets were read as one."""
    return {"places": [str(survey.where(row)) for row in screened.rows]} if len(survey.sheets) > 1 else {}


def _named(form: Questionnaire, name: str) -> Question | None:
    """The question with this ID, text or topic; a number before the text, as platforms write it, does not matter."""
    wanted = _NUMBERED.sub("", plain(name))
    return next(
        (
            asked
            for asked in form.questions
            if plain(name).upper() == asked.id or wanted in (plain(asked.text), plain(asked.topic))
        ),
        None,
    )


class _Reporter:
    """Facts and counts as the contract's JSON."""

    def __init__(self, survey: Survey, facts: Facts) -> None:
        self.survey, self.facts = survey, facts
        self.prefix = f"问卷.{label_part(survey.questionnaire.id)}"

    def text(self, name: str) -> str | None:
        """A fact as printed, None when it is absent or empty."""
        fact = self.facts.get(f"{self.prefix}.{name}")
        return (fact.text or None) if fact is not None else None

    def question(self, question: Question) -> dict[str, Any]:
        survey, options = self.survey, question.options
        head = {"id": question.id, "text": question.text, "type": question.type}
        if question.type == "matrix":
            rows = []
            for index, text in enumerate(question.rows, 1):
                key = f"{question.id}.{index}"
                counts = counting.closed(survey, key, len(options))
                rows.append({"id": key, "text": text, "type": "matrix", **self.counted(key, options, counts)})
            n = counting.answered(survey, question)
            skipped = counting.forms(survey) - n
            return {**head, "n": n, "skipped": skipped, "options": [], **self.mean(question.id), "rows": rows}
        if not options:
            return {**head, **self.open(question), "rows": []}
        if question.type in ("multi", "rank"):
            counts = counting.several(survey, question)
        else:
            counts = counting.closed(survey, question.id, len(options))
        made = {**head, **self.counted(question.id, options, counts), "rows": []}
        for index, listed in enumerate(made["options"]):
            behind = write_in_key(question, index)
            if options[index].write_in or behind in survey.answers:
                listed["write_ins"] = self.written(behind)
        for listed, option in zip(made["options"], options, strict=True):
            name = f"{question.id}.{label_part(option.label)}"
            if question.type == "multi":
                listed["percent_of_choices"] = self.text(f"{name}.人次比重")
            elif question.type == "rank":
                listed["mean_rank"] = self.text(f"{name}.平均名次")
                listed["weighted_score"] = self.text(f"{name}.平均综合得分")
                listed["first"] = int(self.text(f"{name}.首选.人数") or 0)
        return made

    def written(self, key: str) -> int:
        """How many wrote something behind an option."""
        return counting.typed(self.survey, key).total() if key in self.survey.answers else 0

    def open(self, question: Question) -> dict[str, Any]:
        texts = counting.typed(self.survey, question.id)
        skipped = counting.forms(self.survey) - texts.total()
        made = {"n": texts.total(), "skipped": skipped, "options": [], **self.mean(question.id)}
        if question.type == "number":
            names = (("median", "中位数"), ("sd", "标准差"), ("min", "最小值"), ("max", "最大值"))
            made |= {key: self.text(f"{question.id}.{name}") for key, name in names}
            made["unread"] = choosing.numbers(texts).unread
        if is_coded(question):
            made |= self.coded(question)
        return made

    def coded(self, question: Question) -> dict[str, Any]:
        """The categories of an open question; no answer is repeated."""
        found = coding.coding(self.survey, question.id, question)
        listed = []
        for label, _ in found.categories:
            name = f"{question.id}.{label_part(label)}"
            count = int(self.text(f"{name}.人数") or 0)
            listed.append({"label": label, "count": count, "percent": self.text(f"{name}.占比")})
        uncoded = sum(one.count for one in found.uncoded)
        words = [{"word": word, "count": count} for word, count in coding.suggestions(found.uncoded)]
        return {"categories": listed, "uncoded": uncoded, "suggestions": words}

    def counted(self, key: str, options: tuple[Option, ...], counts: Counts) -> dict[str, Any]:
        listed = [_option(option, count, counts.n) for option, count in zip(options, counts.options, strict=True)]
        return {"n": counts.n, "skipped": counts.skipped, "options": listed, **self.mean(key)}

    def mean(self, key: str) -> dict[str, Any]:
        fact = self.facts.get(f"{self.prefix}.{key}.均值")
        return {"mean": (fact.text or None) if fact else None, "ci": _ends(fact.interval) if fact else None}

    def roster(self) -> list[dict[str, Any]]:
        """The groups of 总体构成 among the people and among the forms."""
        made = []
        for label, size in self.survey.questionnaire.populations:
            name = f"分组.{label_part(label)}"
            made.append(
                {
                    "label": label,
                    "population": size,
                    "n": int(self.text(f"{name}.有效") or 0),
                    "population_percent": self.text(f"{name}.总体比重"),
                    "percent": self.text(f"{name}.样本比重"),
                    "satisfaction": self.text(f"{name}.满意度"),
                }
            )
        return made

    def weighted(self) -> dict[str, Any] | None:
        """The figures weighed by 总体构成; null where nothing can be weighed."""
        made, _ = weighting.strata(self.survey)
        if made is None:
            return None
        fact = self.facts.get(f"{self.prefix}.加权.满意度")
        return {
            "by": self.survey.questionnaire.group,
            "weights": [
                {"label": one.label, "population": one.population, "n": one.n, "weight": fixed(one.weight, 4)}
                for one in made.groups
            ],
            "effective_n": fixed(made.effective, 2),
            "satisfaction": self.text("加权.满意度"),
            "ci": _ends(fact.interval) if fact else None,
        }


def _group(made: Comparison) -> dict[str, Any]:
    """One question by the options of another."""
    levels = []
    for level in made.levels:
        options = []
        for option, cell in zip(made.options, level.cells, strict=True):
            listed = _option(option, cell.count, level.n)
            options.append({**listed, "suppressed": cell.count is None, "higher_than": list(cell.higher)})
        levels.append(
            {
                "label": level.label,
                "letter": level.letter,
                "n": level.n,
                "mean": fixed(level.mean.value, 2) if level.mean is not None else None,
                "higher_than": list(level.higher),
                "options": options,
            }
        )
    test = _test(made.test) if made.test is not None else None
    if test is not None and made.test is not None:
        test["p_holm"] = fixed(made.test.adjusted, 4) if made.test.adjusted is not None else None
    return {"by": made.by, "question": made.key, "levels": levels, "test": test, "note": made.note or None}


def _test(test: Test) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": test.name,
        "statistic": fixed(counting.decimal(test.statistic), 4) if test.statistic is not None else None,
        "df": test.df,
        "p": fixed(test.p, 4),
    }
    if test.parts:
        made["options"] = [{"label": label, **_test(part)} for label, part in test.parts]
    return made


def _option(option: Option, count: int | None, n: int) -> dict[str, Any]:
    return {
        "label": option.label,
        "score": None if option.score is None else trimmed(option.score),
        "count": count,
        "percent": fixed(divide(Decimal(count * 100), Decimal(n)), 2) if n and count is not None else None,
    }


def _ends(interval: tuple[Decimal, Decimal] | None) -> list[str] | None:
    return [fixed(end, 2) for end in interval] if interval else None
