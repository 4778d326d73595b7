"""Changes announced mid-way, each with the question it puts."""

from kit.case import Twist

TWISTS = (
    Twist(
        "time_order",
        "A regulator demands a switch to time order, and a third of the readers use it.",
        {"time_order_share": 0.35},
        "Who gains, who loses, and what do authors do?",
    ),
    Twist(
        "retune",
        "The weights are to be retuned tonight, without a release.",
        {"head_weights": "equal"},
        "What must be ready for that, and which reading do you watch first?",
    ),
    Twist(
        "cold",
        "A wave of new users arrives; each follows three authors and nothing is known of them.",
        {"drift": "new_users"},
        "What fills their pages, and what do the heads say of people they never met?",
    ),
    Twist(
        "news",
        "News breaks: within a minute everybody wants the same story.",
        {"drift": "news", "half_life": 12},
        "Is twelve hours of half-life the right one now?",
    ),
    Twist(
        "replies",
        "Replies are up, daily actives are down.",
        {"head_weights": "own", "w_reply": 80.0, "w_reply_back": 180.0},
        "What are the replies about, and which head would you look at?",
    ),
    Twist(
        "brigading",
        "A campaign blocks and reports a handful of authors.",
        {"drift": "brigade"},
        "How much reach do they lose, how many accounts did it take, and what do you change?",
    ),
    Twist(
        "mixed_media",
        "Video shall be worth as much as a click.",
        {"head_weights": "own", "w_video": 11.0},
        "Videos are watched often: what does the page look like now?",
    ),
    Twist(
        "ads",
        "Every second place goes to ads: ten posts are left of a page.",
        {"page_size": 10},
        "Which readings fall by half and which do not, and why?",
    ),
    Twist(
        "author_side",
        "Authors' relations wants proof that a lift for small authors works.",
        {"small_author_boost": 1.0},
        "Readers are split by lot. Why does that not measure it, and what would?",
    ),
    Twist(
        "explain",
        "A journalist asks why this post stands first on that reader's page.",
        {"head_weights": "published"},
        "Answer from the picture of its score, in two sentences.",
    ),
    Twist(
        "no_likes",
        "Counts of likes may no longer be used by any model.",
        {"features": "no_counts"},
        "Which heads suffer, and who gains looks?",
    ),
    Twist(
        "exodus",
        "The best authors leave for another network.",
        {"drift": "exodus"},
        "How long until readers notice, and what could the ranking do?",
    ),
    Twist(
        "election",
        "An election comes up, and politics heats up.",
        {"drift": "election"},
        "Which weights would you look at before the vote?",
    ),
)
