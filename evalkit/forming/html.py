"""The questionnaire as one HTML page to print or to send along: no script, nothing loaded from anywhere."""

from __future__ import annotations

from html import escape

from evalkit.forming.wording import (
    FIELDS,
    OTHER,
    THANKS,
    asked_of,
    assurances,
    label,
    letter,
    number,
    paragraphs,
    parts_before,
    stem,
)
from evalkit.model.questionnaire import Question, Questionnaire

_LOOK = """
@page { size: A4; margin: 18mm 20mm 16mm }
* { box-sizing: border-box }
body { font: 15px/1.7 "Songti SC", SimSun, "Noto Serif CJK SC", serif; color: #111; max-width: 46em; margin: 2em auto; padding: 0 1em }
h1, h2 { font-family: "Heiti SC", SimHei, "Noto Sans CJK SC", sans-serif }
h1 { font-size: 1.5em; text-align: center; margin: 0 0 .8em }
h2 { font-size: 1.08em; margin: 1.4em 0 .5em; padding: .15em .5em; background: #eceff3; break-after: avoid }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(10em, 1fr)); gap: .4em 1.5em; margin-bottom: 1em }
.fields span { display: flex } .fields i, .line { flex: 1; border-bottom: 1px solid #333; min-height: 1.5em }
.intro { border: 1px solid #888; padding: .5em 1em; margin-bottom: 1em } .intro p { margin: .2em 0; text-indent: 2em }
.q { margin: .9em 0; break-inside: avoid } .stem { font-weight: bold } .of { font-style: normal; color: #444 }
ul { list-style: none; margin: .3em 0 0; padding: 0 0 0 1.5em; display: grid; gap: .15em 1em }
li { display: flex; gap: .4em } li .line { min-width: 5em; max-width: 14em }
.box { flex: none; width: .85em; height: .85em; border: 1px solid #222; margin-top: .43em } .one { border-radius: 50% }
.rank { flex: none; width: 2em; border-bottom: 1px solid #333; height: 1.4em }
table { border-collapse: collapse; width: 100%; margin-top: .4em } th, td { border: 1px solid #888; padding: .25em .4em; text-align: center }
th { background: #eceff3; font-weight: normal } td:first-child { text-align: left } td .box { display: inline-block; margin: 0 }
.lines .line { display: block; height: 2.1em; margin-left: 1.5em }
.end { text-align: center; margin-top: 2em }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt } h2, th { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""


def write(questionnaire: Questionnaire) -> bytes:
    """UTF-8 HTML."""
    title = escape(questionnaire.title)
    intro = [*paragraphs(questionnaire.intro), assurances(questionnaire)]
    body = [f"<h1>{title}</h1>"]
    body.append(f'<div class="fields">{"".join(f"<span>{name}：<i></i></span>" for name in FIELDS)}</div>')
    body.append(f'<div class="intro">{"".join(f"<p>{escape(line)}</p>" for line in intro if line)}</div>')
    for question in questionnaire.questions:
        for part in parts_before(question, questionnaire):
            body.append(f"<h2>{escape(part.title)}</h2>" + (f"<p>{escape(part.note)}</p>" if part.note else ""))
        body.append(_question(question, questionnaire))
    body.append(f'<p class="end">{THANKS}</p>')
    page = (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_LOOK}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


def _question(question: Question, questionnaire: Questionnaire) -> str:
    of = asked_of(question, questionnaire)
    head = f"{number(question)}. {escape(stem(question))}" + (f'<span class="of">（{escape(of)}）</span>' if of else "")
    return f'<div class="q"><div class="stem">{head}</div>{_answer(question)}</div>'


def _answer(question: Question) -> str:
    if question.type == "matrix":
        head = "".join(f"<th>{escape(option.label)}</th>" for option in question.options)
        cells = '<td><span class="box one"></span></td>' * len(question.options)
        rows = "".join(f"<tr><td>{escape(row)}</td>{cells}</tr>" for row in question.rows)
        return f"<table><tr><th></th>{head}</tr>{rows}</table>"
    if question.options:
        box = "rank" if question.type == "rank" else "box" if question.type == "multi" else "box one"
        widest = max(len(label(option)) + (10 if option.write_in else 0) for option in question.options)
        rows = "".join(
            f'<li><span class="{box}"></span>{letter(place)}. {escape(label(option))}'
            + (f'（{OTHER}）<span class="line"></span>' if option.write_in else "")
            + "</li>"
            for place, option in enumerate(question.options)
        )
        return f'<ul style="grid-template-columns:repeat(auto-fill,minmax({min(widest + 4, 40)}em,1fr))">{rows}</ul>'
    if question.type == "date":
        return "<ul><li>＿＿＿＿年＿＿月＿＿日</li></ul>"
    lines = 1 if question.type == "number" else 3
    return f'<div class="lines">{"<span class=line></span>" * lines}</div>'
