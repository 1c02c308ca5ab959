"""The files' Chinese words: every table of the engagement folder, every key, its synonyms, its meaning.

One schema for both forms of the folder. The loader reads by it, the workbook is drawn from it (headers, comments,
drop-downs, grey examples), and ``docs/files.md`` is generated from it.
"""

from __future__ import annotations

from evalkit.fields import Field as Field
from evalkit.fields import Kind as Kind
from evalkit.fields import TableSpec as TableSpec
from evalkit.fields import fold as fold
from evalkit.words_course import ACCEPTANCES as ACCEPTANCES
from evalkit.words_course import OPINIONS as OPINIONS
from evalkit.words_course import VERSIONS as VERSIONS
from evalkit.words_rare import ADJUSTMENTS as ADJUSTMENTS
from evalkit.words_rare import COMPLIANCE as COMPLIANCE
from evalkit.words_rare import DEFINITIONS as DEFINITIONS
from evalkit.words_rare import DOCUMENTS as DOCUMENTS
from evalkit.words_rare import GRADES as GRADES
from evalkit.words_rare import PANEL as PANEL
from evalkit.words_rare import RARE as RARE

MONEY_UNITS = ("万元", "元", "千元", "亿元")
VERDICTS = ("符合", "不符合", "部分符合", "不适用", "存在", "不存在")

PROJECT = TableSpec(
    "项目",
    (
        Field("名称", "text", "项目全称，用于封面和正文", True, ("项目名称",), example="农村饮水安全巩固提升项目"),
        Field("年度", "year", "评价年度，四位数字", True, ("评价年度", "项目年度"), example="2025"),
        Field("简称", "text", "正文中对项目的简称，不写则用“项目”", synonyms=("项目简称",)),
        Field("主管部门", "text", "项目主管部门全称"),
        Field("实施单位", "text", "项目实施单位全称", synonyms=("项目实施单位", "项目单位")),
        Field("实施单位简称", "text", "正文中对实施单位的简称"),
        Field("委托单位", "text", "委托评价的财政部门", True, ("委托方",), example="某县财政局"),
        Field("行政区域", "text", "县（市、区）名称", synonyms=("地区",)),
        Field("资金性质", "text", "资金来源与性质，如“县级财政预算资金”"),
        Field("报告文号", "text", "机构的报告文号，如“效政评报〔2023〕12号”", synonyms=("文号",)),
        Field("报告日期", "date", "落款日期", synonyms=("出具日期",), example="2026-03-20"),
        Field("基准日", "date", "评价基准日，数据截至这一天"),
        Field("背景", "prose", "项目立项的背景、目的和政策由来", synonyms=("项目背景",), width=60),
        Field("摘要背景", "prose", "摘要里的项目概况，两三句；不写的，程序用名称、单位和资金子项写一句", width=60),
        Field(
            "主要内容", "prose", "项目做什么、给谁、怎样给，实施情况如何", synonyms=("项目内容", "实施情况"), width=60
        ),
        Field("组织管理", "prose", "财政、主管、实施三方的职责，资金和业务管理制度", synonyms=("组织结构",), width=60),
        Field("总体目标", "prose", "批复的总体绩效目标", width=60),
        Field("年度目标", "prose", "批复的年度绩效目标", synonyms=("阶段性目标",), width=60),
        Field("评价目的", "prose", "为什么评价", synonyms=("评估目的",), width=60),
        Field("评价对象", "text", "评价对象，不写则用项目名称", synonyms=("评估对象",)),
        Field("评价范围", "prose", "资金、时间、地域、单位的范围", synonyms=("评估范围",), width=60),
        Field(
            "评价方法",
            "prose",
            "采用的评价方法，如比较法、因素分析法、公众评判法",
            synonyms=("评估方法",),
            width=60,
        ),
        Field("主要做法", "prose", "主要经验及做法，一段一条", synonyms=("主要经验", "主要经验及做法"), width=60),
        Field("质量控制", "prose", "怎样保证评价质量：资料核对、底稿编制和复核、报告审核，写实际做了的", width=60),
        Field("其他说明", "prose", "其他需要说明的问题", width=60),
        Field("模板", "text", "报告模板，见 evalkit templates", default="项目支出", synonyms=("报告模板",)),
        Field("加用篇章", "text", "模板里可选的篇章，要用的写章名，如“独立性声明、访谈记录”", synonyms=("加用附件",)),
        Field("不用篇章", "text", "模板里有、这次不用的篇章，写章名，如“问卷调查报告”", synonyms=("不用附件",)),
        Field("评价办法", "text", "按哪份文件计算和评级，写文号；不写则按财预〔2020〕10号", example="财预〔2020〕10号"),
        Field("等级方案", "text", "评价等级的划分依据，用文号表示；不写则按评价办法"),
        Field(
            "不适用指标", "choice", "不适用的指标，分值怎样处理", choices=("同级分摊", "全体分摊"), default="同级分摊"
        ),
        Field("敏感性", "choice", "调查误差对得分的影响，要不要写进报告", choices=("不列", "列出"), default="不列"),
        Field("调查区间", "choice", "问卷结果后面要不要写95%置信区间", choices=("不列", "列出"), default="不列"),
        Field("密级", "text", "印在封面左上角，如“内部资料”；可以公开的不写", synonyms=("密级和保密期限",)),
    ),
    "项目的基本情况，一行一项",
    form=True,
    home="engagement",
    synonyms=("项目信息", "基本信息"),
)

