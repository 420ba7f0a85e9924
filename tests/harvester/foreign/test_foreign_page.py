"""Pages in other languages than Chinese: their text, people, time, language and zone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.cli.render import article_lines
from archive.history.comparison import changed_fields
from archive.model.article import Article
from harvester import NotAnArticle, read_page
from harvester.claims.weights import read_weights
from harvester.foreign.line_trim import TABLE

DE = (
    "Die Brücke über den Fluss wird im Herbst gesperrt, weil die Pfeiler erneuert werden müssen.",
    "Der Rat der Stadt hat den Plan mit großer Mehrheit beschlossen, obwohl Händler dagegen waren.",
    "Bis zum Frühjahr fahren die Busse einen Umweg, und der Markt zieht auf die Wiese am Ufer.",
)
RU = (
    "Мост через реку закроют осенью, потому что опоры нужно заменить до наступления морозов.",
    "Городской совет поддержал план большинством голосов, хотя торговцы выступали против.",
    "До весны автобусы поедут в объезд, а рынок переедет на луг у берега реки.",
)
AR = (
    "سيغلق الجسر فوق النهر في الخريف لأن الأعمدة تحتاج إلى تجديد قبل حلول الشتاء القادم.",
    "وافق مجلس المدينة على الخطة بأغلبية كبيرة رغم اعتراض التجار في السوق القديم.",
    "ستسلك الحافلات طريقا آخر حتى الربيع، وينتقل السوق إلى المرج قرب الضفة.",
)
JA = (
    "川に架かる橋は秋から通行止めになり、橋脚がすべて新しくされる予定だと市が発表した。",
    "市議会は賛成多数でこの計画を可決したが、商店街の人々は反対していたという。",
    "春まではバスが迂回し、市場は川岸の広場に移ることになっていると担当者は話した。",
)


def _page(
    texts: tuple[str, ...],
    *,
    lang: str = "",
    title: str,
    meta: str = "",
    head: str = "",
    end: str = "",
) -> str:
    body = "".join(f"<p>{text}</p>" for text in texts)
    return (
        f'<html lang="{lang}"><head><title>{title} - Flussbote</title>{head}</head><body>'
        f'<nav><a href="/">Start</a> <a href="/s">Sport</a></nav><article><h1>{title}</h1>{meta}'
        f"<div>{body}</div>{end}</article></body></html>"
    )


def _linked(**said: Any) -> str:
    node = {"@type": "NewsArticle", **said}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def _read(page: str, url: str = "https://www.flussbote.example/news/1") -> Article:
    return read_page(page, url)


@pytest.mark.parametrize(
    ("texts", "lang", "language"),
    [(DE, "de", "de"), (DE, "en", "de"), (RU, "", "ru"), (AR, "ar-EG", "ar"), (JA, "", "ja")],
)
def test_the_whole_text_is_read_in_each_language(
    texts: tuple[str, ...], lang: str, language: str
) -> None:
    """No page is refused for its script, and a template's lang="en" is not believed."""
    article = _read(_page(texts, lang=lang, title=texts[0][:24]))
    assert article.body.split("\n") == list(texts)
    assert (article.language, article.complete) == (language, True)


def test_people_are_named_by_what_the_page_declares_then_by_its_byline() -> None:
    """JSON-LD counts before a printed byline; without it the byline does."""
    byline = '<p class="by">Von Jana Ufer und Kai Stein</p>'
    head = _linked(author=[{"@type": "Person", "name": "Jana Ufer"}])
    both = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=byline, head=head))
    assert both.authors == ("Jana Ufer",)
    alone = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=byline))
    assert alone.authors == ("Jana Ufer", "Kai Stein")


@pytest.mark.parametrize(
    ("lang", "printed", "published"),
    [
        ("de", "5. März 2026, 14:32 Uhr", "2026-03-05T14:32:00+01:00"),
        ("pt-BR", "05/03/2026 14h32", "2026-03-05T14:32:00-03:00"),
        ("fr", "Publié le 5 mars 2026 à 14:32", "2026-03-05"),
        ("en", "March 5, 2026 2:32 PM ET", "2026-03-05T14:32:00-05:00"),
    ],
)
def test_a_displayed_time_is_read_in_the_language_of_the_page(
    lang: str, printed: str, published: str
) -> None:
    """Its zone is the one printed, or a guess; where none can be guessed the day alone is sure."""
    texts = {"de": DE, "pt-BR": PT, "fr": FR, "en": EN}[lang]
    meta = f'<div class="meta">{printed}</div>'
    article = _read(_page(texts, lang=lang, title=texts[0][:30], meta=meta))
    assert article.published is not None
    assert article.published.iso() == published


