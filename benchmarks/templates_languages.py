"""Templates of publishing systems and papers in other languages than Chinese, in our own words."""

# ruff: noqa: E501, ARG001 - markup is read more easily on one line; every template takes the same
# fmt: off

from __future__ import annotations

import json
import random
from datetime import datetime

from pages_made.invented import Facts
from pages_made.shape import html
from template_register import template
from world_stories import STORIES, Story

_BY_LANGUAGE = {story.language: story for story in STORIES}
_HEBREW = Story(
    language="he", host="www.hanahar.co.il", offset="+02:00", site="הנהר", title="הגשר הישן מעל הנהר ייסגר עד האביב",
    paragraphs=(
        "הגשר הישן מעל הנהר ייסגר החל מיום שני, משום שיש לחדש את עמודיו עוד לפני בוא החורף הקרוב.",
        "מועצת העיר אישרה את התוכנית ביום שלישי ברוב גדול, אף שהסוחרים משתי הגדות התנגדו לה בתוקף.",
        "האוטובוסים יסעו במסלול אחר עד האביב, והשוק השבועי יעבור אל האחו שבצד השני של הנהר.",
        "״חיכינו לעבודות האלה עשרים שנה״, אמרה ראשת העיר כשהציגה את התוכנית בפני חברי המועצה.",
        "העבודות יעלו ארבעה מיליון שקלים, שמחציתם ישלם המחוז ואת המחצית השנייה תשלם העירייה עצמה.",
    ),
    names=("נעמה נהרי", "אורי גשר"), by="מאת ", joint=", ", role="כתב", photo="צילום: ", printed="05.03.2026 14:32", published="פורסם", updated="עודכן", changed="06.03.2026 09:10", related="כתבות נוספות", newsletter="הרשמה לניוזלטר",
)
_HINDI = Story(
    language="hi", host="www.nadisamachar.in", offset="+05:30", site="नदी समाचार", title="नदी पर बना पुराना पुल वसंत तक बंद रहेगा",
    paragraphs=(
        "नदी पर बना पुराना पुल सोमवार से बंद रहेगा, क्योंकि सर्दी आने से पहले उसके खंभों को नया करना जरूरी है।",
        "नगर परिषद ने मंगलवार को भारी बहुमत से योजना को मंजूरी दी, हालांकि दोनों किनारों के व्यापारी इसके खिलाफ थे।",
        "वसंत तक बसें दूसरे रास्ते से चलेंगी और साप्ताहिक बाजार नदी के दूसरे किनारे के मैदान में लगेगा।",
        "महापौर ने परिषद के सामने योजना रखते हुए कहा कि लोग बीस साल से इस काम का इंतजार कर रहे थे।",
        "इस काम पर चार करोड़ रुपये खर्च होंगे, जिसका आधा हिस्सा राज्य और आधा हिस्सा नगर परिषद देगी।",
    ),
    names=("अनीता नदीकर", "राजेश सेतु"), by="लेखक: ", joint=", ", role="संवाददाता", photo="फोटो: ", printed="05 मार्च 2026, 14:32", published="प्रकाशित", updated="अपडेट", changed="06 मार्च 2026, 09:10", related="ये भी पढ़ें", newsletter="न्यूजलेटर सब्सक्राइब करें",
)


def _tell(f: Facts, story: Story | str, *, people: int = 1) -> Story:
    """Make the facts those of a story, on 5 March 2026 at 14:32 where the paper is."""
    told = _BY_LANGUAGE[story] if isinstance(story, str) else story
    f.title, f.body, f.source, f.editors = told.title, list(told.paragraphs), None, []
    f.authors = list(told.names[:people])
    f.published = datetime.fromisoformat(f"2026-03-05T14:32:00{told.offset}")
    return told


def _p(story: Story, first: int = 0, end: int | None = None) -> str:
    return "".join(f"<p>{text}</p>" for text in story.paragraphs[first:end])