FIRM = TableSpec(
    "机构",
    (
        Field("名称", "text", "评价机构全称", True, ("机构名称", "评价机构")),
        Field("信用代码", "text", "统一社会信用代码", synonyms=("统一社会信用代码",)),
        Field("地址", "text", "办公地址"),
        Field("电话", "text", "联系电话"),
        Field("营业执照", "text", "营业执照图片的文件名，放在 attachments 文件夹", synonyms=("执照",)),
        Field("样式文件", "text", "本机构的参考样式 .docx 文件名，放在 attachments 文件夹", synonyms=("参考样式",)),
        Field("默认复核人", "text", "未写复核人时采用", synonyms=("复核人",)),
        Field("版式", "choice", "报告＝机构版式；公文＝按 GB/T 9704 的尺寸。不写的按模板", choices=("报告", "公文")),
        Field(
            "标志",
            "text",
            "机构标志图片（PNG、JPEG）的文件名，放在 attachments 文件夹，印在封面上方",
            synonyms=("LOGO", "机构标志"),
        ),
        Field("标志位置", "choice", "标志要不要也印在页眉", choices=("封面", "封面和页眉"), default="封面"),
        Field(
            "主色",
            "text",
            "表头、图和网页的颜色：深蓝、墨绿、酒红等名称，或 1F4E79 一类的色值；不写则用版式的",
            synonyms=("颜色",),
        ),
        Field("页眉", "text", "页眉上的字，不写则用报告名称"),
        Field(
            "封面",
            "choice",
            "标准＝各栏带横线；简洁＝没有横线，机构名称在页脚；公文＝只有密级、文号、题名、机构和日期。不写的按模板",
            choices=("标准", "简洁", "公文"),
        ),
    ),
    "评价机构的情况，一行一项；用 --firm 可从机构档案带入",
    form=True,
    home="engagement",
    synonyms=("评价机构",),
)

_AMOUNT = "金额，单位见“单位”列"

FUNDS = TableSpec(
    "资金",
    (
        Field(
            "子项",
            "text",
            "资金的组成部分；另加一行“合计”可写总数",
            True,
            ("资金名称", "名称", "项目", "摘要"),
            width=28,
        ),
        Field("预算数", "number", _AMOUNT, synonyms=("预算", "预算安排", "全年预算数", "预算金额"), example="56.24"),
        Field("到位数", "number", _AMOUNT, synonyms=("到位", "实际到位", "到位金额"), example="56.24"),
        Field("支出数", "number", _AMOUNT, synonyms=("支出", "实际支出", "全年执行数", "支出金额"), example="56.24"),
        Field("单位", "choice", "金额的单位", choices=MONEY_UNITS, default="万元", synonyms=("金额单位",)),
        Field("备注", "text", "", width=24, synonyms=("说明",)),
    ),
    "项目资金的预算、到位和支出；比率由程序计算，不用填",
    home="engagement",
    synonyms=("项目资金",),
)