def test_a_time_with_an_offset_counts_before_one_that_is_displayed() -> None:
    """A clock without a zone may be that of anywhere."""
    head = '<meta property="article:published_time" content="2026-03-05T14:32:00-05:00">'
    meta = "<p>March 5, 2026 2:32 PM</p>"
    article = _read(_page(EN, lang="en", title="Bridge will be shut", meta=meta, head=head))
    assert article.published is not None
    assert article.published.iso() == "2026-03-05T14:32:00-05:00"
    (chosen,) = [item for item in article.evidence if item.field == "published" and item.chosen]
    assert (chosen.where, chosen.why) == ("meta article:published_time", None)


def test_a_guessed_zone_is_said_to_be_a_guess() -> None:
    """Whoever compares two papers by the minute must know."""
    meta = "<p>5. März 2026, 14:32 Uhr</p>"
    article = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta), "https://ufer.at/1")
    (chosen,) = [item for item in article.evidence if item.field == "published" and item.chosen]
    assert chosen.why == "the zone Europe/Vienna is a guess, by the country of the host (AT)"


def test_the_beginning_of_a_paid_text_is_not_complete() -> None:
    """`isAccessibleForFree: false` with a few sentences is not the whole article."""
    head = _linked(headline="Brücke gesperrt", isAccessibleForFree=False)
    assert not _read(_page(DE, lang="de", title="Brücke gesperrt", head=head)).complete


@pytest.mark.parametrize(
    "invitation",
    ["Weiterlesen mit Flussbote plus. Jetzt testen.", "Sie sind bereits Abonnent? Hier anmelden."],
)
def test_an_invitation_to_pay_is_no_text_and_says_that_the_text_is_not_whole(
    invitation: str,
) -> None:
    """Whoever cites the article must know that it goes on."""
    article = _read(_page((*DE, invitation), lang="de", title="Brücke gesperrt"))
    assert (article.body.split("\n"), article.complete) == (list(DE), False)


def test_a_text_that_stands_in_json_ld_alone_is_read() -> None:
    """Pages that a script draws carry their text for search engines."""
    head = _linked(headline="Brücke gesperrt", articleBody="\n\n".join(DE))
    page = (
        f'<html lang="de"><head><title>Brücke</title>{head}</head><body><div></div></body></html>'
    )
    article = _read(page)
    assert (article.title, article.body.split("\n")) == ("Brücke gesperrt", list(DE))
    (body,) = [item for item in article.evidence if item.field == "body"]
    assert (body.where, body.why) == ("no text", "read by JSON-LD")


def test_the_evidence_names_who_read_the_text_and_where_it_stands() -> None:
    """A text is traced to the page; captions and invitations around it are left out."""
    end = '<aside class="newsletter"><p>Jetzt den Newsletter bestellen.</p></aside>'
    article = _read(_page(DE, lang="de", title="Brücke gesperrt", end=end))
    assert article.body.split("\n") == list(DE)
    (body,) = [item for item in article.evidence if item.field == "body"]
    assert (body.where, body.why) == ("div", "read by trafilatura, and alike by container")


def test_lines_that_are_no_part_of_the_article_are_left_out_by_weights() -> None:
    """The evidence says how many, and by which table."""
    more = '<p class="image-credit">Foto: Kai Stein</p>'
    texts = (DE[0], f"{DE[1]}</p>{more}<p>{DE[2]}", "Das Wasser steht heute tiefer als im Vorjahr.")
    article = _read(_page(texts, lang="de", title="Brücke gesperrt"))
    assert "Kai Stein" not in article.body
    assert [text in article.body for text in DE] == [True, True, True]
    (body,) = [item for item in article.evidence if item.field == "body"]
    digest = read_weights(TABLE).digest
    assert (body.why or "").endswith(f"; 1 lines left out by weights {digest}")


