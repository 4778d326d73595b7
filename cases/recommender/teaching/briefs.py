"""Situations in which the shipped recommender fails, with fixes that help and some that do not."""

from kit.case import Brief, Goal

BRIEFS = (
    Brief(
        "offline_up",
        "Offline up, online flat",
        "The team replaced popularity by item-item neighbours. On the log it is the best model "
        "they ever had; the experiment shows next to nothing. The log was made by a system that "
        "showed everybody much the same few titles.",
        {"size": "small", "exposure_skew": 0.8, "generator": "item", "split": "random"},
        (
            Goal("ceiling_share", "at least", 0.355),
            Goal("homogeneity", "at most", 0.2),
        ),
        fixes={
            "learn from refusals": {
                "generator": "als",
                "ranker": "lightgbm",
                "negatives": "shown",
            },
            "let genres speak where the log is silent": {"generator": "hybrid"},
        },
        decoys={
            "what the log likes best": {"generator": "popularity"},
            "a neural model": {"generator": "ncf"},
            "a linear model": {"generator": "ease"},
            "an honest split alone": {"split": "global_time"},
        },
        degenerate={"any ten": {"generator": "random"}},
        debrief="Takes on that log say what was shown. Popularity, a linear model and a network "
        "all learn from the same takes: they repeat what was shown, score well and change "
        "nothing. What was shown and left says what people do not want, and genres say "
        "something of titles nobody was shown. An honest split corrects the score, not "
        "the rows.",
    ),
    Brief(
        "turns_over",
        "The catalogue turns over",
        "Four titles in a hundred leave each week for new ones. The model was trained at launch, "
        "twelve weeks ago, and does not know what nearly two fifths of the catalogue are. "
        "Producers ask why their new titles are nowhere to be seen.",
        {
            "size": "small",
            "catalogue_turnover": 0.04,
            "judged_at": "later",
            "weeks": 12,
            "retrain": 0,
        },
        (
            Goal("ceiling_share", "at least", 0.36),
            Goal("new_share", "at least", 0.04),
        ),
        fixes={
            "retrain weekly, blend in content": {"retrain": 1, "cold_start": "blend"},
            "retrain monthly, blend in content": {"retrain": 4, "cold_start": "blend"},
        },
        decoys={
            "retrain weekly": {"retrain": 1},
            "blend in content": {"cold_start": "blend"},
            "a bigger model": {"factors": 64},
            "a fifth of places at random": {"exploration": "epsilon", "exploration_amount": 0.2},
        },
        degenerate={
            "slots for new titles in random rows": {"cold_start": "slots", "generator": "random"}
        },
        debrief="A title nobody has taken has no vector, however often the model is trained and "
        "however long its vectors are: it needs content or a place of its own before it "
        "can have takes. Content alone does not notice what people took since. Random "
        "places show new titles to people who do not want them. It takes both: content "
        "and retraining.",
    ),
    Brief(
        "same_ten",
        "Everybody sees the same ten",
        "Rows are filled by what was popular lately. The shares of the few titles on top grow by "
        "the week, two friends find the same row on their screens, and most of the catalogue is "
        "paid for and never shown.",
        {
            "size": "small",
            "exposure_skew": 0.8,
            "generator": "recent",
            "judged_at": "later",
            "weeks": 10,
        },
        (
            Goal("homogeneity", "at most", 0.15),
            Goal("coverage", "at least", 0.5),
            Goal("ceiling_share", "at least", 0.29),
        ),
        fixes={
            "ALS and content": {"generator": "hybrid"},
            "ALS and content, genres calibrated": {
                "generator": "hybrid",
                "rerank": "calibrated",
                "rerank_strength": 0.2,
            },
        },
        decoys={
            "MMR": {"rerank": "mmr", "rerank_strength": 0.5},
            "a popularity discount": {"rerank": "discount", "rerank_strength": 0.5},
            "a fifth of places at random": {"exploration": "epsilon", "exploration_amount": 0.2},
            "hide what was shown": {"seen_filter": "shown"},
        },
        degenerate={"any ten": {"generator": "random"}},
        debrief="Reordering a common list leaves it common: MMR makes each row more varied and "
        "the rows as alike as before, a discount moves everybody to the same less popular "
        "titles, and hiding what was shown goes through the common list faster. Random "
        "places differ, and cost takes. Rows differ where scores differ, and scores "
        "differ where the model knows something of the person.",
    ),
    Brief(
        "new_market",
        "New market, no logs",
        "The service opened eight weeks ago in a country where nobody had watched anything. The "
        "model from home was switched on as it is. Whatever it happened to show first is what it "
        "learnt.",
        {"size": "small", "impressions": 0, "judged_at": "later", "weeks": 8, "retrain": 1},
        (
            Goal("ceiling_share", "at least", 0.25),
            Goal("coverage", "at least", 0.5),
        ),
        fixes={
            "ask first, then blend": {"cold_start": "quiz"},
            "ask first, and explore a little": {
                "cold_start": "quiz",
                "exploration": "epsilon",
                "exploration_amount": 0.1,
            },
        },
        decoys={
            "blend without asking": {"cold_start": "blend"},
            "popular titles": {"generator": "popularity"},
            "a bigger model": {"factors": 64},
            "ask once, never retrain": {"cold_start": "quiz", "retrain": 0},
        },
        degenerate={"any ten": {"generator": "random"}},
        debrief="Without a log, popularity is an accident that feeds itself, a bigger model has "
        "nothing to learn from, and a blend has no answers to blend. A dozen questions "
        "give every user a profile on the first evening; what is taken then is worth "
        "learning from, and has to be learnt from every week.",
    ),
)