def _script(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


def _page(story: Story, head: str, body: str) -> str:
    address = f'<link rel="canonical" href="https://{story.host}/news/118.html">'
    return html(f"{story.title} | {story.site}", address + head, body).replace("<html>", f'<html lang="{story.language}">')


@template
def _arc_english(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "en", people=2)
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "datePublished": "2026-03-05T14:32:00Z", "author": [{"@type": "Person", "name": n} for n in s.names]}
    return _page(s, _script(node) + "<script>Fusion.globalContent={\"type\":\"story\"};</script>", f'<div id="fusion-app"><header class="b-header-nav"><a>Sections</a></header><main class="b-right-rail"><h1 class="b-headline">{s.title}</h1><h2 class="b-subheadline">Traders fear a lost winter</h2><figure class="c-media-item"><img src="/a.jpg"><figcaption>The bridge on Monday. (Tom Fielding/Flussbote)</figcaption></figure><div class="b-byline">By <a>{s.names[0]}</a> and <a>{s.names[1]}</a></div><time class="b-date">March 05, 2026 at 2:32 p.m. GMT</time><article class="b-article-body">{_p(s, 0, 2)}<div class="b-newsletter"><p>Get the morning headlines</p><button>Sign up</button></div>{_p(s, 2)}</article></main><aside><h3>Most read</h3><a>Fair returns to the meadow</a></aside></div>')


@template
def _newspack_wordpress(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "en")
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "Article", "headline": s.title, "author": {"name": s.names[0], "@id": "#p"}, "datePublished": "2026-03-05T14:32:00+00:00"}, {"@type": "WebSite", "name": s.site}, {"@type": "Person", "@id": "#p", "name": s.names[0]}]}
    return _page(s, '<meta name="generator" content="WordPress 6.4">' + _script(graph), f'<header class="entry-header"><div class="cat-links"><a>News</a></div><h1 class="entry-title">{s.title}</h1><div class="entry-subhead"><div class="entry-meta"><span class="author-avatar"></span><span class="byline"><span>by</span> <span class="author vcard"><a class="url fn n" href="/author/jw">{s.names[0]}</a></span></span><span class="posted-on"><time class="entry-date published" datetime="2026-03-05T14:32:00+00:00">March 5, 2026</time></span></div><ul class="share"><li><a>Click to share on Facebook (Opens in new window)</a></li></ul></div></header><div class="entry-content">{_p(s, 0, 3)}<div class="wp-block-newspack-donate"><p>Support our newsroom. Give monthly.</p></div>{_p(s, 3)}<p class="author-bio">{s.names[0]} covers the county for Flussbote. <a>More by {s.names[0]}</a></p></div>')


@template
def _ghost_post(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "en")
    node = {"@context": "https://schema.org", "@type": "Article", "publisher": {"@type": "Organization", "name": s.site}, "author": {"@type": "Person", "name": s.names[0]}, "headline": s.title, "datePublished": "2026-03-05T14:32:00.000Z"}
    return _page(s, '<meta name="generator" content="Ghost 5.80">' + _script(node), f'<article class="gh-article post"><header class="gh-article-header"><a class="gh-article-tag">Town</a><h1 class="gh-article-title">{s.title}</h1><div class="gh-article-meta"><h4 class="gh-article-author-name"><a href="/author/j/">{s.names[0]}</a></h4><div class="gh-article-meta-content"><time datetime="2026-03-05">05 Mar 2026</time><span>— 2 min read</span></div></div></header><section class="gh-content">{_p(s)}</section></article><section class="gh-subscribe"><h3>Subscribe to Flussbote</h3><p>Don’t miss out on the latest news.</p></section>')


@template
def _drupal_spanish(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "es")
    return _page(s, '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)"><meta property="article:published_time" content="2026-03-05T14:32:00+01:00">', f'<article class="node node--type-noticia node--view-mode-full"><h1><span class="field field--name-title">{s.title}</span></h1><div class="field field--name-field-entradilla"><p>El cierre afecta a ocho mil vecinos</p></div><div class="field field--name-field-autor"><div class="field__label">Autor</div><div class="field__item">{s.names[0]}</div></div><div class="field field--name-created">Jue, 05/03/2026 - 14:32</div><div class="field field--name-body">{_p(s)}</div><div class="field field--name-field-tags"><div class="field__label">Etiquetas</div><a>puente</a></div></article>')