def test_a_page_of_links_is_no_article_in_any_language() -> None:
    """Headlines are no sentences."""
    rows = "".join(f'<li><a href="/{n}">Stadtrat tagt zum Haushalt {n}</a></li>' for n in range(40))
    with pytest.raises(NotAnArticle):
        _read(f"<html lang='de'><head><title>Flussbote</title></head><body>{rows}</body></html>")


def test_teasers_under_linked_headlines_are_a_list() -> None:
    """A front page has sentences enough for an article, but each belongs to another page."""
    cards = "".join(
        f'<div><h3><a href="/{n}">Stadtrat tagt zum Haushalt {n}</a></h3><p>{text} ({n})</p></div>'
        for n, text in enumerate(DE * 6)
    )
    page = f"<html lang='de'><head><title>Flussbote</title></head><body>{cards}</body></html>"
    with pytest.raises(NotAnArticle):
        _read(page)


def test_an_article_keeps_the_boxes_of_links_between_its_paragraphs() -> None:
    """A few links to other articles make no list of a text."""
    box = '<p><a href="/2">Händler klagen gegen die Sperrung</a></p>'
    page = _page(DE * 2, lang="de", title="Brücke gesperrt").replace("</p><p>", f"</p>{box}<p>", 2)
    assert _read(page).title == "Brücke gesperrt"


def test_the_middle_of_a_short_text_is_kept() -> None:
    """A line of three is not at both edges, and Japanese says more in fewer letters."""
    middle = "市議会は五日、賛成多数で可決した。"
    meta = "<div>2026/03/05 09:15 記者・青野太郎</div>"
    article = _read(_page((JA[0], middle, JA[2]), lang="ja", title="橋が通行止めに", meta=meta))
    assert article.body.split("\n") == [JA[0], middle, JA[2]]
    assert article.authors == ("青野太郎",)


@pytest.mark.parametrize(
    ("lang", "meta"),
    [
        ("de", "Stand: 6. März 2026, 10.00 Uhr | Veröffentlicht: 5. März 2026, 14.32 Uhr"),
        ("de", "Veröffentlicht: 5. März 2026, 14.32 Uhr, aktualisiert: 6. März 2026, 10.00 Uhr"),
        ("en", "Updated: March 6, 2026 8:00 p.m. Published: March 5, 2026 2:32 p.m."),
        ("fr", "Mis à jour le 06/03/2026 à 10h00 - Publié le 05/03/2026 à 14h32"),
    ],
)
def test_of_two_times_on_one_line_that_of_publication_counts(lang: str, meta: str) -> None:
    """Papers print the time of a change before that of publication as well as behind it."""
    texts = {"de": DE, "fr": FR, "en": EN}[lang]
    article = _read(_page(texts, lang=lang, title=texts[0][:30], meta=f"<p>{meta}</p>"))
    assert article.published is not None
    assert article.published.iso()[:10] == "2026-03-05"


@pytest.mark.parametrize("url", ["/2026/3/5/bruecke", "/news/20260305/1", "/2026-03/05/c-1.html"])
def test_the_day_of_a_page_without_a_time_is_that_of_its_address(url: str) -> None:
    """Chinese and other pages are read by one reader of addresses."""
    article = _read(_page(DE, lang="de", title="Brücke gesperrt"), f"https://f.example{url}")
    assert article.published is not None
    assert article.published.iso() == "2026-03-05"


def test_an_element_called_autor_names_the_author() -> None:
    """Systems name their classes in the language of their makers."""
    meta = '<div><span class="autor">Jana Ufer</span> <span>Lokales</span></div>'
    assert _read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta)).authors == ("Jana Ufer",)


EN = (
    "The bridge over the river will be shut in the autumn because its piers have to be replaced.",
    "The town council agreed to the plan by a large majority, although traders were against it.",
    "Until spring the buses take another way, and the market moves to the meadow by the river.",
)
FR = (
    "Le pont sur la rivière sera fermé à l'automne parce que les piles doivent être remplacées.",
    "Le conseil de la ville a adopté le plan à une large majorité, malgré les marchands.",
    "Jusqu'au printemps les bus font un détour, et le marché se tient dans le pré près de l'eau.",
)
PT = (
    "A ponte sobre o rio será fechada no outono, porque os pilares têm de ser trocados.",
    "A câmara da cidade aprovou o plano por ampla maioria, embora os comerciantes fossem contra.",
    "Até a primavera os ônibus fazem um desvio, e a feira muda para o campo à beira do rio.",
)