COSTING = TableSpec(
    "资金测算",
    (
        Field("子项", "text", "对应“资金”表的子项", True, ("资金名称", "名称"), width=28),
        Field("口径", "choice", "这一行说明的是预算还是支出", True, choices=("预算", "支出")),
        Field("内容", "text", "发放对象或开支内容", width=24),
        Field("标准", "number", "每人（户、件）每期的金额", True, ("发放标准", "单价")),
        Field("单位", "choice", "标准的单位", choices=MONEY_UNITS, default="元", synonyms=("标准单位",)),
        Field("数量", "number", "人数、户数或件数", True, ("人数", "户数")),
        Field("期数", "number", "月数或次数，不写为 1", default="1", synonyms=("月数", "次数")),
    ),
    "标准×数量×期数，检查时与资金表的金额核对",
    home="engagement",
    fill=("子项", "口径"),
)

TEAM = TableSpec(
    "团队",
    (
        Field("姓名", "text", "", True),
        Field("角色", "text", "主评人、组长、组员、专家", True, ("职务", "评价组职务"), example="主评人"),
        Field("职称", "text", "如高级会计师", synonyms=("技术职称",)),
        Field("执业资格", "text", "如注册会计师", synonyms=("资格",)),
        Field("证书编号", "text", "", synonyms=("证书号",)),
        Field("分工", "text", "", width=28),
        Field("组别", "text", "分组开展工作的写组名，如内勤组、外勤组", synonyms=("小组", "分组")),
        Field("签字身份", "text", "在报告上签字的写签字身份，如“绩效评价师”；不签的不写", synonyms=("签字",)),
    ),
    "评价工作组成员",
    home="engagement",
    synonyms=("评价组", "评价小组"),
)

SCHEDULE = TableSpec(
    "进度",
    (
        Field("阶段", "text", "如前期准备、组织实施、分析评价", True),
        Field("开始", "date", "", synonyms=("开始日期", "起")),
        Field("结束", "date", "", synonyms=("结束日期", "止")),
        Field("工作内容", "prose", "这一阶段做了什么", width=60, synonyms=("内容",)),
    ),
    "评价工作的时间安排",
    home="engagement",
)

BASES = TableSpec(
    "依据",
    (
        Field("名称", "text", "文件名称，不写书名号", True, ("文件名称",), width=50),
        Field("文号", "text", "如“财预〔2020〕10号”，括号用〔〕", width=22),
        Field("层级", "choice", "", choices=("国家", "省", "市", "县", "项目"), synonyms=("类别",)),
    ),
    "评价依据的法规、政策和项目文件",
    home="engagement",
    synonyms=("评价依据", "政策依据"),
)

