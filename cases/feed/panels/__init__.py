"""The pictures of the feed, in the order in which they are shown."""

from cases.feed.panels import architecture, models, page, path, year
from kit.case import Panel

PANELS = (
    Panel(
        "the_year",
        "The year for two policies",
        "Who wins the test, and who the year? Engagement a user and day, week by week, those "
        "counted who stayed away.",
        year.the_year,
        group="year",
    ),
    Panel(
        "actives",
        "Who still comes",
        "Does the feed live on fewer and fewer? The share of all users who come on a day.",
        year.actives,
        group="year",
    ),
    Panel(
        "pareto",
        "Short run against long run",
        "What does a longer horizon cost now? Each point is a penalty, from the test's view and "
        "the year's.",
        year.pareto,
        group="year",
    ),
    Panel(
        "authors_left",
        "Authors who still post",
        "Who writes tomorrow's posts? Authors whom nobody answers stop.",
        year.authors_left,
        group="authors",
    ),
    Panel(
        "lorenz",
        "Who gets the looks",
        "How unequally are looks shared out, and how unequally would the truth share them?",
        path.looks,
        group="authors",
    ),
    Panel(
        "page",
        "A reader's page, before and after",
        "What does the penalty change for a person? The same reader, the same posts, two orders.",
        page.phones,
        group="page",
        subjects=page.readers,
    ),
    Panel(
        "why",
        "Why this post is first",
        "Which engagement decides? The score of the reader's first post, part by part.",
        page.why_here,
        group="page",
        subjects=page.readers,
    ),
    Panel(
        "decays",
        "What an author's next post is worth",
        "How soon does one author's post make room for another's?",
        page.decays,
        group="page",
    ),
    Panel(
        "heads",
        "The ten engagements",
        "Which head is the score made of, and which can be believed? Weight times rate is what "
        "counts.",
        models.heads,
        group="models",
    ),
    Panel(
        "corrections",
        "What each correction does to this feed",
        "Which correction for position orders the best pages here? The design's own heads, trained "
        "again with each.",
        models.corrections,
        group="models",
        waits_for="corrected_pages",
    ),
    Panel(
        "clicks",
        "Clicks against truth: an experiment",
        "Do clicks teach what is good, or what was shown at the top? Lists shown many times, "
        "ordered by their clicks.",
        models.clicks,
        group="models",
    ),
    Panel(
        "importance",
        "What the heads rely on",
        "Do they know the post, the reader, or what others did? Shares of the gain, each head "
        "counts the same.",
        models.importance,
        group="models",
    ),
    Panel(
        "architecture",
        "The architecture of this design",
        "What does a page pass until it is read, and its log until models learn from it?",
        architecture.architecture,
        group="serving",
    ),
    Panel(
        "funnel",
        "From everything posted to a page",
        "Where is value lost, and where do time and money go?",
        path.funnel,
        group="serving",
    ),
    Panel(
        "light_cut",
        "What the light ranker saves and loses",
        "How few posts can the heavy ranker see?",
        path.light_cut,
        group="serving",
    ),
    Panel(
        "servers",
        "Where a page waits",
        "Which servers run out first, and is the page there in time?",
        path.servers,
        group="serving",
    ),
    Panel(
        "test_size",
        "How large a test, and how long",
        "How many readers does it take to notice a change, and what would the guardrails notice?",
        year.test_size,
        group="year",
    ),
)