def test_a_person_in_the_byline_counts_before_the_publisher_in_json_ld() -> None:
    """The publisher is declared as the author of each page; where nobody else is named it stays."""
    said = {"author": {"@type": "Organization", "name": "Flussbote"}}
    head = _linked(headline="Brücke gesperrt", datePublished="2026-03-05T14:32:00+01:00", **said)
    signed = _page(DE, lang="de", title="Brücke gesperrt", head=head, meta="<p>Von Jana Muster</p>")
    unsigned = _page(DE, lang="de", title="Brücke gesperrt", head=head)
    assert [credit.name for credit in _read(signed).credits] == ["Jana Muster"]
    assert [credit.name for credit in _read(unsigned).credits] == ["Flussbote"]


@pytest.mark.parametrize(
    ("texts", "lang", "title", "words", "date"),
    [
        (
            DE,
            "de",
            "Brücke wird gesperrt",
            "Veröffentlicht vor 3 Stunden",
            "3. Juli 2026, 11:30 Uhr",
        ),
        (RU, "ru", "Мост закроют осенью", "вчера", "2 июля 2026, 14:32"),
        (JA, "ja", "橋が秋から通行止めに", "3時間前", "2026年7月3日 15時30分"),
        (AR, "ar", "إغلاق الجسر في الخريف", "منذ 3 أسابيع", "10 يونيو 2026"),
        (DE, "de", "Brücke wird gesperrt", "Aktualisiert vor 5 Minuten", "30. Juni 2026"),
    ],
)
def test_a_date_after_words_that_count_back_is_no_correction(
    texts: tuple[str, ...], lang: str, title: str, words: str, date: str
) -> None:
    """Sites print "3 hours ago" first and the date later: the station changed nothing."""
    url = "https://www.flussbote.example/news/1"
    readings = [
        read_page(
            _page(texts, lang=lang, title=title, meta=f"<p>{printed}</p>"), url, captured_at=at
        )
        for printed, at in (
            (words, datetime(2026, 7, 3, 12, tzinfo=UTC)),
            (date, datetime(2026, 8, 1, 12, tzinfo=UTC)),
        )
    ]
    first, later = readings
    assert first.published is None or first.published.precision == "day"
    assert later.published is not None
    assert changed_fields(first, later) == []


@pytest.mark.parametrize(
    ("meta", "names"),
    [
        ("<p>Von <b>Jana Ufer</b> <span>Redakteurin</span></p>", ["Jana Ufer"]),
        ("<p><span>Von Jana Ufer</span> <time>5. März 2026</time></p>", ["Jana Ufer"]),
        ("<div>Von</div><div>Jana Ufer</div>", ["Jana Ufer"]),
        ('<i class="author">Jana Ufer</i> <i class="author">Kai Au</i>', ["Jana Ufer", "Kai Au"]),
        ('<p class="author">Jana Ufer</p><p class="author-role">Redakteurin</p>', ["Jana Ufer"]),
    ],
)
def test_a_byline_in_several_elements_names_people_alone(meta: str, names: list[str]) -> None:
    """Word, name, role and time each stand in an element of their own on many pages."""
    article = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta))
    assert list(article.authors) == names


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jana Ufer, Kai Au", ["Jana Ufer", "Kai Au"]),
        (["https://www.flussbote.example/jana", "Jana Ufer"], ["Jana Ufer"]),
        ("Jana Ufer, Professorin für den Bau von steinernen Brücken in Flussbach", ["Jana Ufer"]),
    ],
)
def test_names_in_json_ld_are_people(author: Any, names: list[str]) -> None:
    """One text may hold two names, or a name and a long title; an address is no name."""
    article = _read(_page(DE, lang="de", title="Brücke gesperrt", head=_linked(author=author)))
    assert list(article.authors) == names


@pytest.mark.parametrize(
    "meta",
    [
        '<time class="updated" datetime="2026-03-06T09:10:00+01:00">x</time>'
        '<time datetime="2026-03-05T14:32:00+01:00">y</time>',
        '<p>Aktualisiert <time datetime="2026-03-06T09:10+01:00">6. März 2026, 09:10 Uhr</time></p>'
        '<p>Erstellt <time datetime="2026-03-05T14:32+01:00">5. März 2026, 14:32 Uhr</time></p>',
    ],
)
def test_the_time_element_of_a_change_counts_last(meta: str) -> None:
    """Its class says so, or the word before the time that it prints."""
    article = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta))
    assert article.published is not None
    assert article.published.iso() == "2026-03-05T14:32:00+01:00"