INDICATORS = TableSpec(
    "指标",
    (
        Field(
            "一级指标",
            "text",
            "相同的可合并单元格，或只在第一行写；分值可写在括号里",
            True,
            ("一级",),
            example="产出（25分）",
        ),
        Field("二级指标", "text", "同上", True, ("二级",), example="产出数量（6分）"),
        Field("三级指标", "text", "", True, ("三级", "指标名称"), width=22, example="困难职工慰问人数"),
        Field("四级指标", "text", "没有四级的不用这一列", synonyms=("四级",)),
        Field("编码", "text", "不写则自动编为 A11、C12 等", synonyms=("指标编码", "代码"), example="C12", width=8),
        Field("分值", "number", "末级指标的分值", True, ("权重", "分数", "标准分值"), example="3", width=8),
        Field("指标解释", "prose", "考察什么", synonyms=("解释", "指标说明"), width=30),
        Field("规则", "text", "评分规则的名称，见 docs/rules.md", synonyms=("评分规则",), example="逐步扣分"),
        Field(
            "参数",
            "params",
            "规则的参数，写作“键：值；键：值”",
            synonyms=("规则参数",),
            width=36,
            example="每：1%；扣：5%；舍入：去尾",
        ),
        Field(
            "取值",
            "text",
            "规则读取的数：事实名称或算式；分级给分的写等级",
            synonyms=("取值算式", "等级"),
            width=26,
            example="实际慰问人数 / 计划慰问人数",
        ),
        Field("评价标准", "prose", "不写则按规则和参数自动写成文字", synonyms=("评分标准", "评价办法"), width=36),
        Field("数据来源", "text", "数据和资料从哪里取得", synonyms=("资料来源", "取数来源"), width=20),
        Field("目标值", "text", "", synonyms=("年度指标值", "计划值"), example="628人"),
        Field("实际完成值", "text", "", synonyms=("完成值", "实际值"), example="596人"),
        Field("业绩值", "text", "一句话的业绩表述，不是得分", synonyms=("业绩值用语",), example="94.90%"),
        Field(
            "核查事实",
            "prose",
            "查到了什么：文号、凭证、金额、日期，不能照抄标准",
            synonyms=("评分依据", "事实依据"),
            width=44,
        ),
        Field("佐证", "codes", "佐证表的索引号，多个用顿号隔开", synonyms=("索引号", "佐证材料")),
        Field(
            "人工得分",
            "number",
            "规则给不出或不采用时由人给分，须写理由、底稿号和复核人",
            synonyms=("调整得分",),
            width=8,
        ),
        Field("人工理由", "prose", "为什么由人给分", synonyms=("调整理由",), width=30),
        Field("底稿号", "text", "", synonyms=("底稿",), width=10),
        Field("编制人", "text", "", synonyms=("编制",), width=10),
        Field("复核人", "text", "", synonyms=("复核",), width=10),
        Field("不适用原因", "prose", "本项目不适用这项指标的，写明原因；分值分摊给其余指标", width=20),
        Field("规则确认", "text", "规则由文字读出、还没有核对的写“待确认”，核对后删去", synonyms=("确认",), width=10),
    ),
    "指标体系与评分：一行一个末级指标",
    fill=("一级指标", "二级指标"),
    synonyms=("指标体系",),
)

POINTS = TableSpec(
    "要点",
    (
        Field("编码", "text", "所属指标的编码", True, ("指标编码",), example="A11", width=8),
        Field("序", "count", "不写则按行的先后", synonyms=("序号",), width=6),
        Field("要点", "prose", "评价要点；扣分清单写扣分情形", True, ("评价要点", "内容"), width=44),
        Field(
            "分值", "number", "这一要点的分值；扣分清单写每次扣分；等权的不写", False, ("扣分", "分数", "份额"), width=8
        ),
        Field(
            "判定",
            "text",
            "符合、不符合、部分符合、不适用；扣分清单写存在、不存在或次数；有档次的写档名",
            synonyms=("是否符合", "结论"),
            width=10,
        ),
        Field("得分", "number", "部分符合时的得分", width=8),
        Field("事实", "prose", "这一要点查到的事实", synonyms=("核查事实",), width=44),
        Field("档次", "text", "这一要点自身分档的，写作“优→1，良→0.5，中→0.3，差→0”", width=24),
        Field("上限", "number", "扣分清单：这种情形最多扣几分，不写则不限", synonyms=("扣分上限",), width=8),
        Field("规则", "text", "分项计分：这一分项的评分规则", synonyms=("评分规则",)),
        Field("参数", "params", "分项计分：这一分项的参数", synonyms=("规则参数",), width=24),
        Field("取值", "text", "分项计分：这一分项读取的数或等级", width=20),
        Field("佐证", "codes", "佐证表的索引号", synonyms=("索引号",)),
    ),
    "要点给分和扣分清单的逐条判定",
    fill=("编码",),
    synonyms=("评价要点",),
)

