"""Jinja's messages in the evaluator's words."""

from __future__ import annotations

import re

_TAGS = "if、for、set、macro、from、import、include"

#: What Jinja says, what that means, and what to do about it; groups of the pattern fill the braces.
_SAYINGS: tuple[tuple[str, str, str], ...] = (
    (r"unexpected char '(.)' at \d+", "花括号里有不认识的字符“{0}”", "花括号里用半角标点；中文文字要放在英文引号里"),
    (
        r"Encountered unknown tag '(\S+)'\.(?: Jinja was looking for the following tags: '?(end\w+).*)?.*",
        "不认识的标签“{0}”",
        f"可用的标签有{_TAGS}，各有自己的收尾标签",
    ),
    (r"Unexpected end of template\. .*?'(end\w+)'.*", "{{% … %}} 没有收尾", "在后面补上 {{% {0} %}}"),
    (r".*expected token 'end of print statement', got '(.+)'", "花括号里多出了“{0}”", "每对花括号里只写一个名称或函数"),
    (r".*expected token 'end of statement block', got '(.+)'", "标签里多出了“{0}”", "检查这个标签的写法"),
    (r".*expected token '(.+)', got '(.+)'", "这里应是“{0}”，写成了“{1}”", "检查括号、引号和逗号是否成对、是否半角"),
    (r"unexpected '(.+)'", "这里不该有“{0}”", "检查括号、引号是否成对"),
    (r"unexpected end of template.*", "花括号没有写完", "补上右边的花括号"),
    (r"Missing end of (?:raw directive|comment tag).*", "注释 {{# 没有收尾", "补上 #}}"),
    (
        r"No filter named '(.+?)'.*",
        "没有名为“{0}”的过滤器",
        "可用的有百分比、占比、金额、人数、分、日期、中文日期、顿号、段落、句",
    ),
    (r"No test named '(.+?)'.*", "没有名为“{0}”的判断", "常用的有 is defined"),
    (r".*got an unexpected keyword argument '(.+?)'.*", "没有名为“{0}”的参数", "检查括号里的参数名"),
    (r"macro '(.+?)' .*", "宏“{0}”的参数不对", "检查括号里参数的个数和名称"),
    (r".*object is not iterable.*", "for 后面的名称不是列表", "用“一级指标”“问题清单”这样的列表"),
    (r".*(?:is not callable|not safely callable).*", "这个名称不能加括号调用", "去掉后面的括号，或改正函数名"),
    (r"the template '(.+?)' .*does not export the requested name '(.+?)'.*", "“{0}”里没有宏“{1}”", "改正宏的名称"),
)


def in_chinese(message: str) -> tuple[str, str]:
    """A message of Jinja as message and cure; one that is not known keeps its own words in brackets."""
    for pattern, meaning, cure in _SAYINGS:
        found = re.fullmatch(pattern, message.strip(), re.DOTALL)
        if found:
            groups = [group or "" for group in found.groups()]
            return f"模板写法有误：{meaning.format(*groups)}", cure.format(*groups)
    return f"模板这一行不能执行（{message}）", "检查花括号和标签的写法"