@pytest.mark.parametrize(
    "beside",
    [
        '<span class="author-title">Political Analyst</span>',
        '<span class="author-location">Geneva</span>',
        '<span class="byline-date">Monday</span>',
        '<span class="author-photo-credit">Getty Images</span>',
        '<a class="author" href="/2">Kai Au</a>',
    ],
)
def test_elements_called_author_name_others_only_where_they_are_like_the_first(beside: str) -> None:
    """A job, a place, a credit and a teaser stand in elements that are called author as well."""
    meta = f'<div><span class="author">Jana Ufer</span></div><div class="card">{beside}</div>'
    article = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta))
    assert article.authors == ("Jana Ufer",)


@pytest.mark.parametrize(
    ("meta", "names"),
    [
        ("<p><a rel=author>Jana Ufer</a><a rel=author>View Profile</a></p>", ["Jana Ufer"]),
        (
            "<p><a rel=author>Jana Ufer</a> und <a rel=author>Kai Au</a></p>",
            ["Jana Ufer", "Kai Au"],
        ),
        (
            "<div itemprop=author><span itemprop=name>Jana Ufer</span>"
            "<span itemprop=jobTitle>Redakteurin</span></div>",
            ["Jana Ufer"],
        ),
    ],
)
def test_elements_marked_as_the_author_name_people_alone(meta: str, names: list[str]) -> None:
    """Buttons and job titles are marked as well; a word between two says that both are people."""
    assert list(_read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta)).authors) == names


@pytest.mark.parametrize(
    ("meta", "second", "names"),
    [
        ("citation_author", "Kai Au", ["Jana Ufer", "Kai Au"]),
        ("article:author", "Kai Au", ["Jana Ufer", "Kai Au"]),
        ("author", "Flussbote", ["Jana Ufer"]),
        ("author", "Acme CMS", ["Jana Ufer"]),
        ("author", "JANA UFER", ["Jana Ufer"]),
        ("author", "Jana Ufer, Reuters", ["Jana Ufer"]),
    ],
)
def test_metas_of_one_name_are_joined_where_a_page_has_one_per_writer(
    meta: str, second: str, names: list[str]
) -> None:
    """Sites repeat the name in another form, or add themselves and their system."""
    head = "".join(f'<meta name="{meta}" content="{name}">' for name in ("Jana Ufer", second))
    assert list(_read(_page(DE, lang="de", title="Brücke gesperrt", head=head)).authors) == names


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Jane Doe, deputy political editor", "Jane Doe"),
        ("Sophie Dupont, envoyée spéciale à Kiev", "Sophie Dupont"),
        ("Jane Doe, New York", "Jane Doe"),
        ("Jane Doe, University of Oxford", None),
        ("Prince Harry, Duke of Sussex", None),
        ("Ministry of Trade, Industry and Energy", None),
        ("Acme News Network, Inc. Staff", None),
        ("山田太郎、東京", None),
        ("山田太郎, 編集部", None),
        ("Smith, J.", None),
        ("Doe, J. and Roe, K.", None),
        ("García, josé", None),
        ("Smith, jones and partners", None),
        ("Von Miller", None),
        ("Di Maria", None),
        ("De La Cruz", None),
        ("Von Jana Ufer", "Jana Ufer"),
    ],
)
def test_one_writer_in_json_ld_stays_one(author: str, name: str | None) -> None:
    """What stands behind a comma may be a role, a place, or a part of the same name."""
    head = _linked(author=author)
    article = _read(_page(DE, lang="de", title="Brücke gesperrt", head=head))
    assert article.authors == (name or author,)


@pytest.mark.parametrize(
    ("before", "meta", "end", "day"),
    [
        ("", "<p>vor 2 Tagen</p>", "", "2026-07-01"),
        ("", "", "<p>Bob · vor 5 Tagen</p>", None),
        ("<p>vor 2 Tagen</p>", "", "", None),
        ("", "<p>Aktualisiert vor 3 Stunden | Veröffentlicht vor 2 Tagen</p>", "", "2026-07-01"),
    ],
)
def test_words_that_count_back_are_read_between_title_and_text(
    before: str, meta: str, end: str, day: str | None
) -> None:
    """Comments and teasers count back as well, and the time of a change is another."""
    page = _page(DE, lang="de", title="Brücke gesperrt", meta=meta, end=end)
    page = page.replace("<article>", f"{before}<article>")
    at = datetime(2026, 7, 3, 12, tzinfo=UTC)
    published = read_page(page, "https://www.flussbote.example/n", captured_at=at).published
    assert (published.iso() if published else None) == day


