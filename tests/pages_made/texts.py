"""Pages whose text is interrupted, stands among boxes, or has something at its edges.

Each has a name, what its body prints, and the lines of its text, written by hand: {1} to {9} are
the paragraphs of `STORY`, anything else is printed as it stands.
"""

# ruff: noqa: E501 - a page is read more easily on one line

from __future__ import annotations

from dataclasses import dataclass

TITLE = "柏桥村办起稻田里的图书馆"
TIME = "<div>2022-07-22 08:51　来源：青棠日报</div>"
STORY = (
    "7月21日傍晚，柏桥村稻田边的一间旧碾米房亮起了灯，村里的第一座图书馆开门迎客，当晚来了六十多人。",
    "图书馆由村里闲置了十二年的碾米房改建而成，书架用的是拆下来的老木料，一共摆放了四千三百多册书。",
    "“以前放暑假，孩子们只能在家看电视。”村民蒋月娥说，她每天傍晚都带着两个孙子来这里看上一个钟头。",
    "负责改建的设计师周砚秋介绍，碾米房的梁柱保存完好，他们只换了屋面的瓦，又在朝南的墙上开了一排长窗。",
    "书从三个地方来：县图书馆每季度换一批新书，城里的两所学校捐了旧书，村民自己也拿出了家里的藏书。",
    "馆里不设门禁，也没有专职的管理员，由十七名村民轮流值班，每人每月两个晚上，借书只要在本子上记一笔。",
    "开馆一个月以来，一共借出图书一千一百多册，到期没有归还的只有九册，其中七册在提醒以后已经还了回来。",
    "镇里今年还打算在另外三个村子推广这种做法，资金由镇里和村里各出一半，选址全部使用闲置的老房子。",
    "县文化馆副馆长钟立诚认为，乡村图书馆最难的不是建起来，而是有人来，柏桥村的做法值得别的村子学习。",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One page: its name, the inside of its <body>, and the lines of its text."""

    name: str
    inner: str
    lines: tuple[str, ...]

    @property
    def markup(self) -> str:
        """The whole page."""
        head = f'<meta charset="utf-8"><title>{TITLE}_青棠新闻网</title>'
        return f"<!DOCTYPE html><html><head>{head}</head><body>{self.inner}{FOOT}</body></html>"


FOOT = "<div class='foot'><p>关于我们 | 联系我们 | 广告服务</p><p>青棠新闻网 版权所有</p></div>"


def _filled(text: str) -> str:
    for number, paragraph in enumerate(STORY, 1):
        text = text.replace(f"{{{number}}}", paragraph)
    return text


def _page(name: str, inner: str, *lines: str) -> Text:
    return Text(name, _filled(inner), tuple(_filled(line) for line in lines))


def _ps(numbers: str) -> str:
    return "".join(f"<p>{{{number}}}</p>" for number in numbers)


def _within(name: str, text: str, *lines: str) -> Text:
    """A plain article whose text element holds this."""
    inner = f"<div class='main'><h1>{TITLE}</h1>{TIME}<div class='text'>{text}</div></div>"
    return _page(name, inner, *lines)


def _all(numbers: str = "123456789") -> tuple[str, ...]:
    return tuple(f"{{{number}}}" for number in numbers)


def page_with(name: str, text: str, paragraphs: str) -> Text:
    """A plain article whose text element holds this, and whose text is these paragraphs."""
    return _within(name, text, *_all(paragraphs))


#: What stands between the paragraphs of a text and is none of it, or looks as if it were none.
INTERRUPTIONS = (
    _within("advert label", _ps("1234") + "<p>广告</p>" + _ps("56789"), *_all()),
    _within(
        "advert label, traditional", _ps("12") + "<div>廣告</div>" + _ps("3456"), *_all("123456")
    ),
    _within(
        "advert box with a sentence",
        _ps("123")
        + "<div class='ad'><span>广告</span><a href='/ad'>青棠酒店周末特惠</a><p>全场八折，订房热线全天开通，欢迎新老顾客来电咨询。</p></div>"
        + _ps("4567"),
        *_all("1234567"),
    ),
    _within(
        "advert in capitals", _ps("123") + "<div>ADVERTISEMENT</div>" + _ps("45"), *_all("12345")
    ),
    _within(
        "advert between dashes",
        _ps("123") + "<p>- Advertisement -</p>" + _ps("45678"),
        *_all("12345678"),
    ),
    _within(
        "sponsored box",
        _ps("1234") + "<div><p>Sponsored</p><a href='/s'>本周的团购</a></div>" + _ps("56"),
        *_all("123456"),
    ),
    _within(
        "related list",
        _ps("12345")
        + "<div><h4>相关新闻</h4><ul><li><a href='/1'>石桥村新修水渠通水</a></li><li><a href='/2'>县城两条公交线路延长</a></li></ul></div>"
        + _ps("678"),
        *_all("12345678"),
    ),
    _within(
        "related line with a link",
        _ps("12345") + "<p>相关阅读：<a href='/1'>石桥村新修水渠通水</a></p>" + _ps("678"),
        *_all("12345678"),
    ),
    _within(
        "related label, then a link",
        _ps("123") + "<p>延伸阅读：</p><p><a href='/1'>石桥村新修水渠通水</a></p>" + _ps("45678"),
        *_all("12345678"),
    ),
    _within(
        "related cards with teasers",
        _ps("1234")
        + "<section class='cards'><h3>推荐阅读</h3><div><a href='/1'><img src='/1.jpg'></a><a href='/1'>石桥村新修水渠通水</a><p>石桥村的水渠上周通水，下游四个村子的三千亩稻田今年不再缺水。</p></div></section>"
        + _ps("567"),
        *_all("1234567"),
    ),
    _within(
        "recommendations in an aside",
        _ps("12")
        + "<aside><p>编辑推荐</p><ul><li><a href='/1'>稻田里的音乐会</a></li></ul></aside>"
        + _ps("34567"),
        *_all("1234567"),
    ),
    _within(
        "subhead of hours",
        _ps("123") + "<p>24小时不关灯</p>" + _ps("4567"),
        *_all("123"),
        "24小时不关灯",
        *_all("4567"),
    ),
    _within(
        "subhead of a week",
        _ps("12") + "<p>一周一次换书</p>" + _ps("34567"),
        *_all("12"),
        "一周一次换书",
        *_all("34567"),
    ),
    _within(
        "subhead that ends in recommend",
        _ps("1234") + "<p><strong>老师推荐</strong></p>" + _ps("5678"),
        *_all("1234"),
        "老师推荐",
        *_all("5678"),
    ),
    _within(
        "subhead that ends in selection",
        _ps("12345") + "<h3>馆藏精选</h3>" + _ps("678"),
        *_all("12345"),
        "馆藏精选",
        *_all("678"),
    ),
    _within(
        "telephone lines",
        _ps("1234")
        + "<p>借书咨询电话：0000-1234567</p><p>捐书邮箱：shu@baiqiao.example</p>"
        + _ps("5678"),
        *_all("1234"),
        "借书咨询电话：0000-1234567",
        "捐书邮箱：shu@baiqiao.example",
        *_all("5678"),
    ),
    _within(
        "hot line for readers",
        _ps("12") + "<p>新闻热线：0000-7654321</p>" + _ps("345"),
        *_all("12"),
        "新闻热线：0000-7654321",
        *_all("345"),
    ),
    _within(
        "report line inside a paragraph",
        _ps("12")
        + "<p>村里在门口贴出了举报电话，谁发现有人撕书，可以直接打给值班的村民。</p>"
        + _ps("345"),
        *_all("12"),
        "村里在门口贴出了举报电话，谁发现有人撕书，可以直接打给值班的村民。",
        *_all("345"),
    ),
    _within(
        "invitation to scan",
        _ps("123") + "<p>扫一扫二维码关注青棠新闻</p>" + _ps("456"),
        *_all("123456"),
    ),
    _within(
        "invitation to follow",
        _ps("12345") + "<div><img src='/qr.png'><p>关注公众号，了解更多</p></div>" + _ps("67"),
        *_all("1234567"),
    ),
    _within("byline in the middle", _ps("12345678") + "<p>（记者 周砚秋）</p><p>{9}</p>", *_all()),
    _within("breaks, advert", "{1}<br><br>{2}<br><br>广告<br><br>{3}<br><br>{4}", *_all("1234")),
    _within(
        "breaks, related link",
        "{1}<br>{2}<br>相关新闻<br><a href='/1'>石桥村新修水渠通水</a><br>{3}<br>{4}",
        *_all("1234"),
    ),
    _within(
        "more button",
        _ps("123") + "<div class='more'><a href='javascript:'>展开全文</a></div>" + _ps("456"),
        *_all("123456"),
    ),
    _within(
        "two interruptions",
        _ps("12")
        + "<p>广告</p>"
        + _ps("34")
        + "<div><p>猜你喜欢</p><p><a href='/1'>稻田里的音乐会</a></p></div>"
        + _ps("56"),
        *_all("123456"),
    ),
    _within(
        "video box",
        _ps("123")
        + "<div class='player'><span>播放</span><span>00:00</span><span>视频加载中...</span></div>"
        + _ps("456"),
        *_all("123456"),
    ),
    _within(
        "statement in the text",
        _ps("12") + "<p>声明：捐书的名单由村民自己核对。</p>" + _ps("345"),
        *_all("12"),
        "声明：捐书的名单由村民自己核对。",
        *_all("345"),
    ),
    _within(
        "short last paragraph below an advert",
        _ps("12345") + "<p>广告</p><p>明年，书还会更多。</p>",
        *_all("12345"),
        "明年，书还会更多。",
    ),
)

_SIDE = "<div class='side'><h3>热门文章</h3><ul><li><a href='/1'>石桥村新修水渠通水</a></li><li><a href='/2'>县城两条公交线路延长</a></li><li><a href='/3'>稻田里的音乐会</a></li></ul></div>"
_TERMS = "本站内容由注册用户上传，本站不对其真实性负责，用户应当自行判断。<br><br>如果发现本站的内容侵犯了您的权益，请来信告知，本站会在三个工作日以内处理。<br><br>本站保留随时修改本条款的权利，修改以后的条款一经公布即告生效。"
_COMMENTS = "".join(
    f"<div class='c'><b>网友{n}</b><p>{text}</p></div>"
    for n, text in enumerate(
        (
            "我小时候就在这间碾米房边上长大，没想到今天变成了图书馆，真想回去看看。",
            "书要有人看才有用，希望能一直办下去，也希望更多的村子学起来。",
            "上个月去过一次，晚上人真的很多，孩子们都很安静，灯光也很好。",
        ),
        1,
    )
)

_DATED = _COMMENTS.replace("</b>", "</b> <span>2022-08-01 12:30</span>")
_NAMED = "".join(
    f"<li><p>{name}：{text}</p></li>"
    for name, text in (
        ("山里人", "我小时候就在这间碾米房边上长大，没想到今天变成了图书馆，真想回去看看。"),
        ("老渡口", "书要有人看才有用，希望能一直办下去，也希望更多的村子学起来。"),
        ("麦田守望", "上个月去过一次，晚上人真的很多，孩子们都很安静，灯光也很好。"),
    )
)
_TEASERS = "".join(
    f"<div><h4><a href='/{n}'>{headline}</a></h4><p>{text}</p><span>2022-07-2{n}</span></div>"
    for n, (headline, text) in enumerate(
        (
            (
                "石桥村新修水渠通水",
                "石桥村的水渠上周通水，下游四个村子的三千亩稻田今年不再缺水，村民都很高兴。",
            ),
            (
                "县城两条公交线路延长",
                "从八月起，县城的二路和五路公交车开到火车站，末班车的时间也推迟到晚上九点。",
            ),
            (
                "稻田里的音乐会",
                "上周六晚上，三百多人坐在田埂上听了一场音乐会，演奏的都是镇上中学的学生。",
            ),
            (
                "老渡口的最后一班船",
                "大桥通车以后，老渡口的最后一班渡船停了，摆渡三十年的老周把船捐给了博物馆。",
            ),
        ),
        1,
    )
)


def _beside(name: str, boxes: str, *lines: str) -> Text:
    return _page(name, f"<div class='wrap'>{boxes}</div>", *lines)


_HEAD = f"<h1>{TITLE}</h1>{TIME}"
_TEXT = f"<div class='article-text'>{_ps('12345')}</div>"
_WHOLE = f"<div class='article-text'>{_ps('123456789')}</div>"
_SHORT = "<div class='entry'><p>{1}</p><p>“孩子们有地方看书了。”</p><p>借书不要钱。</p></div>"
_SHORT_LINES = ("{1}", "“孩子们有地方看书了。”", "借书不要钱。")

#: What stands around a text: standfirsts, video boxes, disclaimers, boxes with misleading names.
BOXES = (
    _beside(
        "summary in a box",
        f"{_HEAD}<div class='summary'>柏桥村用一间旧碾米房办起了图书馆，十七名村民轮流值班，一个月借出一千一百多册书，镇里打算今年在另外三个村子推广这种做法。</div>{_WHOLE}",
        *_all(),
    ),
    _beside(
        "summary in a quotation",
        f"{_HEAD}<blockquote>柏桥村用一间旧碾米房办起了图书馆，十七名村民轮流值班，一个月借出一千一百多册书，镇里打算今年在另外三个村子推广这种做法。</blockquote>{_WHOLE}",
        *_all(),
    ),
    _beside(
        "summary with a label",
        f"{_HEAD}<div class='abstract'><span>摘要：</span>柏桥村用一间旧碾米房办起了图书馆，十七名村民轮流值班，一个月借出一千一百多册书，镇里打算今年在另外三个村子推广这种做法。</div>{_WHOLE}",
        *_all(),
    ),
    _beside(
        "caption of a large picture",
        f"{_HEAD}<figure><img src='/1.jpg'><figcaption>柏桥村稻田边的图书馆，由一间闲置了十二年的旧碾米房改建而成，朝南的墙上新开了一排长窗，书架用的是拆下来的老木料。（青棠日报）</figcaption></figure>{_TEXT}",
        *_all("12345"),
    ),
    _beside(
        "caption in a box of its own",
        f"{_HEAD}<div class='cover'><div><div><img src='/1.jpg'></div><figcaption>柏桥村稻田边的图书馆，由一间闲置了十二年的旧碾米房改建而成，朝南的墙上新开了一排长窗，书架用的是拆下来的老木料。周砚秋 摄</figcaption></div></div><div class='row'><div>{_TEXT}</div></div>",
        *_all("12345"),
    ),
    _beside(
        "video box with a sentence",
        f"{_HEAD}<div class='video'><p><a href='/v/1'>视频：稻田里的图书馆开门了</a></p><p>柏桥村用一间旧碾米房办起了图书馆，十七名村民轮流值班，一个月借出一千一百多册书，镇里打算今年在另外三个村子推广这种做法。</p></div>{_TEXT}",
        *_all("12345"),
    ),
    _beside(
        "player with error words",
        f"{_HEAD}<div class='player'><div>您的网络已中断</div><div>重试</div><div>00:00 / 02:31</div></div>{_TEXT}",
        *_all("12345"),
    ),
    _page(
        "disclaimer before the title",
        f"<div id='top'><div>{_TERMS}</div></div><div class='wrap'>{_HEAD}{_SHORT}</div>",
        *_SHORT_LINES,
    ),
    _page(
        "disclaimer after the text",
        f"<div class='wrap'>{_HEAD}{_SHORT}</div><div class='terms'>{_TERMS}</div>",
        *_SHORT_LINES,
    ),
    _page(
        "disclaimer in a box called content",
        f"<div class='wrap'>{_HEAD}{_SHORT}</div><div class='content'>{_TERMS}</div>",
        *_SHORT_LINES,
    ),
    _page(
        "promotion in a box called text-center",
        f"<div class='wrap'>{_HEAD}{_SHORT}</div><div class='content-body text-center'><div>青棠县的财政预算怎么安排？新计划、新政策、新机遇，《青棠日报》为您详细解析。</div><div>订阅报纸，现在享受八折优惠，还有机会赢得大奖，快来参加。</div></div>",
        *_SHORT_LINES,
    ),
    _page(
        "comments longer than the text",
        f"<div class='wrap'>{_HEAD}{_SHORT}</div><div class='cmt-list'><h3>网友评论</h3>{_COMMENTS}</div>",
        *_SHORT_LINES,
    ),
    _beside("sidebar before the text", f"{_SIDE}{_HEAD}{_TEXT}", *_all("12345")),
    _beside("sidebar between header and text", f"{_HEAD}{_SIDE}{_TEXT}", *_all("12345")),
    _beside(
        "share box between header and text",
        f"{_HEAD}<div class='share'><a href='#'>微信</a><a href='#'>微博</a><a href='#'>QQ空间</a></div>{_TEXT}",
        *_all("12345"),
    ),
    _beside(
        "text in wrappers of its own",
        _HEAD
        + "<div class='story'>"
        + "".join(f"<div><p>{{{n}}}</p></div>" for n in "12345")
        + "</div>"
        + _SIDE,
        *_all("12345"),
    ),
    _beside(
        "text in two parts",
        f"{_HEAD}<div class='part'>{_ps('1234')}</div><div class='banner'><img src='/ad.gif'></div><div class='part'>{_ps('56789')}</div>",
        *_all(),
    ),
    _beside(
        "two boxes and a labelled advert",
        f"{_HEAD}<div class='t'><div>{_ps('1234')}</div><div class='ad'><a href='/ad'><img src='/ad.gif'></a><p>广告</p></div><div>{_ps('56789')}</div></div>",
        *_all(),
    ),
    _beside(
        "two boxes and a list of links",
        f"{_HEAD}<div class='t'><div>{_ps('1234')}</div>{_SIDE}<div>{_ps('56789')}</div></div>",
        *_all(),
    ),
    _page(
        "comments many times the text",
        f"<div class='wrap'>{_HEAD}<div class='entry'><p>{{1}}</p></div></div><div class='cmt'><h3>网友评论（24）</h3>{_DATED * 8}</div>",
        "{1}",
    ),
    _page(
        "comments by name in a list",
        f"<div class='wrap'>{_HEAD}<div class='entry'><p>{{1}}</p></div><div><h3>网友留言</h3><ul>{_NAMED * 6}</ul></div></div>",
        "{1}",
    ),
    _page(
        "one paragraph above what the site says of itself",
        f"<div class='wrap'>{_HEAD}<div class='entry'><p>{{1}}</p></div><div><h3>关于我们</h3><p>青棠新闻网创办于2003年，是青棠日报社主办的新闻网站，每天发布三百多条消息。</p><p>网站现有员工六十余人，设有新闻、专题、视频、论坛等二十多个频道。</p></div></div>",
        "{1}",
    ),
    _page(
        "one paragraph above teasers without a heading",
        f"<div class='wrap'>{_HEAD}<div class='entry'><p>{{1}}</p></div><div>{_TEASERS}</div></div>",
        "{1}",
    ),
    _within("teasers in the box of the text", f"{_ps('12345')}{_TEASERS}", *_all("12345")),
    _beside(
        "list in the text",
        f"{_HEAD}<div class='body'><p>{{1}}</p><p>村里定了四条规矩：</p><ol><li>借书不要押金</li><li>每次最多借三册</li><li>一个月以内归还</li><li>书坏了自己补好</li></ol><p>{{2}}</p></div>",
        "{1}",
        "村里定了四条规矩：",
        "借书不要押金",
        "每次最多借三册",
        "一个月以内归还",
        "书坏了自己补好",
        "{2}",
    ),
    _page(
        "text of lists only, a desk below",
        "<div class='wrap'><div class='col' id='art'><div><span>更新: 2022-07-22 8:51</span></div><p>{1}</p><p>村里定了三条规矩：</p><ol><li>借书不要押金</li><li>每次最多借三册，一个月以内归还，需要续借的可以在本子上再记一笔。</li></ol></div></div><div class='hot-content article'><p>青棠新闻网的视频栏目每周二更新，欢迎收看并订阅我们的频道。</p></div>".replace(
            "<div class='wrap'>", f"<div class='wrap'><h1>{TITLE}</h1>"
        ),
        "{1}",
        "村里定了三条规矩：",
        "借书不要押金",
        "每次最多借三册，一个月以内归还，需要续借的可以在本子上再记一笔。",
    ),
    _beside(
        "second copy for telephones",
        f"<div class='pc'>{_HEAD}<div class='t'>{_ps('12345')}</div></div><div class='tj'><h3>相关阅读</h3><a href='/1'>石桥村新修水渠通水</a></div><div class='phone'>{_HEAD}<div class='t'>{_ps('12345')}</div></div>",
        *_all("12345"),
    ),
    _beside(
        "copy for telephones comes first",
        f"<div class='phone'>{_HEAD}<div class='t'>{_ps('12345')}</div></div><div class='pc'>{_HEAD}<div class='t'>{_ps('12345')}</div></div>",
        *_all("12345"),
    ),
    _page(
        "one paragraph and a long imprint",
        f"<div class='wrap'>{_HEAD}<div class='entry'><p>{{1}}</p></div></div><div class='imprint'><p>青棠新闻网由青棠县融媒体中心主办，负责发布全县的新闻和公告，接受社会监督。</p><p>网站的日常工作由编辑部承担，技术支持由青棠县大数据中心提供，服务全县用户。</p></div>",
        "{1}",
    ),
    _beside(
        "each paragraph in a section with a picture",
        _HEAD
        + "<div class='rich'>"
        + "".join(f"<section><p>{{{n}}}</p><img src='/{n}.jpg'></section>" for n in "123456789")
        + "</div>",
        *_all(),
    ),
    _beside(
        "text in a table",
        f"<table><tr><td>{_HEAD}</td></tr><tr><td><table><tr><td>{{1}}<br>{{2}}<br>{{3}}</td></tr></table></td></tr></table>",
        *_all("123"),
    ),
)

_DATA = "".join(f"\\u003cp\\u003e{{{n}}}\\u003c/p\\u003e" for n in "12345")
_QUOTED = "".join(f"&lt;p&gt;{{{n}}}&lt;/p&gt;" for n in "12345")

#: What a page carries as data, for a script to show.
CARRIED = (
    _beside(
        "state of an application",
        f'{_HEAD}<div id=\'app\'></div><script>window.__INITIAL_STATE__={{"detail":{{"id":7,"content":"{_DATA}"}}}};</script>',
        *_all("12345"),
    ),
    _beside(
        "data of a framework",
        f"{_HEAD}<div id='__next'></div><script id='__NEXT_DATA__' type='application/json'>{{\"props\":{{\"body\":\"{_DATA}\"}}}}</script>",
        *_all("12345"),
    ),
    _beside(
        "hidden form",
        f"{_HEAD}<textarea style='display:none'>{_QUOTED}</textarea><div id='show'></div>",
        *_all("12345"),
    ),
    _beside(
        "string of a script",
        f"{_HEAD}<div id='show'></div><script>var text = '{_ps('12345')}';</script>",
        *_all("12345"),
    ),
    _beside(
        "template of a script",
        f"{_HEAD}<script type='text/html'>{_ps('12345')}</script>",
        *_all("12345"),
    ),
    _beside(
        "short text, another in the data",
        f'{_HEAD}<div><p>{{1}}</p></div><script>var other = "<p>{_TERMS}</p>";</script>',
        "{1}",
    ),
)

#: What stands right above the first paragraph and right below the last.
EDGES = (
    _within("minutes of reading", "<div>3 分钟</div>" + _ps("123"), *_all("123")),
    _within("minutes of reading, in words", "<p>阅读时间约 5 分钟</p>" + _ps("123"), *_all("123")),
    _within(
        "caption above the text",
        "<p style='text-align:center'><img src='/1.jpg'></p><p style='text-align:center'>旧碾米房改建的图书馆。周砚秋 摄</p>"
        + _ps("123"),
        *_all("123"),
    ),
    _within("number of words", "<p>全文共1326字，阅读约需3分钟</p>" + _ps("1234"), *_all("1234")),
    _within(
        "listen button", "<div>听新闻</div><div>00:00 / 03:12</div>" + _ps("123"), *_all("123")
    ),
    _within("font buttons", "<div><span>A-</span><span>A+</span></div>" + _ps("123"), *_all("123")),
    _within(
        "names of icons",
        "<div class='pl'><div>play_arrow</div><div>volume_up</div><div>fullscreen</div><div>Powered by Qingtang Player</div></div>"
        + _ps("1234"),
        *_all("1234"),
    ),
    _within("end mark", _ps("1234") + "<p>— END —</p>", *_all("1234")),
    _within("end mark in Chinese", _ps("1234") + "<p>（全文完）</p>", *_all("1234")),
    _within(
        "invitation behind a question",
        _ps("1234") + "<p>喜欢这篇文章吗？订阅我们的电子报，每天收到消息！</p>",
        *_all("1234"),
    ),
    _within("likes and dislikes", _ps("1234") + "<p>赞 12 踩 0</p>", *_all("1234")),
    _within(
        "end mark, and who printed the text",
        _ps("1234") + "<p>-END-</p><p>青棠县融媒体中心</p>",
        *_all("1234"),
    ),
    _within("end mark of hashes", _ps("1234") + "<p># # #</p>", *_all("1234")),
    _within(
        "trailer without colons", _ps("1234") + "<p>文 周砚秋</p><p>图 钟立诚</p>", *_all("1234")
    ),
    _within(
        "trailer with bars",
        _ps("1234") + "<p>文｜周砚秋</p><p>图｜钟立诚</p><p>编辑｜蒋月娥</p>",
        *_all("1234"),
    ),
    _within(
        "rights notice", _ps("1234") + "<p>转载须注明来源和作者，不得改动原文。</p>", *_all("1234")
    ),
    _within(
        "rights notice with brackets",
        _ps("1234") + "<p>【版权声明】本文著作权归青棠日报所有，任何单位不得擅自使用。</p>",
        *_all("1234"),
    ),
    _within(
        "rights notice, author's",
        _ps("1234") + "<p>本文系青棠日报原创稿件，未经授权请勿转载。</p>",
        *_all("1234"),
    ),
    _within(
        "opinion notice",
        _ps("1234") + "<p>新闻来源于其它媒体，内容不代表本站立场！</p>",
        *_all("1234"),
    ),
    _within(
        "opinion of the author alone",
        _ps("1234") + "<p>（文章仅代表作者个人观点，不代表本网立场）</p>",
        *_all("1234"),
    ),
    _within(
        "reactions",
        _ps("1234") + "<div><span>3 感动</span> <span>2 大爱</span> <span>0 愤怒</span></div>",
        *_all("1234"),
    ),
    _within(
        "reactions, one a line",
        _ps("1234") + "<div>高兴</div><div>12</div><div>难过</div><div>0</div>",
        *_all("1234"),
    ),
    _within(
        "screen reader labels",
        "{1}<br>{2}<div>list of 2 items</div><ul><li>借书不要押金</li><li>每次最多借三册</li></ul><div>end of list</div>"
        + _ps("3"),
        "{1}",
        "{2}",
        "借书不要押金",
        "每次最多借三册",
        "{3}",
    ),
    _within(
        "invitation with an address",
        _ps("1234") + "<p>下载青棠新闻APP，随时看新闻：https://app.qingtang.example/get</p>",
        *_all("1234"),
    ),
    _within(
        "invitation to join a channel",
        _ps("1234") + "<p>欢迎加入我们的Telegram频道：https://t.example/qingtang</p>",
        *_all("1234"),
    ),
    _within(
        "captions of pictures below the text",
        _ps("1234") + "<p>题图说明：改建以后的碾米房。内文图：周砚秋、钟立诚摄</p>",
        *_all("1234"),
    ),
    _within(
        "picture credit below the text",
        _ps("1234") + "<p>图片来源：青棠日报资料图</p>",
        *_all("1234"),
    ),
    _within(
        "back to top",
        _ps("1234") + "<p><a href='#top'>返回顶部</a></p><p>[纠错]</p>",
        *_all("1234"),
    ),
    _within(
        "keywords of a video page", _ps("12") + "<div>关键词 图书馆 稻田 柏桥村</div>", *_all("12")
    ),
    _within(
        "desk of three checks",
        _ps("1234") + "<p>一审：蒋月娥 二审：周砚秋 三审：钟立诚</p>",
        *_all("1234"),
    ),
    _within(
        "end mark, then a notice",
        _ps("1234") + "<p>END</p><p>更多内容请下载青棠新闻客户端</p>",
        *_all("1234"),
    ),
)