FACTS = TableSpec(
    "事实",
    (
        Field(
            "名称",
            "text",
            "事实的名称，报告和算式里就用这个名称",
            True,
            ("事实名称",),
            width=24,
            example="计划慰问人数",
        ),
        Field("值", "text", "数字或文字；暂时没有的留空，报告里显示【待填】", synonyms=("数值",), example="628"),
        Field("单位", "text", "人、户、万元、元、% 等", width=8, example="人"),
        Field(
            "口径",
            "choice",
            "",
            choices=("金额", "数量", "比率", "占比", "均值", "数值", "日期", "文字"),
            width=8,
            synonyms=("类型",),
        ),
        Field("位数", "count", "保留几位小数；不写则金额和比率两位，其余照填写的位数", synonyms=("小数位",), width=8),
        Field("算式", "text", "由别的事实算出的写算式，此时不写值", synonyms=("计算", "公式"), width=30),
        Field("来源", "text", "来自哪份材料", synonyms=("文件", "来源文件"), width=30),
        Field("位置", "text", "材料里的位置：页、表、单元格", width=18),
        Field("备注", "text", "", width=20),
    ),
    "报告要用的数字和文字，每个只填一次",
)

EVIDENCE = TableSpec(
    "佐证",
    (
        Field("索引号", "text", "", True, ("索引", "编号"), example="B3-1"),
        Field("名称", "text", "", True, ("材料名称",), width=44),
        Field("文号或凭证号", "text", "", synonyms=("文号", "凭证号"), width=22),
        Field("日期", "text", ""),
        Field("页码", "text", "", synonyms=("页",), width=8),
        Field("提供单位", "text", "", synonyms=("提供人",), width=22),
        Field("文件", "text", "evidence 文件夹里的文件名", synonyms=("文件名",), width=24),
    ),
    "佐证材料目录",
    synonyms=("佐证材料",),
)

PROBLEMS = TableSpec(
    "问题建议",
    (
        Field("序号", "text", "", synonyms=("问题号",), width=6),
        Field("问题", "text", "问题的标题，一句话", True, ("问题标题",), width=26),
        Field("标准", "prose", "违反了什么规定", synonyms=("标准条款", "依据"), width=36),
        Field("事实", "prose", "查到的事实", True, ("问题事实",), width=36),
        Field("原因", "prose", "", synonyms=("原因分析",), width=30),
        Field("影响", "prose", "", synonyms=("后果",), width=30),
        Field("金额", "text", "涉及金额", width=10),
        Field("指标", "codes", "由哪些指标扣分反映，写编码，多个用顿号隔开", synonyms=("指标编码", "对应指标")),
        Field("说明", "text", "没有对应扣分的，说明原因", width=26),
        Field("建议", "text", "建议的标题，一句话", synonyms=("建议标题",), width=26),
        Field("措施", "prose", "具体怎样做", synonyms=("建议措施",), width=36),
        Field("责任主体", "text", "由谁做", synonyms=("责任单位",), width=18),
        Field("时限", "text", "什么时候做完", synonyms=("完成时限",), width=14),
    ),
    "问题与建议，一行一个问题及其建议",
    synonyms=("问题与建议", "问题"),
)

TABLES = (
    PROJECT,
    FIRM,
    FUNDS,
    COSTING,
    TEAM,
    SCHEDULE,
    BASES,
    INDICATORS,
    POINTS,
    FACTS,
    EVIDENCE,
    PROBLEMS,
    VERSIONS,
    OPINIONS,
    ACCEPTANCES,
)

#: Sheets of a workbook that are never read as tables.
NOT_TABLES = ("说明", "填写说明", "README")


def table(name: str) -> TableSpec | None:
    """The table with this name or synonym."""
    folded = fold(name)
    for spec in (*TABLES, *RARE):
        if folded in (fold(spec.name), *(fold(other) for other in spec.synonyms)):
            return spec
    return None
