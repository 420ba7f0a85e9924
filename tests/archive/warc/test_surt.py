"""Sort keys of addresses: what programs that replay WARC files look an address up under."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.surt import surt

ID = "0123456789abcdef0123456789ABCDEF"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://example.cn", "cn,example)/"),
        ("http://example.cn/?", "cn,example)/"),
        ("https://www2.xt.Example.cn:443/A/", "cn,example,xt)/a"),
        ("https://example.cn:80/a", "cn,example:80)/a"),
        ("http://user:pw@example.cn:8080/a#top", "cn,example:8080)/a"),
        ("http://127.0.0.1:28901/a", "1,0,0,127:28901)/a"),
        ("http://新闻.中国/a", "xn--fiqs8s,xn--efvy88h)/a"),
        ("http://example.cn/新 闻?q=中", "cn,example)/%e6%96%b0%20%e9%97%bb?q=%e4%b8%ad"),
        ("http://example.cn/%E6%96%B0?x=%41%2F%3d", "cn,example)/%e6%96%b0?x=a/="),
        ("http://example.cn/gbk%D0%C2", "cn,example)/gbk%d0%c2"),
        ("http://example.cn/a%2525b", "cn,example)/a%25b"),
        ("http://example.cn/a//b/../c/./d", "cn,example)/a/c/d"),
        ("http://example.cn/a?b=2&a=1&A=0", "cn,example)/a?a=0&a=1&b=2"),
        (f"http://example.cn/a?PHPSESSID={ID}&b=1", "cn,example)/a?b=1"),
        (f"http://example.cn/a?jsessionid={ID}", "cn,example)/a"),
        ("http://example.cn/(S(4hqa0555fwsecu455xqckv45))/m.aspx", "cn,example)/m.aspx"),
    ],
)
def test_the_key_of_an_address_is_the_one_that_others_make(url: str, key: str) -> None:
    """The values are those of the Internet Archive's rules; a page is found under no other key."""
    assert surt(url) == key


@given(st.text(), st.text())
def test_any_address_has_a_key_without_blanks(host: str, rest: str) -> None:
    """A blank in a key would end it, and make the line another one."""
    key = surt(f"http://{host}/{rest}")
    assert key.encode()
    assert not any(sign <= " " for sign in key)
