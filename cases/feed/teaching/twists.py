"""Changes announced mid-way: what each says, what it does, and the question it puts."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "time_order",
        "A regulator demands a switch to time order, and a third of the readers use it.",
        {"time_order_share": 0.35},
        "Who gains, who loses, and what do authors do?",
        kind="order",
        expects=(Expected("in_network", "rises"),),
    ),
    Twist(
        "retune",
        "New weights tonight, without a release: each head is to bring as much as any other.",
        {"head_weights": "equal"},
        "What must be ready for that, and which reading do you watch first?",
        kind="order",
        expects=(Expected("ndcg", "falls"), Expected("actives_240", "rises")),
    ),
    Twist(
        "cold",
        "A wave of new users arrives; each follows three authors and nothing is known of them.",
        {"drift": "new_users"},
        "What fills their pages, and what do the heads say of people they never met?",
        expects=(Expected("engagement_28", "stays"),),
    ),
    Twist(
        "news",
        "News breaks: within a minute everybody wants the same story.",
        {"drift": "news"},
        "Everybody engages more, and the order is worse than before. Is the recency half-life "
        "still right?",
        expects=(Expected("ndcg", "falls"),),
    ),
    Twist(
        "replies",
        "Product wants conversation: replies are to weigh fifteen times as much, answered ones "
        "nearly three times.",
        {"head_weights": "own", "w_reply": 200.0, "w_reply_back": 200.0},
        "What are the replies about, and which head would you look at?",
        kind="order",
        needs={"penalty": 1.5},
        expects=(Expected("engagement_year", "falls"),),
    ),
    Twist(
        "brigading",
        "A campaign blocks and reports a handful of authors. Readers' pages hardly show it.",
        {"drift": "brigade"},
        "How much reach do they lose, how many accounts did it take, and what do you change?",
        expects=(Expected("value", "stays"),),
    ),
    Twist(
        "mixed_media",
        "Half a video watched is to be worth as much as a click.",
        {"head_weights": "own", "w_video": 11.0},
        "Videos are watched often: what does the page look like now?",
        kind="order",
        expects=(Expected("value", "falls"), Expected("ndcg", "falls")),
    ),
    Twist(
        "ads",
        "Every second place goes to ads: ten posts are left of a page.",
        {"page_size": 10},
        "Which readings fall by half and which do not, and why?",
        kind="order",
        expects=(Expected("authors_page", "falls"), Expected("value", "falls")),
    ),
    Twist(
        "author_side",
        "The creators' team boosts small authors and wants proof that it works.",
        {"small_author_boost": 1.0},
        "Readers are split at random. Why does that not measure it, and what would?",
        kind="order",
        expects=(Expected("silent", "falls"), Expected("engagement_28", "falls")),
    ),
    Twist(
        "explain",
        "A journalist asks why this post is first on that reader's page.",
        {},
        "Answer from the picture of its score, in two sentences.",
        expects=(Expected("value", "stays"),),
    ),
    Twist(
        "no_likes",
        "Models may no longer use counts of likes or authors' past engagement. Pages are as good "
        "as before.",
        {"features": "no_counts"},
        "Why do the heads hardly suffer here, and who gains looks?",
        kind="order",
        expects=(Expected("value", "stays"), Expected("ne_click", "stays")),
    ),
    Twist(
        "exodus",
        "The best authors leave for another network. The four-week test does not see it.",
        {"drift": "exodus"},
        "How long until readers notice, and what could the ranking do?",
        expects=(Expected("engagement_28", "stays"),),
    ),
    Twist(
        "election",
        "An election comes up, and politics heats up. The four-week test does not see it.",
        {"drift": "election"},
        "Which weights would you look at before the vote?",
        expects=(Expected("engagement_28", "stays"),),
    ),
)