@template
def _typo3_german(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "de")
    return _page(s, '<meta name="generator" content="TYPO3 CMS">', f'<div class="news news-single"><div class="article" itemscope itemtype="http://schema.org/Article"><div class="header"><h3 itemprop="headline">{s.title}</h3></div><div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="2026-03-05">05.03.2026 14:32</time></span> <span class="news-list-author">Von <span itemprop="author">{s.names[0]}</span></span></p></div><div class="teaser-text"><p>Der Verkehr wird umgeleitet.</p></div><div class="news-text-wrap" itemprop="articleBody">{_p(s)}</div><div class="news-backlink-wrap"><a>Zurück</a></div></div></div>')


@template
def _german_local_paper(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "de")
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "datePublished": "2026-03-05T14:32:00+01:00", "author": [{"@type": "Person", "name": s.names[0]}], "isAccessibleForFree": True}
    return _page(s, _script(node), f'<header><a>Lokales</a><a>Sport</a><a>E-Paper</a></header><article><span class="kicker">Verkehr</span><h1>{s.title}</h1><p class="intro">Ab Montag müssen Autofahrer einen weiten Umweg nehmen.</p><div class="meta"><span>Von {s.names[0]}</span><span>05.03.2026, 14:32 Uhr</span></div><figure><img src="b.jpg"><figcaption>Die Brücke wird saniert. Foto: {s.names[1]}</figcaption></figure><div class="text"><p><strong>Uferstadt.</strong> {s.paragraphs[0]}</p>{_p(s, 1, 3)}<div class="teaser"><h4>Lesen Sie auch</h4><a>Neuer Radweg am Ufer</a></div>{_p(s, 3)}</div><div class="comments"><h3>Kommentare</h3></div></article>')


@template
def _escenic_french(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "fr")
    return _page(s, f'<meta property="og:title" content="{s.title}"><meta property="og:type" content="article">', f'<div class="breadcrumb"><a>Accueil</a> &gt; <a>Région</a></div><article><h1 class="article-title">{s.title}</h1><p class="chapo">Les riverains devront faire un long détour.</p><div class="article-info"><span class="author">Par <b>{s.names[0]}</b></span> <span class="date">Publié le 5 mars 2026 à 14h32 | Mis à jour le 6 mars 2026 à 09h10</span></div><div class="article-body">{_p(s, 0, 3)}<p class="lire-aussi"><strong>LIRE AUSSI.</strong> <a>Le marché déménage dans le pré</a></p>{_p(s, 3)}</div><ul class="tags"><li>Pont</li></ul></article><div class="newsletter">Recevez notre newsletter</div>')


@template
def _french_regional_subscribers(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "fr")
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "datePublished": "2026-03-05T14:32:00+01:00", "author": {"@type": "Person", "name": s.names[0]}}
    return _page(s, _script(node), f'<main><h1>{s.title}</h1><div class="ap-header"><div>La Rivière</div><div>{s.names[0]}</div><div>Publié le <time datetime="2026-03-05T14:32:00+01:00">05/03/2026 à 14h32</time></div><button>Écouter</button><button>Partager</button></div><div class="ap-chapo"><p>Le chantier commence lundi et durera tout l’hiver.</p></div><div class="ap-body">{_p(s)}</div><div class="ap-more">Plus d’articles</div><a>La foire revient</a></main>')


@template
def _cue_danish(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "da")
    return _page(s, '<meta property="article:published_time" content="2026-03-05T13:32:00Z">', f'<article class="article"><header><h1 class="article__title">{s.title}</h1><p class="article__lead">Trafikken ledes ad andre veje.</p><div class="byline"><div class="byline__author"><a rel="author" href="/skribent/a">{s.names[0]}</a></div><div class="byline__title">Journalist</div></div><div class="article__date">5. mar. 2026 kl. 14.32</div></header><div class="article__body">{_p(s, 0, 2)}<div class="factbox"><h3>Læs også</h3><a>Ny cykelsti ved åen</a></div>{_p(s, 2)}</div></article>')


@template
def _swedish_local_paper(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "sv")
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "datePublished": "2026-03-05T14:32:00+01:00", "author": {"@type": "Person", "name": s.names[0]}}
    return _page(s, _script(node), f'<article><h1>{s.title}</h1><p class="preamble">Bilister får räkna med en lång omväg.</p><ul class="bylines"><li><span>Text</span> <a>{s.names[0]}</a></li><li><span>Foto</span> {s.names[1]}</li></ul><time>5 mars 2026 14:32</time><div class="body">{_p(s, 0, 3)}<p>Annons</p>{_p(s, 3)}</div><div class="topics"><h2>Ämnen du kan följa</h2><a>Trafik</a></div></article>')


