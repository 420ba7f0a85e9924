"""Pages that are no articles, and what each kind of them is refused as."""

# ruff: noqa: E501, SIM905 - rows of markup and lists of words are read more easily on one line

from __future__ import annotations

import random
from collections.abc import Callable

from pages_made.invented import PLACES, invent
from pages_made.kinds_frames import Kind, day, links, page

OTHERS: dict[str, tuple[frozenset[str], Kind]] = {}


def _no_article(*refused_as: str) -> Callable[[Kind], Kind]:
    def named(kind: Kind) -> Kind:
        OTHERS[kind.__name__.strip("_").replace("_", " ")] = (frozenset(refused_as), kind)
        return kind

    return named


@_no_article("list")
def _front_page(pick: random.Random) -> str:
    blocks = "".join(
        f'<div class="box"><h2><a href="/{i}/">{t}</a></h2><ul>{links(pick, pick.randint(6, 14))}</ul></div>'
        for i, t in enumerate("要闻 时政 民生 教育 文旅 图片".split())
    )
    return page(pick, pick.choice(("青棠网_青棠市重点新闻网站", "首页")), blocks)


@_no_article("list")
def _channel(pick: random.Random) -> str:
    rows = "".join(
        f'<li><a href="/n/{i}.html">{invent(pick).title}</a><span>{day(pick)}</span></li>'
        for i in range(pick.randint(8, 40))
    )
    pager = '<div class="page">首页 上一页 <b>1</b> <a href="index_2.html">2</a> <a href="index_2.html">下一页</a> 共12页</div>'
    return page(
        pick,
        pick.choice(("时政要闻", "民生", "通知公告")),
        f"<h2>{pick.choice(('时政要闻', '民生', '通知公告'))}</h2><ul>{rows}</ul>{pager}",
    )


@_no_article("list")
def _channel_in_a_table(pick: random.Random) -> str:
    rows = "".join(
        f'<tr><td>·<a href="/n/{i}.html">{invent(pick).title}</a></td><td>{day(pick)}</td></tr>'
        for i in range(pick.randint(10, 30))
    )
    return page(pick, "新闻列表", f"<table>{rows}</table>")


@_no_article("list")
def _channel_with_blurbs(pick: random.Random) -> str:
    facts = [invent(pick) for _ in range(pick.randint(4, 12))]
    row = pick.choice((
        '<div class="item"><h3><a href="/n/{i}.html">{t}</a></h3><p>{b}</p><span>{d}</span></div>',
        '<li><a href="/n/{i}.html"><img src="/t/{i}.jpg"></a><h4><a href="/n/{i}.html">{t}</a></h4><p>{b}<a href="/n/{i}.html">[详细]</a></p><em>{d}</em></li>',
        '<a href="/n/{i}.html"><h3>{t}</h3><p>{b}</p><p>{d}</p></a>',
        '<dl><dt><a href="/n/{i}.html">{t}</a></dt><dd>{b}...</dd><dd>{d}　阅读全文</dd></dl>',
    ))  # fmt: skip
    rows = "".join(
        row.format(i=i, t=f.title, b=f.body[0] + f.body[1], d=day(pick))
        for i, f in enumerate(facts)
    )
    return page(pick, pick.choice(("要闻", "本地新闻", "滚动新闻")), f"<div>{rows}</div>")


@_no_article("list")
def _channel_with_few_blurbs(pick: random.Random) -> str:
    facts = [invent(pick) for _ in range(3)]
    rows = "".join(
        f'<div class="item"><h3><a href="/n/{i}.html">{f.title}</a></h3><p>{f.body[0]}{f.body[1]}</p><span>{day(pick)}</span></div>'
        for i, f in enumerate(facts)
    )
    return page(pick, pick.choice(("要闻", "本地新闻")), f"<div>{rows}</div>")


