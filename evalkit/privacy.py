"""What may tell who answered, kept out of reports and messages: numbers, addresses and names of accounts; free text.

Telephone and identity numbers are found however they are spaced. A name typed without any number cannot be told from
other words: that is why messages quote no free text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_GAP = r"[ \t\-_.·—–]{0,2}"
_PERSONAL = re.compile(
    # Identity card, mobile, fixed line, bank account.
    rf"(?<!\d)(?:(?:\d{_GAP}){{17}}[\dXx]|(?:86{_GAP})?1{_GAP}[3-9]{_GAP}(?:\d{_GAP}){{8}}\d|0\d{{2,3}}{_GAP}(?:\d{_GAP}){{6,7}}\d|\d{{15,19}})(?!\d)"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
    r"|(?i:qq|微信|vx|wx|wechat)(?:号码?|群|(?i:id))?\s{0,3}(?:是|为|[:：])?\s{0,3}[A-Za-z0-9_-]{5,20}(?![A-Za-z0-9_-])"
)
_WHO = (
    r"(?:姓名|名字|称呼|电话|手机|号码|手机号码?|电话号码|联系电话|联系方式|联系人|身份证号?码?|证件号码?|邮箱|电子邮箱|电子邮件|(?:家庭|详细|现)?(?:住址|地址)"
    r"|微信号?|微信昵称|昵称|QQ号?码?|银行卡号|银行账号|账号|学号|工号)"
)
#: A question that asks for nothing but who answers.
_ASKS_WHO = re.compile(
    rf"(?:请)?(?:您|你)?(?:可以|愿意)?(?:填写|输入|留下|提供)?(?:一下)?(?:您|你|受访者|被调查者|填表人|填写人|个人)?(?:本人)?的?(?:真实)?的?"
    rf"{_WHO}(?:(?:和|及|与|、|/|或|，|,){_WHO})*(?:是|为|是什么|是多少)?(?:\([^)]*\)|（[^）]*）|【[^】]*】|\[[^\]]*\])*[:：?？。*]?"
)
#: Kinds of columns that tell who answered or whence, by what their headers hold.
_KINDS = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("身份证号", r"身份证|证件号"),
        ("银行账号", r"银行卡|银行账号|开户"),
        ("IP 地址", r"(?<![a-z])ip(?![a-z])|ipaddr"),
        ("电话", r"电话|手机|联系方式|座机|mobile|phone|(?<![a-z])tel(?![a-z])"),
        ("邮箱", r"邮箱|电子邮件|e-?mail"),
        (
            "昵称、账号",
            r"昵称|openid|微信|(?<![a-z])qq(?![a-z])|用户标识|用户名|用户代号|账号|头像|user_?name|submit(?:ted_by|tername)|token|令牌",
        ),
        ("姓名", r"姓名|名字|称呼|提交人|填写人|填表人|^名称$|last ?name|first ?name|^name$"),
        ("住址、位置", r"住址|地址|地理位置|经度|纬度|latitude|longitude|geo|gps|^(?:国家|省份?|城市|地区|填写地区)$"),
        ("设备", r"设备|device|浏览器|browser|操作系统|imei|sim(?:serial|id)|subscriberid|ua$"),
        ("来源", r"来源|渠道|refurl|referrer|collector"),
    )
)
#: An answer no longer than this may be a mistyped option; anything longer may tell who wrote it.
_QUOTABLE = 12


def masked(text: str) -> str:
    """The text with what tells a person apart replaced by ``***``."""
    return _PERSONAL.sub("***", text)


def kind(header: str) -> str | None:
    """What a column of this header would tell of a person (姓名, 电话, IP 地址 …); None when nothing."""
    return next((kind for kind, words in _KINDS if words.search(header.strip())), None)


def asks_who(question: str) -> bool:
    """Whether an open question asks for nothing but the name, telephone, address … of who answers."""
    return bool(_ASKS_WHO.fullmatch("".join(question.split())))


def quotable(text: str, labels: Iterable[str]) -> bool:
    """Whether a message may quote an answer that is none of the options: it is short, and no option with words added."""
    bare = text.strip()
    if len(bare) > _QUOTABLE or masked(bare) != bare or re.search(r"\d{5}", bare):
        return False
    return not any(bare.startswith(label) and len(bare) > len(label) + 1 for label in labels if label)
