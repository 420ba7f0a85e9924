"""What stands around a text: links, comments, and other things that are no part of it."""

# ruff: noqa: E501 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

from pages_made.forms_draft import Draft, Form

LINKS = "".join(
    f'<li><a href="/n/{i}.html">{t}</a></li>'
    for i, t in enumerate(
        (
            "青棠一季度经济稳中有进",
            "县里开会部署春耕",
            "三江口大桥合龙",
            "市民热议公交新线路",
            "学校食堂开放日",
            "本周天气晴好",
        )
    )
)
_DATED = "".join(
    f'<li><a href="/n/{i}.html">{t}</a><span>2024-0{i + 1}-1{i}</span></li>'
    for i, t in enumerate(
        ("云岭镇启动清河行动", "南湖书屋开门迎客", "老街改造完成过半", "红枫节下月开幕")
    )
)
_COMMENT = (
    '<div class="comments"><h3>网友评论</h3><div class="c"><b>清风徐来</b><p>说得好，希望早日完工，大家都盼着这一天呢，真的太不容易了。</p>'
    "<span>2024-03-02 10:11</span></div><div class=c><b>路人甲</b><p>支持一下，家门口的事情办好了最实在，期待后续的报道。</p></div></div>"
)


def _quiet(draft: Draft) -> None:
    """Nothing."""


def _below(markup: str) -> Form:
    return lambda draft: draft.below.append(markup)


NOISE: dict[str, Form] = {
    "none": _quiet,
    "related": _below(f'<div class="related"><h3>相关新闻</h3><ul>{LINKS}</ul></div>'),
    "dated list": _below(f'<div class="news-list"><h2>最新资讯</h2><ul>{_DATED}</ul></div>'),
    "hot list": _below(f'<div class="hot"><strong>热门排行</strong><ol>{LINKS}</ol></div>'),
    "comments": _below(_COMMENT),
    "share": _below('<div class="share">分享到：<a>微信</a> <a>新浪微博</a> <a>QQ空间</a></div>'),
    "app": _below('<div class="app"><img src="/qr.png"><p>扫一扫，下载青棠客户端</p></div>'),
    "disclaimer": _below("<p>免责声明：本网转载此文目的在于传递更多信息，不代表本网的观点和立场。</p>"),
    "copyright inside": lambda d: d.tail.append("<p>版权声明：凡本网注明“来源：青棠网”的作品，未经授权不得转载。</p>"),
    "share inside": lambda d: d.tail.append('<div class="bdsharebuttonbox"><a>分享</a> <a>微信</a> <a>微博</a></div>'),
    "previous": _below('<p>上一篇：<a href="/1.html">青棠一季度经济稳中有进</a></p><p>下一篇：<a href="/2.html">没有了</a></p>'),
    "related inside": lambda d: d.tail.append(f"<p>相关阅读：</p><ul>{LINKS}</ul>"),
    "unfold": lambda d: d.tail.append('<div class="more"><a>展开全文</a></div>'),
    "today": lambda d: d.metas.append('<meta name="generator" content="CMS">'),
    "keywords": _below('<div class="tags">关键词：<a>民生</a> <a>青棠</a></div>'),
    "qr inside": lambda d: d.tail.append('<p align="center"><img src="/qr.jpg"></p><p align="center">长按二维码关注我们</p>'),
    "many comments": _below(_COMMENT * 6),
    "cards": _below('<div class="cards">' + "".join(
        f'<div class="card"><a href="/c/{i}.html"><h4>青棠故事之{i}</h4><p>这是一段别的文章的导语，讲的是另外一件事情，和本文没有关系。</p></a><span>2024-05-0{i}</span></div>'
        for i in range(1, 7)) + "</div>"),
    "hotline": lambda d: d.tail.append("<p>新闻热线：0000-0000000</p>"),
    "return": lambda d: d.tail.append('<p><a href="/">返回青棠网首页&gt;&gt;</a></p>'),
}  # fmt: skip