@_no_article("list")
def _topic_page(pick: random.Random) -> str:
    lead = f'<div class="lead"><img src="/top.jpg"><p>{invent(pick).body[0]}</p></div>'
    blocks = "".join(
        f"<div><h2>{t}</h2><ul>{links(pick, 8)}</ul></div>"
        for t in "最新动态 权威发布 现场图集 各方声音".split()
    )
    return page(pick, f"聚焦{pick.choice(PLACES)}防汛救灾", lead + blocks)


@_no_article("list")
def _search_results(pick: random.Random) -> str:
    facts = [invent(pick) for _ in range(10)]
    rows = "".join(
        f'<div class="result"><h3><a href="/n/{i}.html">{f.title}</a></h3><p>{f.body[0]}</p><p>{f.source} {day(pick)} <a href="/n/{i}.html">/n/{i}.html</a></p></div>'
        for i, f in enumerate(facts)
    )
    return page(
        pick,
        "搜索：路灯",
        f"<p>共找到 312 条结果，用时 0.02 秒</p>{rows}<p>上一页 1 2 3 下一页</p>",
    )


@_no_article("list", "empty", "unreadable")
def _search_without_result(pick: random.Random) -> str:
    return page(
        pick,
        "搜索结果",
        "<form><input name=q><button>搜索</button></form><p>没有找到与“路灯”相关的结果，请换个关键词再试。</p>",
    )


@_no_article("list")
def _gallery_list(pick: random.Random) -> str:
    rows = "".join(
        f'<li><a href="/p/{i}.html"><img src="/t/{i}.jpg"></a><p><a href="/p/{i}.html">{invent(pick).title}</a></p></li>'
        for i in range(16)
    )
    return page(pick, pick.choice(("图片频道", "视频")), f"<ul>{rows}</ul>")


@_no_article("list")
def _e_paper_contents(pick: random.Random) -> str:
    rows = "".join(f'<li><a href="content_{i}.htm">{invent(pick).title}</a></li>' for i in range(8))
    pages = "".join(f'<a href="node_{i}.htm">第0{i}版：要闻</a>' for i in range(1, 9))
    return page(
        pick,
        "青棠日报数字报",
        f"<div>{pages}</div><p>2024年03月01日 星期五</p><h3>第01版：要闻</h3><ul>{rows}</ul>",
    )


@_no_article("error-page")
def _not_found(pick: random.Random) -> str:
    said = pick.choice((
        "您访问的页面不存在", "404 Not Found", "抱歉，您要查看的页面找不到了", "对不起，页面已被移动或者不存在", "很抱歉，您访问的文章不存在或已被删除",
        "您请求的网页出错了", "该内容不存在", "文件不存在", "没有找到您要访问的页面！", "Sorry, the page you requested was not found.",
        "抱歉！页面无法访问……", "页面飞走了，3秒后返回首页", "啊哦，页面走丢了",
    ))  # fmt: skip
    inner = f"<h2>{said}</h2><p>可能的原因：网址有误，或者页面已经转移。</p><p><a href='/'>返回首页</a></p>"
    return page(
        pick,
        pick.choice(("404", "出错了", "提示信息", "青棠网")),
        inner + pick.choice(("", f"<ul>{links(pick, 10)}</ul>")),
    )


@_no_article("error-page")
def _failure_of_the_server(pick: random.Random) -> str:
    said = pick.choice(
        (
            "502 Bad Gateway",
            "503 Service Temporarily Unavailable",
            "服务器内部错误",
            "500 - Internal server error.",
            "数据库连接失败",
            "Error establishing a database connection",
            "Fatal error: Uncaught Error in /www/index.php on line 12",
            "Service Unavailable",
        )
    )
    return f"<html><head><title>{said}</title></head><body><center><h1>{said}</h1></center><hr><center>nginx</center></body></html>"


@_no_article("captcha")
def _captcha(pick: random.Random) -> str:
    title, said = pick.choice((
        ("安全验证", "请完成下方验证后继续操作"), ("访问验证", "您的访问过于频繁，请输入验证码"), ("Just a moment...", "Checking your browser before accessing"),
        ("人机验证", "拖动滑块完成拼图"), ("验证码", "请输入图片中的验证码"), ("百度安全验证", "网络不给力，请稍后重试"),
        ("网站防火墙", "您的请求带有不合法参数，已被网站管理员设置拦截！"), ("拒绝访问", "由于您访问的频率过高，IP已被暂时限制"),
    ))  # fmt: skip
    return f"<html><head><title>{title}</title></head><body><div><p>{said}</p><input><button>提交</button></div></body></html>"


