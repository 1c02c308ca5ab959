"""The commands of surveys."""

from pathlib import Path
from typing import Annotated, Any

import typer

from evalkit.cli import show
from evalkit.cli.application import Home, Json, run, surveys
from evalkit.cli.help import Command
from evalkit.cli.screening import screened, sources

TESTS = {
    "chi_square": "χ² 检验", "fisher_exact": "Fisher 精确检验", "kruskal_wallis": "Kruskal–Wallis 检验",
    "kruskal_wallis_exact": "Kruskal–Wallis 精确检验", "by_option": "逐个选项检验",
}  # fmt: skip


@surveys.command(cls=Command)
def tabulate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="答卷文件",
            help="平台导出的答卷，.xlsx .xls .sav 或 .csv，线上、纸质几个文件的一起写；或项目里问卷的名称，统计它的全部答卷",
        ),
    ],
    questionnaire: Annotated[
        Path | None, typer.Option("--questionnaire", "-q", metavar="问卷.yaml", help="问卷文件；答卷在项目里的可不写")
    ] = None,
    by: Annotated[list[str] | None, typer.Option("--by", metavar="题号", help="按这道题分组比较，可用多次")] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """筛查并统计一份答卷"""
    from evalkit import app

    answer, _ = run(json, lambda: app.tabulated(files, questionnaire, tuple(by or ()), home))
    if json:
        show.as_json(answer)
        return
    show.out(
        f"收回 {answer['collected']} 份，有效 {answer['valid']} 份（其中存疑 {answer['suspected']} 份），无效 {answer['invalid']} 份。"
    )
    sources(answer["sources"])
    screened(answer["screening"])
    for question in answer["questions"]:
        _question(question)
    if answer.get("satisfaction"):
        _satisfaction(answer)
    for group in answer["groups"]:
        _group(group)
    if answer["groups"]:
        show.out(
            "\n* 不到 5 人的格子不列，为免从合计倒推，同行同列再隐去一格。字母：比那一组显著高（两组都不少于 30 人，Holm 校正后 p<0.05）。"
        )


@surveys.command(cls=Command)
def sample(
    population: Annotated[
        str, typer.Option("--population", metavar="人数", help="总体：一共有多少人可以调查；写了 --strata 的可不写")
    ] = "",
    margin: Annotated[str, typer.Option("--margin", metavar="误差", help="允许的误差，默认 0.05")] = "0.05",
    confidence: Annotated[str, typer.Option("--confidence", metavar="置信度", help="默认 0.95")] = "0.95",
    strata: Annotated[
        Path | None,
        typer.Option("--strata", metavar="总体构成", help="各类多少人：有“类别”“人数”两列的 .csv、.xlsx，或问卷 .yaml"),
    ] = None,
    least: Annotated[
        str, typer.Option("--least", metavar="份数", help="每一类至少多少份，默认 2；要分别下结论的写 30")
    ] = "2",
    returned: Annotated[
        str, typer.Option("--return-rate", metavar="比例", help="预计发出的问卷有多少收回且有效，默认 1；如 0.8")
    ] = "1",
    json: Json = False,
) -> None:
    """算样本量，按人数分到各类"""
    from evalkit import app

    answer, _ = run(json, lambda: app.sampled(population, margin, confidence, strata, least, returned))
    if json:
        show.as_json(answer)
        return
    whole = f"总体 {answer['population']} 人" if answer["population"] is not None else "总体很大"
    issue = f"，应发放 {answer['issue']} 份" if answer["issue"] != answer["n"] else ""
    show.out(f"{whole}，置信度 {answer['confidence']}，误差 {answer['margin']}：需要有效问卷 {answer['n']} 份{issue}。")
    if answer["strata"]:
        rows = [(one["label"], str(one["population"]), str(one["n"]), str(one["issue"])) for one in answer["strata"]]
        show.table(("类别", "人数", "样本", "发放"), rows, (1, 2, 3))


