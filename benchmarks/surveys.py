"""How long a survey of a million forms takes from the command line, beside scripts written by hand for the same figures.

``python benchmarks/surveys.py [forms]`` makes a text export of 34 columns in a temporary folder and lets three whole
processes read it, one after another, three times: ``evalkit survey tabulate --json``, a polars script, and a pandas
script where pandas is installed. The scripts count every option of the 27 closed questions and the mean of the 5 that
make the satisfaction figure, no more: they do not screen, decode synonyms, or find the place of a wrong answer. What
counts are the ratios, not the seconds. Before anything is timed all must agree on the satisfaction figure and the
counts.
"""

from __future__ import annotations

import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FORMS = 1_000_000
SCALE = ("非常满意", "比较满意", "一般", "不太满意", "非常不满意")
PLACES = ("东镇", "西镇", "南镇", "北镇")
SCALES, PROFILES = 20, 7

POLARS = """
import json, sys
import polars as pl
scores = {"非常满意": 100, "比较满意": 75, "一般": 50, "不太满意": 25, "非常不满意": 0}
frame = pl.scan_csv(sys.argv[1], infer_schema=False)
names = [name for name in frame.collect_schema().names() if name[:1].isdigit()][:27]
frame = frame.select(names).collect()
counts = {name: dict(frame[name].value_counts().iter_rows()) for name in names}
means = [sum(scores[key] * n for key, n in counts[name].items()) / sum(counts[name].values()) for name in names[7:12]]
print(json.dumps({"satisfaction": f"{sum(means) / 5:.2f}", "counts": list(counts.values())}, ensure_ascii=False))
"""

PANDAS = """
import json, sys
import pandas as pd
scores = {"非常满意": 100, "比较满意": 75, "一般": 50, "不太满意": 25, "非常不满意": 0}
names = [name for name in pd.read_csv(sys.argv[1], nrows=0).columns if name[:1].isdigit()][:27]
try:
    frame = pd.read_csv(sys.argv[1], usecols=names, dtype="category", engine="pyarrow")
except ImportError:
    frame = pd.read_csv(sys.argv[1], usecols=names, dtype="category")
counts = {name: {key: int(n) for key, n in frame[name].value_counts().items()} for name in names}
means = [sum(scores[key] * n for key, n in counts[name].items()) / sum(counts[name].values()) for name in names[7:12]]
print(json.dumps({"satisfaction": f"{sum(means) / 5:.2f}", "counts": list(counts.values())}, ensure_ascii=False))
"""


def main(forms: int) -> None:
    """Prints the seconds of each, the best of three, and how many times ours the others take."""
    with tempfile.TemporaryDirectory() as folder:
        export, form = Path(folder, "答卷.csv"), Path(folder, "答卷.yaml")
        form.write_text(questionnaire(), "utf-8")
        write(export, forms)
        Path(folder, "polars.py").write_text(POLARS, "utf-8")
        Path(folder, "pandas.py").write_text(PANDAS, "utf-8")
        runs = {
            "evalkit": [sys.executable, "-m", "evalkit", "survey", "tabulate", str(export), "-q", str(form), "--json"]
        }
        for name in ("polars", "pandas"):
            if importlib.util.find_spec(name):
                # -P keeps the script's folder off the path, where it would stand in for the library it imports.
                runs[name] = [sys.executable, "-P", str(Path(folder, f"{name}.py")), str(export)]
        answers = {name: json.loads(run(command)[1]) for name, command in runs.items()}
        agree(answers)
        seconds = {name: min(run(command)[0] for _ in range(3)) for name, command in runs.items()}
        print(f"{forms} 份 × 34 列，{export.stat().st_size / 1e6:.0f} MB")
        for name, taken in seconds.items():
            ratio = "" if name == "evalkit" else f"    evalkit 是它的 {seconds['evalkit'] / taken:.1f} 倍"
            print(f"{name:10}{taken:8.2f} s{ratio}")


def run(command: list[str]) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    taken = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return taken, done.stdout


def agree(answers: dict[str, dict[str, object]]) -> None:
    """All have the same figure, and count the same people under every option."""
    ours = answers["evalkit"]
    closed = [question for question in ours["questions"] if question["options"]]  # type: ignore[attr-defined]
    counts = [{option["label"]: option["count"] for option in one["options"]} for one in closed]
    for name in answers.keys() - {"evalkit"}:
        assert answers[name]["counts"] == counts, name
        assert answers[name]["satisfaction"] == ours["satisfaction"]["value"], name  # type: ignore[index]


def questionnaire() -> str:
    """Seven profile questions, twenty scales of which five make the satisfaction figure, one open question."""
    lines = ["标题: 满意度调查", "筛查: {最短用时秒: 0}", "题目:"]
    for number in range(1, PROFILES + SCALES + 2):
        lines += [f"  - 题号: Q{number}", f"    题干: 第{number}个问题是什么？"]
        if number <= PROFILES:
            lines += ["    题型: 单选", "    角色: 背景", f"    选项: [{'、'.join(PLACES).replace('、', ', ')}]"]
        elif number <= PROFILES + SCALES:
            options = ", ".join(f"{label}: {100 - 25 * place}" for place, label in enumerate(SCALE))
            lines += ["    题型: 单选", "    角色: 满意度", f"    选项: {{{options}}}"]
            lines += ["    计入满意度: 是"] if number <= PROFILES + 5 else []
        else:
            lines += ["    题型: 填空"]
    return "\n".join(lines) + "\n"


def write(path: Path, forms: int) -> None:
    """An export as 问卷星 writes it, by text: six columns about the form, then the questions."""
    dice = random.Random(20250101)
    heads = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    heads += [f"{number}、第{number}个问题是什么？" for number in range(1, PROFILES + SCALES + 2)]
    # Rows are put together from halves drawn beforehand; every sender is another.
    profiles = [",".join(dice.choices(PLACES, k=PROFILES)) for _ in range(4000)]
    scales = [",".join(dice.choices(SCALE, (50, 30, 12, 5, 3), k=SCALES)) for _ in range(4000)]
    opinions = ["(空)"] * 40 + ["希望标准再高一点", "发放再早一些", "没有意见", "希望多宣传政策"]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(heads) + "\n")
        for row in range(1, forms + 1):
            ip = f"{row % 223 + 1}.{row // 223 % 256}.{row // 57088 % 256}.7(湖南-郴州)"
            when = f"2025/{row % 12 + 1}/{row % 28 + 1} {row % 24}:{row % 60:02}:{row % 59:02}"
            file.write(
                f"{row},{when},{dice.randrange(60, 600)}秒,微信,N/A,{ip},"
                f"{dice.choice(profiles)},{dice.choice(scales)},{dice.choice(opinions)}\n"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FORMS)