@template
def _joomla_italian(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "it")
    f.precision = "date"
    return _page(s, '<meta name="generator" content="Joomla! - Open Source Content Management">', f'<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2 itemprop="headline">{s.title}</h2></div><dl class="article-info muted"><dt class="article-info-term">Dettagli</dt><dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">Scritto da <span itemprop="name">{s.names[0]}</span></dd><dd class="category-name">Categoria: <a>Cronaca</a></dd><dd class="published"><time datetime="2026-03-05T13:32:00+00:00" itemprop="datePublished">Pubblicato: 05 Marzo 2026</time></dd><dd class="hits">Visite: 212</dd></dl><div itemprop="articleBody">{_p(s)}</div><ul class="pager"><li><a>Avanti</a></li></ul></div>')


@template
def _italian_daily_reading_time(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "it")
    return _page(s, '<meta property="og:type" content="article">', f'<nav><a>Cronaca</a><a>Sport</a></nav><h1>{s.title}</h1><div class="sottotitolo">Il cantiere resterà aperto tutto l’inverno</div><div class="firma">di <em>{s.names[0]}</em></div><div class="story__date"><time datetime="2026-03-05T14:32:00+01:00">05 Marzo 2026 alle 14:32</time></div><div>2 minuti di lettura</div><div class="story__text">{_p(s, 0, 2)}<p><strong>LEGGI ANCHE – </strong><a>Il mercato si sposta sul prato</a></p>{_p(s, 2)}<p>© Riproduzione riservata</p></div>')


@template
def _brightspot_radio(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "en")
    f.published = datetime.fromisoformat("2026-03-05T14:32:00-05:00")
    return _page(s, '<meta property="article:published_time" content="2026-03-05T14:32:00-0500">', f'<bsp-header><a>Donate</a></bsp-header><main class="ArtP-main"><h1 class="ArtP-headline">{s.title}</h1><div class="ArtP-contentInfo"><div class="ArtP-byline">Flussbote Public Radio | By <span class="ArtP-authorName"><a>{s.names[0]}</a></span></div><div class="ArtP-datePublished">Published March 5, 2026 at 2:32 PM EST</div></div><div class="AudioEnhancement"><span>Listen • 3:51</span></div><div class="ArtP-articleBody RichTextArticleBody">{_p(s)}</div><div class="ArtP-tags">Tags <a>Local News</a></div><div class="AuthorBio">{s.names[0]} is a reporter. <a>See stories by {s.names[0]}</a></div></main>')


@template
def _spanish_regional_three_lines(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "es")
    return _page(s, f'<meta name="author" content="{s.site}">', f'<article><h1>{s.title}</h1><h2>Los comerciantes temen perder la campaña</h2><div class="v-mdl-ath"><p class="v-mdl-ath__p--1"><a href="/autor/ana.html">{s.names[0]}</a></p><p class="v-mdl-ath__p--2">Burgos</p></div><p class="v-mdl-ath__time">Jueves, 5 de marzo 2026, 14:32</p><div class="share"><a>Comenta</a><a>Compartir</a></div><div class="v-d--ab-c">{_p(s, 0, 3)}<p class="v-mdl-rl"><span>Noticia relacionada</span> <a>El mercado cambia de orilla</a></p>{_p(s, 3)}</div><div><span>Temas</span><a>Puentes</a></div></article>')


@template
def _brazilian_portal(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "pt")
    f.published = datetime.fromisoformat("2026-03-05T14:32:00-03:00")
    return _page(s, '<meta property="og:locale" content="pt_BR"><meta property="og:site_name" content="Portal do Rio">', f'<h1 class="content-head__title">{s.title}</h1><h2 class="content-head__subtitle">Obra começa na segunda-feira e dura meses</h2><div class="content-publication-data"><p class="content-publication-data__from">Por {s.names[0]}, Portal do Rio — Porto Alegre</p><p class="content-publication-data__updated"><time itemprop="datePublished" datetime="2026-03-05T17:32:00.000Z">05/03/2026 14h32</time> <span>Atualizado há 2 horas</span></p></div><article>{_p(s, 0, 2)}<ul><li><a>Clique aqui para seguir o canal do Portal do Rio no WhatsApp</a></li></ul>{_p(s, 2)}<p>VÍDEOS: Tudo sobre o Rio Grande do Sul</p></article>')