def _question(question: dict[str, Any]) -> None:
    mean = f"，得分 {question['mean']}" if question.get("mean") else ""
    if question["type"] == "number":
        spread = f"，标准差 {question['sd']}" if question["sd"] is not None else ""
        mean = f"，平均 {question['mean']}，中位数 {question['median']}{spread}，{question['min']}—{question['max']}"
        mean = mean if question["mean"] is not None else ""
    show.out(f"\n{question['id']} {question['text']}（{question['n']} 人作答{mean}）")
    if question.get("rows"):
        rows = [(row["text"], str(row["n"]), row["mean"] or "") for row in question["rows"]]
        show.table(("项目", "人数", "得分"), rows, (1, 2))
    if question.get("categories"):
        rows = [(one["label"], str(one["count"]), _percent(one["percent"])) for one in question["categories"]]
        show.table(("类别", "人数", "占比"), [*rows, ("未归类", str(question["uncoded"]), "")], (1, 2))
    if question.get("options"):
        columns = {"percent_of_choices": "占人次", "mean_rank": "平均名次", "weighted_score": "平均综合得分"}
        more = [key for key in columns if key in question["options"][0]]
        shown = [
            (
                o["label"],
                str(o["count"]),
                _percent(o["percent"]),
                *(_percent(o[key]) if key == "percent_of_choices" else o[key] or "" for key in more),
            )
            for o in question["options"]
        ]
        show.table(("选项", "人数", "占比", *(columns[key] for key in more)), shown, tuple(range(1, 3 + len(more))))


def _satisfaction(answer: dict[str, Any]) -> None:
    found = answer["satisfaction"]
    if found["value"] is None:
        show.out(f"\n总体满意度算不出来：{'、'.join(found['of'])} 有的题没有人作答")
        return
    ends = f"，95%置信区间 {found['ci'][0]}—{found['ci'][1]}" if found["ci"] else ""
    show.out(f"\n总体满意度 {found['value']}%（{'、'.join(found['of'])} 的均值{ends}）")
    if answer["suspected"]:
        sure = answer["without_suspected"]
        show.out(f"不含存疑的 {sure['valid']} 份：{sure['satisfaction']}%")
    if answer["reliability"]:
        alpha = answer["reliability"]
        show.out(
            f"信度（克隆巴赫 α）{alpha['alpha']}，95%置信区间 {alpha['ci'][0]}—{alpha['ci'][1]}（{alpha['items']} 项）"
        )
    if answer["margin"]:
        show.out(f"抽样误差：占比最多 ±{answer['margin']} 个百分点")
    if answer["roster"]:
        rows = [
            (
                one["label"],
                str(one["population"]),
                _percent(one["population_percent"]),
                str(one["n"]),
                _percent(one["percent"]),
            )
            for one in answer["roster"]
        ]
        show.out("")
        show.table(("类别", "总体", "占总体", "有效问卷", "占问卷"), rows, (1, 2, 3, 4))
    if answer["weighted"] and answer["weighted"]["satisfaction"]:
        show.out(f"按总体构成加权的满意度 {answer['weighted']['satisfaction']}%（另列，不代替上面的数）")


def _group(group: dict[str, Any]) -> None:
    """A cross table: a column a group, a row an option, the mean and the test below."""
    levels, test = group["levels"], group["test"]
    show.out(f"\n{group['question']} 按 {group['by']} 分组")
    head = ["", *(f"{level['letter']} {level['label']}" for level in levels)]
    rows = [["人数", *(str(level["n"]) for level in levels)]]
    for place, option in enumerate(levels[0]["options"]):
        cells = [level["options"][place] for level in levels]
        rows.append(
            [
                option["label"],
                *(_marked(_percent(c["percent"]), c["higher_than"]) if not c["suppressed"] else "*" for c in cells),
            ]
        )
    if any(level["mean"] for level in levels):
        rows.append(["均值", *(_marked(level["mean"] or "*", level["higher_than"]) for level in levels)])
    show.table(head, rows, tuple(range(1, len(head))))
    if test:
        statistic = f"，统计量 {test['statistic']}" if test["statistic"] else ""
        p, adjusted = (f"p{'<0.0001' if test[key] == '0.0000' else f'={test[key]}'}" for key in ("p", "p_holm"))
        show.out(f"{TESTS[test['name']]}{statistic}，{p}，Holm 校正后 {adjusted}")
    if group["note"]:
        show.out(f"注：{group['note']}")


def _percent(text: str | None) -> str:
    return f"{text}%" if text is not None else "—"


def _marked(text: str, letters: list[str]) -> str:
    return f"{text} {','.join(letters)}" if letters else text