@pytest.mark.parametrize(("heading", "is_text"), [("Der Umweg", True), ("Brücke gesperrt", False)])
def test_an_h1_at_the_top_of_a_text_is_left_out_where_it_is_the_title(
    heading: str, is_text: bool
) -> None:
    """Some pages mark the headings of their sections with h1 as well."""
    sections = (f"{DE[0]}</p><h1>{heading}</h1><p>{DE[1]}", DE[2])
    page = _page(sections, lang="de", title="Brücke gesperrt")
    assert (heading in _read(page).body.split("\n")) == is_text


def test_a_day_that_was_counted_back_is_printed_with_the_reason_for_doubt() -> None:
    """Whoever reads the record must see that the page prints no date."""
    page = _page(DE, lang="de", title="Brücke gesperrt", meta="<p>vor 3 Stunden</p>")
    at = datetime(2026, 7, 3, 12, tzinfo=UTC)
    record = read_page(page, "https://www.flussbote.example/n", captured_at=at).to_dict()
    lines = list(article_lines(record, evidence=True))
    assert "published_precision  day (counted back from the capture)" in lines


@pytest.mark.parametrize(
    ("meta", "end", "names"),
    [
        ("<p>Redakteurin Jana Ufer</p>", "", ("Jana Ufer",)),
        ("<p>Bild</p><p>Redakteurin Jana Ufer</p><p>5. März 2026</p>", "", ("Jana Ufer",)),
        ("", "<p>Redakteurin Jana Ufer</p>", ()),
    ],
)
def test_a_name_behind_a_role_is_a_byline_below_the_title_or_beside_a_time(
    meta: str, end: str, names: tuple[str, ...]
) -> None:
    """Captions and boxes of people begin with a role as well."""
    article = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta, end=end))
    assert article.authors == names


@pytest.mark.parametrize(
    ("meta", "end", "names"),
    [
        ('<p><a href="/autor/anna.html">Anna Beispiel</a></p>', "", ["Anna Beispiel"]),
        ("<dl><dd itemprop=author>Scritto da <span itemprop=name>Anna Rivalta</span></dd></dl>", "",
         ["Anna Rivalta"]),
        ("<p>Von Anna Beispiel, Flussbote</p>", "", ["Anna Beispiel"]),
        ("<p>Von Anna Beispiel, MDR THÜRINGEN</p>", "", ["Anna Beispiel"]),
        ("", '<p style="text-align:right"><b>Anna Beispiel</b></p>', ["Anna Beispiel"]),
        ("", "<p>Anna Beispiel</p>", []),
    ],
)  # fmt: skip
def test_a_writer_is_named_by_a_link_a_word_or_at_the_end_of_a_text(
    meta: str, end: str, names: list[str]
) -> None:
    """A link to the writer's articles, a word before the name, a name set apart at the end."""
    read = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta, end=end))
    assert [credit.name for credit in read.credits] == names


def test_a_japanese_text_is_signed_behind_its_last_words() -> None:
    """…話した。【川田花子】"""
    texts = (*JA[:-1], JA[-1] + "【川田花子】")
    read = _read(_page(texts, lang="ja", title="川の古い橋、通行止めに"))
    assert [credit.name for credit in read.credits] == ["川田花子"]


def test_the_time_and_the_writer_below_a_standfirst_are_read() -> None:
    """The standfirst is a line of the text, and header lines part it from the rest."""
    meta = "<h2>Die Händler fürchten einen langen Winter ohne Kunden</h2>"
    meta += "<div><span>Von Anna Beispiel</span></div><div>Stand: 05.03.2026, 14:32 Uhr</div>"
    read = _read(_page(DE, lang="de", title="Brücke gesperrt", meta=meta))
    assert [credit.name for credit in read.credits] == ["Anna Beispiel"]
    assert read.published is not None
    assert read.published.iso() == "2026-03-05T14:32:00+01:00"