@template
def _polish_regional(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "pl")
    return _page(s, '<meta property="article:published_time" content="2026-03-05T14:32:00+01:00">', f'<article><h1>{s.title}</h1><div class="componentArticleAuthor"><a href="/autor/anna,1">{s.names[0]}</a></div><div class="date">5 marca 2026, 14:32</div><p class="lead">Kierowcy muszą przygotować się na objazdy.</p><div class="articleBody">{_p(s, 0, 3)}<p>REKLAMA</p><h4>Czytaj też:</h4><ul><li><a>Nowa ścieżka rowerowa</a></li></ul>{_p(s, 3)}</div><p>Dalszy ciąg materiału pod wideo</p></article>')


@template
def _russian_regional_portal(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "ru")
    return _page(s, '<meta property="og:type" content="article">', f'<nav><a>Новости</a><a>Афиша</a></nav><article><div class="date">5 марта 2026, 14:32</div><h1>{s.title}</h1><div class="views">1 204 просмотра</div><div class="text">{_p(s)}<p><b>Автор: {s.names[0]}</b></p><p>Подписывайтесь на наш телеграм-канал</p></div><div class="share">Поделиться</div><div class="rel"><h3>Читайте также</h3><a>Ярмарка вернулась на луг</a></div></article>')


@template
def _arabic_wordpress(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "ar")
    return _page(s, '<meta property="article:published_time" content="2026-03-05T14:32:00+04:00">', f'<article class="post"><h1 class="post-title entry-title">{s.title}</h1><div class="post-meta"><span class="meta-author"><a href="/author/s" class="author-name">{s.names[0]}</a></span><span class="date meta-item">مارس 5, 2026</span><span class="meta-reading-time">دقيقة واحدة</span></div><div class="entry-content">{_p(s)}</div><div class="share-buttons"><span>شاركها</span><a>فيسبوك</a></div><div id="related-posts"><h3>مقالات ذات صلة</h3><a>عودة السوق الأسبوعي</a></div></article>')


@template
def _hebrew_local_site(pick: random.Random, f: Facts) -> str:
    s = _tell(f, _HEBREW)
    return _page(s, "", f'<header><a>חדשות</a><a>ספורט</a></header><article><h1>{s.title}</h1><h2>הסוחרים חוששים מחורף קשה</h2><div class="info"><span>מאת {s.names[0]}</span><time datetime="2026-03-05T14:32:00+02:00">05.03.2026 | 14:32</time></div><div class="body">{_p(s)}</div><div class="tags">תגיות: <a>גשרים</a></div></article>')


@template
def _hindi_portal(pick: random.Random, f: Facts) -> str:
    s = _tell(f, _HINDI)
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "datePublished": "2026-03-05T14:32:00+05:30", "author": {"@type": "Person", "name": s.names[0]}}
    return _page(s, _script(node), f'<div class="breadcrumb"><a>होम</a> / <a>शहर</a></div><h1>{s.title}</h1><div class="byline">Written by: <a>{s.names[0]}</a> | Updated: 05 Mar 2026 02:32 PM IST</div><div class="art_content">{_p(s, 0, 2)}<div class="ad">विज्ञापन</div>{_p(s, 2)}</div><div class="also"><h3>ये भी पढ़ें</h3><a>मेला फिर लगेगा</a></div>')


@template
def _korean_daily(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "ko")
    return _page(s, '<meta property="article:published_time" content="2026-03-05T14:32:00+09:00">', f'<h3 class="heading">{s.title}</h3><div class="info-text"><ul><li>기자명 {s.names[0]} 기자</li><li>입력 2026.03.05 14:32</li><li>수정 2026.03.06 09:10</li><li>댓글 0</li></ul></div><article id="article-view-content-div">{_p(s)}<p>{s.names[0]} 기자 gildong@gangmul.example</p></article><p>저작권자 © 강물일보 무단전재 및 재배포 금지</p><div class="view-editors"><a>다른기사 보기</a></div>')


