"""Changes announced mid-way: what each says, what it does, and the question it puts."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "replicas_die",
        "Four replicas have died and do not come back.",
        {"dead": 4},
        "What do users notice, and what would they with four fewer to begin with?",
        expects=(Expected("throughput", "falls"), Expected("load", "rises")),
        needs={"decoders": 20},
    ),
    Twist(
        "few_labels",
        "Moderators have no time: one picture in a hundred gets a label.",
        {"labelled": 0.01},
        "Which of your numbers do you still believe, and which would you stop reporting?",
        expects=(Expected("accuracy", "stays"), Expected("p95", "stays")),
    ),
    Twist(
        "one_tenant",
        "A large seller imports its catalogue: uploads come in clumps.",
        {"arrivals": "bursty"},
        "Who waits for whom? What would a queue per tenant change?",
        expects=(Expected("p95", "rises"),),
    ),
    Twist(
        "new_camera",
        "A new phone is in the shops, and its camera renders colours warmly.",
        {"drift": "camera", "drift_share": 0.5},
        "Which of your monitors sees it first, and what do you do until there are labels?",
        expects=(Expected("accuracy", "falls"), Expected("p95", "stays")),
    ),
    Twist(
        "new_goods",
        "Footballs are in fashion, and no network knows them.",
        {"drift": "goods", "drift_share": 0.2},
        "What does a network answer that does not know the answer?",
        expects=(Expected("accuracy", "falls"), Expected("promised", "rises")),
    ),
    Twist(
        "flood",
        "Somebody puts up the same twenty pictures again and again.",
        {"flood": 0.6},
        "Where does a cache have to stand to help?",
        expects=(Expected("cache_hits", "rises"), Expected("throughput", "rises")),
        needs={"cache": 1000, "decoders": 60},
    ),
    Twist(
        "large_photos",
        "Phones send photos of twelve megapixels from today.",
        {"megapixels": 12.0},
        "Which station fills up, and whose work is it to make pictures small?",
        expects=(Expected("throughput", "falls"), Expected("load", "rises")),
    ),
    Twist(
        "higher_sale",
        "The sale brings twelve times the night, not eight.",
        {"sale": 12.0},
        "What gives way first, and what should?",
        expects=(Expected("sale_missed", "rises"),),
        needs={"autoscaler": "on", "warm": 30, "decoders": 60},
    ),
)
