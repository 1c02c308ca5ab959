"""What may tell who answered, kept out of reports and messages: numbers, addresses and names of accounts; free text.

Telephone and identity numbers are found however they are spaced. A name typed without any number or title cannot be told
from other words: that is why messages quote no free text, and why a person looks through what a report quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

_GAP = r"[ \t\-_.·—–]{0,2}"
_PLATE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
    "闫段雷龙黎史陶贺毛郝顾龚邵覃武钱戴严莫孔向汤温康施牛樊葛邢安齐乔伍庞颜倪庄聂章鲁岳翟申耿焦左甘祝纪欧"
)
#: Surnames that begin many a common word as well: they tell a name only beside a title.
_RARER = "褚卫尤华戚喻柏窦郎苗俞柳鲍费滕殷毕邬常傅卞元穆萧祁禹狄贝明臧成舒屈项阮蓝闵席季麻强路娄童梅盛刁骆高凌霍虞万柯管房解应洪包吉裴荣翁荀甄曲封储全班仇宁厉景蒲卓池冉桑桂边尚农晏柴瞿阎习艾容古易匡文寇沃沙丰关"
_NAME = re.compile(rf"(?:欧阳|司马|上官|诸葛|皇甫|尉迟|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}")
_PERSONAL = re.compile(
    # Identity card, mobile, fixed line, bank account.
    rf"(?<!\d)(?:(?:\d{_GAP}){{17}}[\dXx]|(?:86{_GAP})?1{_GAP}[3-9]{_GAP}(?:\d{_GAP}){{8}}\d|0\d{{2,3}}{_GAP}(?:\d{_GAP}){{6,7}}\d|\d{{15,19}})(?!\d)"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
    r"|(?i:qq|微信|vx|wx|wechat)(?:号码?|群|(?i:id))?\s{0,3}(?:是|为|[:：])?\s{0,3}[A-Za-z0-9_-]{5,20}(?![A-Za-z0-9_-])"
    r"|(?<![A-Za-z0-9])wxid_[A-Za-z0-9]{4,30}"
    # A number written out, a short line number that is called one, a passport, a plate, an IPv6 address.
    r"|[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}"
    r"|(?:电话|座机|手机号?|号码|(?i:tel))(?:是|为)?\s{0,3}[:：]?\s{0,3}\d{7,8}(?!\d)"
    r"|护照(?:号码?)?(?:是|为)?\s{0,3}[:：]?\s{0,3}[A-Za-z]{1,2}\d{7,8}(?!\d)"
    rf"|{_PLATE}[A-HJ-NP-Z][·•.\s]?(?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[挂学警港澳])(?![A-Za-z0-9])"
    r"|(?i:(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![0-9a-f:]))"
    # Where somebody lives, to the door; a name that is called one.
    r"|\d{1,4}号?[栋幢座][\d一二三四五六七八九十A-Za-z单元层楼\-—]{1,8}\d{1,4}[室号户]?"
    r"|(?<=[路街道巷弄组村])\d{1,4}号(?:院|楼)?(?:\d{1,4}[单元楼室号户栋幢座-]+){0,4}"
    rf"|(?:(?<=我叫)|(?<=名叫)|(?<=本人叫)|(?<=姓名)|(?<=联系人)|(?<=户主)|(?<=姓名[:：])|(?<=姓名是)|(?<=联系人[:：])|(?<=联系人是)|(?<=户主[:：])|(?<=户主是))[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff]{{6}})"
)
_WHO = (
    r"(?:姓名|名字|称呼|电话|手机|号码|手机号码?|电话号码|联系电话|联系方式|联系人|身份证号?码?|证件号码?|邮箱|电子邮箱|电子邮件|(?:家庭|详细|现)?(?:住址|地址)"
    r"|微信号?|微信昵称|昵称|QQ号?码?|银行卡号?|银行账号|账号|学号|工号|车牌号?码?|护照号?码?|传真)"
)
#: What people put behind such a question: that and why they would be called back.
_WHY = r"(?:[,，。;；、]?\s*(?:以便|便于|方便|用于|以供|供|我们|将|仅|只|如|若|抽奖|回访|联系|核实|领取|谢谢|感谢).{0,40})?"

#: A question that asks for nothing but who answers.
_ASKS_WHO = re.compile(
    rf"(?:请)?(?:您|你)?(?:可以|愿意)?(?:填写|输入|留下|提供)?(?:一下)?(?:您|你)?(?:本人|家人|家长|户主|户|农户|法人|法定代表人|负责人|经办人|联系人|受访者?人?|被调查者?人?|被访者?人?|调查对象|填表人|填写人|填报人|答题人|学生|孩子|患者|"
    rf"个人|单位|企业|公司)?(?:的|及|和|与|、)?(?:真实|有效|常用|具体)?的?"
    rf"{_WHO}(?:(?:和|及|与|、|/|或|，|,){_WHO})*(?:是|为|是什么|是多少)?(?:\([^)]*\)|（[^）]*）|【[^】]*】|\[[^\]]*\])*{_WHY}[:：?？。*]?"
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
        ("车牌、护照", r"车牌|护照"),
        ("设备", r"设备|device|浏览器|browser|操作系统|imei|sim(?:serial|id)|subscriberid|ua$"),
        ("来源", r"来源|渠道|refurl|referrer|collector"),
    )
)
#: Words by which somebody is named or names himself: 张主任, 李某, 本人姓王, 我叫……, 王家湾3组12号.
_SOMEBODY = re.compile(
    rf"[{_SURNAMES}{_RARER}][\u4e00-\u9fff]{{0,2}}?(?:书记|主任|局长|处长|科长|股长|站长|所长|院长|校长|园长|村长|镇长|乡长|县长|组长|队长|支书|会计|老师|医生|大夫|护士|经理|老板|师傅"
    rf"|先生|女士|小姐|同志|阿姨|大爷|大妈|大姐|大哥|大叔|叔叔|教授|干事|专员)|[{_SURNAMES}{_RARER}]某|(?:我|本人)(?:名?叫|姓)[{_SURNAMES}{_RARER}]|(?:姓名|名字)(?:叫|是|为)?[：:]?[{_SURNAMES}{_RARER}]"
    r"|\d{1,4}(?:组|社|号|栋|幢|单元|室|队)|身份证|手机号|电话号码"
)
#: An answer no longer than this may be a mistyped option; anything longer may tell who wrote it.
_QUOTABLE = 12


def masked(text: str) -> str:
    """The text with what tells a person apart replaced by ``***``."""
    return _PERSONAL.sub("***", text)


def named(text: str, within: bool = False) -> bool:
    """Whether a text may be a person's name and nothing else.

    ``within`` it: whether it seems to name a person or a home among other words, by a surname with a title, “我叫……”, the
    number of a house.
    """
    return bool(_SOMEBODY.search(text) if within else _NAME.fullmatch(text.strip()))


def tells_nobody(text: str) -> bool:
    """Whether a report may quote an open answer: nothing in it was or should be masked, and nobody seems to be named."""
    somebody = named(text) or named(text, within=True)
    return "***" not in text and masked(text) == text and not somebody and not re.search(r"\d{4}", text)


def kind(header: str) -> str | None:
    """What a column of this header would tell of a person (姓名, 电话, IP 地址 …); None when nothing."""
    return next((kind for kind, words in _KINDS if words.search(header.strip())), None)


def asks_who(question: str) -> bool:
    """Whether an open question asks for nothing but the name, telephone, address … of who answers."""
    return bool(_ASKS_WHO.fullmatch("".join(question.split())))


def quotable(text: str, labels: Iterable[str]) -> bool:
    """Whether a message may quote an answer that is none of the options: it is short, and no option with words added.

    What may be a name is not quoted either, unless it is nearly an option.
    """
    bare, labels = text.strip(), tuple(labels)
    if named(bare) and not get_close_matches(bare, labels, 1, 0.5):
        return False
    if len(bare) > _QUOTABLE or masked(bare) != bare or re.search(r"\d{5}", bare):
        return False
    return not any(bare.startswith(label) and len(bare) > len(label) + 1 for label in labels if label)