@template
def _japanese_regional_signed_at_end(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "ja")
    last = s.paragraphs[-1] + f"【{s.names[1]}】"
    f.authors = [s.names[1]]
    f.body[-1] = last
    return _page(s, '<meta property="article:published_time" content="2026-03-05T14:32:00+09:00">', f'<header><a>トップ</a><a>地域</a></header><article><h1>{s.title}</h1><p class="time"><time datetime="2026-03-05T14:32:00+09:00">2026年3月5日 14時32分</time></p><figure><img src="/a.jpg"><figcaption>通行止めになる橋＝川市で</figcaption></figure><div class="body">{"".join(f"<p>　{x}</p>" for x in (*s.paragraphs[:-1], last))}</div><div class="tags">関連キーワード</div></article><section><h2>あわせて読みたい</h2><a>市場が再開</a></section>')


@template
def _thai_portal(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "th")
    return _page(s, '<meta property="article:published_time" content="2026-03-05T14:32:00+07:00">', f'<nav><a>หน้าแรก</a></nav><h1>{s.title}</h1><div class="meta"><span>5 มี.ค. 2569 14:32 น.</span><span>โดย {s.names[0]}</span></div><div class="detail">{_p(s, 0, 3)}<p><strong>อ่านเพิ่มเติม : </strong><a>ตลาดนัดย้ายฝั่ง</a></p>{_p(s, 3)}</div><div>แชร์ข่าว</div>')


@template
def _turkish_daily(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "tr")
    return _page(s, "", f'<article><h1>{s.title}</h1><h2 class="spot">Esnaf kışın iş kaybetmekten korkuyor</h2><div class="author-line"><span class="name">{s.names[0]}</span></div><div class="time"><span>Giriş: 05.03.2026 - 14:32</span> <span>Güncelleme: 06.03.2026 - 09:10</span></div><div class="content-text">{_p(s)}</div><div class="tag">Etiketler: <a>köprü</a></div></article>')


@template
def _vietnamese_daily(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "vi")
    return _page(s, "", f'<div class="header-content"><span class="date">Thứ năm, 5/3/2026, 14:32 (GMT+7)</span></div><h1 class="title-detail">{s.title}</h1><article class="fck_detail">{_p(s)}<p style="text-align:right"><strong>{s.names[0]}</strong></p></article><div class="box-tinlienquan"><h3>Tin liên quan</h3><a>Chợ phiên chuyển sang bờ bên kia</a></div>')


@template
def _indonesian_portal(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "id")
    return _page(s, f'<meta name="author" content="{s.names[0]}">', f'<article class="detail"><h1 class="detail__title">{s.title}</h1><div class="detail__author">{s.names[0]} - <span>beritaSungai</span></div><div class="detail__date">Kamis, 05 Mar 2026 14:32 WIB</div><div class="detail__body-text"><strong>Jakarta</strong> - {s.paragraphs[0]}{_p(s, 1, 3)}<div class="sisip"><strong>Baca juga:</strong> <a>Pasar pindah ke lapangan</a></div>{_p(s, 3)}<p>(sar/bud)</p></div></article>')


@template
def _dutch_regional(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "nl")
    f.body.insert(0, "RIVIERSTAD - Automobilisten moeten de hele winter omrijden.")
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "datePublished": "2026-03-05T13:32:00.000Z", "author": [{"@type": "Person", "name": s.names[0]}]}
    return _page(s, _script(node), f'<article><h1>{s.title}</h1><div class="byline">{s.names[0]} <time>05-03-26, 14:32</time> Laatste update: 06-03-26, 09:10</div><p class="intro"><strong>{f.body[0]}</strong></p><div>{_p(s, 0, 2)}<p>Tekst gaat verder onder de foto.</p>{_p(s, 2)}</div></article><div>Meest gelezen</div>')


@template
def _greek_wordpress(pick: random.Random, f: Facts) -> str:
    s = _tell(f, "el")
    return _page(s, '<meta property="article:published_time" content="2026-03-05T12:32:00+00:00">', f'<article class="post"><h1 class="entry-title">{s.title}</h1><div class="meta"><span class="author vcard">{s.names[0]}</span> <span class="date">05/03/2026 14:32</span></div><div class="entry-content">{_p(s, 0, 3)}<p><strong>Διαβάστε επίσης:</strong> <a>Νέος ποδηλατόδρομος</a></p>{_p(s, 3)}</div><p>Ακολουθήστε μας στο Google News</p></article>')