@_no_article("login")
def _login_wall(pick: random.Random) -> str:
    said = pick.choice(
        (
            "请登录后查看",
            "您需要登录后才可以访问本页面",
            "用户登录",
            "登录后才能阅读全文，请先登录",
            "您没有权限访问，请先登录",
        )
    )
    return page(
        pick,
        pick.choice(("用户登录", "登录", "提示信息")),
        f"<form><p>{said}</p><p>用户名：<input></p><p>密码：<input type=password></p><p><button>登录</button> <a href='/reg'>注册</a> 忘记密码？</p></form>",
    )


@_no_article("withdrawn")
def _taken_back(pick: random.Random) -> str:
    said = pick.choice(
        (
            "该文章已被删除",
            "此内容已下线",
            "该稿件已撤稿",
            "您访问的文章已被删除",
            "内容已被发布者删除",
            "该信息已撤销",
        )
    )
    return page(pick, "提示", f"<p>{said}</p><p><a href='/'>返回首页</a></p>")


@_no_article("placeholder", "unreadable")
def _placeholder(pick: random.Random) -> str:
    said = pick.choice((
        "页面建设中，敬请期待", "栏目正在建设中……", "暂无内容", "网站正在维护，请稍后访问", "系统升级中，给您带来的不便敬请谅解", "It works!",
        "Welcome to nginx! If you see this page, the nginx web server is successfully installed and working. Further configuration is required.",
        "You need to enable JavaScript to run this app.", "正在加载，请稍候……", "您的浏览器版本过低，请升级浏览器", "网站已关闭，域名已过期", "页面正在跳转，如果没有自动跳转，请点击这里",
        "本网站已停止更新，请访问新版网站。感谢您长期以来的关注和支持！",
    ))  # fmt: skip
    return f"<html><head><title>{pick.choice(('青棠网', '提示', ''))}</title></head><body><div id=app><p>{said}</p></div></body></html>"


@_no_article("unreadable", "empty")
def _script_shell(pick: random.Random) -> str:
    return f'<!DOCTYPE html><html><head><title>{pick.choice(("青棠新闻", "新闻详情"))}</title></head><body><div id="app"></div><script>window.location.href="/m/{pick.randint(1, 99)}.html"</script></body></html>'


@_no_article("unreadable", "empty", "list")
def _imprint(pick: random.Random) -> str:
    return page(
        pick,
        "联系我们",
        "<p>地址：青棠市人民路1号</p><p>电话：0000-0000000</p><p>邮箱：news@qingtang.example</p><p>邮编：000000</p>",
    )


@_no_article("binary")
def _film_as_page(pick: random.Random) -> bytes:
    return pick.choice(
        (
            b"%PDF-1.4\n%\xe2\xe3",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0",
            b"PK\x03\x04",
            b"\x00\x00\x00\x20ftypmp42",
            b"Rar!\x1a\x07",
            b"7z\xbc\xaf",
            b"ID3\x03",
        )
    ) + pick.randbytes(4000)


@_no_article("unreadable", "list", "error-page", "truncated")
def _answer_for_programs(pick: random.Random) -> bytes:
    return pick.choice(
        (
            b'{"code":404,"msg":"not found","data":null}',
            '{"code":0,"data":{"list":[{"title":"青棠新桥通车","id":1}]}}'.encode(),
            b"User-agent: *\nDisallow: /admin/\n",
            b"<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>",
            b'callback({"ok":1})',
        )
    )


@_no_article("empty")
def _nothing(pick: random.Random) -> bytes:
    return pick.choice(
        (b"", b"   \n ", b"<html><head></head><body></body></html>", b"<!-- cached -->")
    )
