"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from data.feed.constants import HEADS
from kit.case import Step

STEPS = (
    Step(
        "clarify",
        "Clarify",
        "What do you ask before you draw anything?",
        "Ask what the feed is for, and who decides that: minutes, replies, people who are still "
        "here next year. Ask for traffic and the time a page may take, how many candidates there "
        "are, whether posts by authors not followed belong on the page, and what feedback is "
        "kept: engagements, complaints, a survey.\n"
        "Then say the tension: what people react to is not what they come back for, and an "
        "experiment is shorter than the time in which they decide to leave.",
        choices=("size", "drift", "traffic"),
        panels=("the_year",),
        feasibility=True,
        followups=(
            "They want more engagement. Good: over what horizon, by which weights, and what may "
            "not get worse?",
            "Who else is affected? Good: authors. Without an answer they stop, and then there is "
            "nothing to rank.",
            "A regulator asks for a switch to time order. Good: offer it, measure it by reader, "
            "and say what it costs whom.",
        ),
        hints=(
            "What is the feed for, and who decided that?",
            "Ask for the goal and its horizon, traffic and deadline, who may be on the page, and "
            "what feedback is kept.",
            "Say the tension: an experiment is shorter than the time in which people decide to "
            "leave. What would show it?",
        ),
        points=(
            "Asks what the feed is for, and over which horizon.",
            "Asks for traffic, deadline and the number of candidates.",
            "Asks whether posts by authors not followed belong on the page.",
            "Asks which feedback is kept: engagements, complaints, a survey.",
            "Says that what people react to is not what they come back for.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "Which numbers decide, and when are they known?",
        "For a page: weighted engagement, and beside it what people say they want. For people: "
        "who comes in week 1, week 4 and at the end of the year. For authors: who gets looks, "
        "who gets none, who stops. For models: normalised entropy of each head beside its "
        "ceiling, and nDCG against the truth.\n"
        "Numbers of a page move within a day, those of people and authors within months. What "
        "moves first is not what matters most.",
        panels=("pareto", "actives", "heads"),
        followups=(
            "One number, please. Good: active users at the end of a long holdout, with engagement "
            "as a guardrail; admit that it is slow.",
            "Is the survey biased? Good: yes, few answer and not at random; it is still the only "
            "source that is not a click.",
            "How soon could a test have told? Good: look where the two lines of the year cross.",
        ),
        hints=(
            "Which of your numbers is known tomorrow, and which next year?",
            "Have numbers for a page, for people, for authors and for the models, and sort them by"
            " when they are known.",
            "Weighted engagement and the survey at once; active users and silent authors late. "
            "Which of them decides, and how do you wait for it?",
        ),
        points=(
            "Has numbers for pages, people, authors and models.",
            "Puts what people say beside what they engage with.",
            "Reads active users in week 1, week 4 and at the end of the year.",
            "Says that what moves first is not what matters most.",
            "Judges each head by normalised entropy beside its ceiling.",
        ),
    ),
    Step(
        "search",
        "Search metrics",
        "What are the metrics for search ranking, and which of them carry over to a feed?",
        "Two kinds. Judged offline, against what people called relevant: nDCG where relevance has "
        "degrees and the top counts most, MRR where one right answer is sought, precision@k where "
        "the whole page is read. Read off behaviour online: the share of sessions that succeed, "
        "the time to success, and sessions without a click.\n"
        "Each misleads alone. MRR looks at the first hit only; a click may be regretted; no click "
        "may mean that the answer stood on the page. So pair one of each kind, add reformulated "
        "queries and returns within seconds as guardrails, and check on old experiments that the "
        "offline one moves with the online one.\n"
        "A feed has no query: relevance is what the post is worth to this reader, and success is "
        "opening something, not leaving satisfied.",
        choices=("heavy_ranker", "features", "page_size"),
        panels=("search_metrics", "first_success"),
        followups=(
            "nDCG went up, success did not. Good: it rose below the places people look at, or "
            "judges and users want different things; look by place and by kind of query.",
            "Is a session without a click bad? Good: not always; separate answers on the page "
            "from giving up by whether the user comes back with another query.",
            "Which one for navigation, which for shopping? Good: MRR and time to success for one "
            "right page; nDCG and precision for comparing many.",
        ),
        hints=(
            "How would you know that a search went well if nobody told you?",
            "One kind of metric needs judges, another reads behaviour: name two of each, and what "
            "each cannot see.",
            "nDCG, MRR and precision@k against judgements; success, time to success and no click "
            "from sessions. Which no click is a good one?",
        ),
        points=(
            "Names nDCG, MRR and precision@k, and when each fits.",
            "Names session success, time to success and sessions without a click.",
            "Says that no click may mean that the page already answered.",
            "Pairs an offline metric with an online one and checks that they move together.",
        ),
    ),
    Step(
        "architecture",
        "Sources",
        "From hundreds of millions of posts to fifteen hundred: who may compete at all?",
        "Several sources side by side, each with a quota: followed authors by recency, what "
        "friends follow, what lies near the reader's taste, what is liked most. They are merged, "
        "cleaned of copies and deleted posts, and handed on.\n"
        "A quota decides more than a weight does: what no source finds cannot be ranked. The "
        "factor for posts out of network says how far discovery is trusted.",
        choices=(
            "candidates_gathered",
            "followed_share",
            "discovery",
            "half_life",
            "out_of_network",
            "fault",
            "guards",
        ),
        panels=("architecture", "funnel", "lorenz"),
        followups=(
            "A reader follows nobody. Good: discovery fills the page; show why each post is there.",
            "One author posts five hundred times in an hour. Good: author decay, a limit at the "
            "source, and no credit for copies.",
            "A clock is wrong and a post comes from the future. Good: freshness must not grow "
            "without bound; clip it, and log it.",
        ),
        hints=(
            "Where do candidates come from, and what can ranking not repair?",
            "Several sources side by side, each with a quota. What does a quota decide?",
            "Followed by recency, friends' follows, similar taste, most liked; then merge, remove "
            "copies and deleted posts. What do you trust out of network?",
        ),
        points=(
            "Uses several sources with quotas.",
            "Says that what no source finds cannot be ranked.",
            "Removes copies, deleted posts and posts without an author.",
            "Bounds freshness against wrong clocks.",
            "Decides how far posts out of network are trusted.",
        ),
    ),
    Step(
        "light",
        "Light ranker",
        "The heavy model takes a seventh of a second of one core per candidate. What do you do?",
        "Cut the candidates with something cheap that knows the reader and the post: a handful of "
        "features and a logistic regression. It only has to keep what the heavy one would pick.\n"
        "Nearly all of the money is spent on the heavy ranker, so the cut is the cost.",
        choices=("light_ranker", "candidates_kept"),
        panels=("light_cut", "servers", "funnel"),
        followups=(
            "How far can you cut? Good: read value lost against dollars saved, and stop where one "
            "point costs too much.",
            "What does the light ranker learn from? Good: what was shown, or the heavy ranker's "
            "scores; the second also covers what was not.",
            "Mixed media: a video costs more to score. Good: budgets by kind, and the same scale "
            "of scores.",
        ),
        hints=(
            "What would it cost to score every candidate with the heavy model?",
            "Something cheap has to cut the list. What must it be right about, and what not?",
            "A logistic regression on a handful of features that keeps what the heavy one would "
            "pick; read value lost against money saved.",
        ),
        points=(
            "Works out processor time: candidates times time each.",
            "Cuts with a few features of reader and post.",
            "Asks of the cut only that it keeps what the heavy ranker would pick.",
            "Chooses the cut by value lost against money saved.",
            "Trains on the heavy ranker's scores where the log has nothing.",
        ),
    ),
    Step(
        "data",
        "Data and labels",
        "What is a negative, when is a label known, and what does the position change?",
        "Shown and not engaged with is the honest negative; what nobody saw is no evidence. "
        "Replies and reports come hours later, so the window decides what counts. Complaints are "
        "so rare that the log keeps each of them, and of the other rows only a share.\n"
        "Lower places are looked at less. Without a correction the old order is learnt again. Two "
        "corrections: the place as a feature that is fixed when serving, or engagements weighted "
        "by one over the probability of a look. Weighting needs the right eta and enough data: "
        "look at the experiment on lists, and then at what each correction does to this page.",
        choices=(
            "negatives",
            "negatives_per_positive",
            "label_window",
            "rows_per_user",
            "split",
            "eta",
            "position_bias",
            "times_shown",
        ),
        panels=("corrections", "clicks", "heads"),
        followups=(
            "Where does eta come from? Good: a small share of pages in random order; there "
            "interest does not depend on the place.",
            "Why not weight everything? Good: variance; with few clicks the naive order is better.",
            "The busiest reader makes a tenth of the rows. Good: cap the rows per user, and "
            "evaluate by user.",
        ),
        hints=(
            "Who saw the post, and who only received it?",
            "Three things distort labels: what was never seen, what comes late, and the place on "
            "the page.",
            "Shown and not engaged is the negative; choose the window by how late replies come; "
            "correct the place by a fixed feature or by 1 / propensity.",
        ),
        points=(
            "Takes shown and not engaged with as the negative.",
            "Says that what nobody saw is no evidence.",
            "Chooses the label window by how late replies and reports come.",
            "Corrects for position, and says what each correction needs.",
            "Estimates attention from a few pages in random order.",
            "Caps rows per user, so that the busiest do not dominate.",
        ),
    ),
    Step(
        "model",
        "Heavy ranker",
        "One model, ten, or a ranker of lists?",
        "One model per engagement can be given new weights without training and explains itself; "
        "that is why feeds are built so. One model of any engagement is cheaper and cannot tell a "
        "reply from a report. LambdaRank orders well and promises nothing else.\n"
        "Counts of what others did make popular posts more popular. Whether the heads need them is "
        "to be measured: here the posts and the readers say most of it.",
        choices=("heavy_ranker", "features"),
        panels=("heads", "importance", "why"),
        followups=(
            "Drop the like count. Good: expect flatter shares for authors; measure how much worse "
            "the heads get.",
            "A head has ten positives. Good: its normalised entropy is above 1; with a large "
            "weight it adds noise.",
            "Is calibration needed? Good: yes, since heads are added up; a constant for all would "
            "not matter.",
        ),
        hints=(
            "Might somebody want other weights next week?",
            "Compare one model per engagement, one for any engagement, and a ranker of lists: what"
            " can each not do?",
            "Heads can be weighed anew without training and explain a score, but they are added "
            "up, so what must hold of each?",
        ),
        points=(
            "Takes one model per engagement, and says why.",
            "Says that one model cannot tell a reply from a report.",
            "Says that LambdaRank gives an order and no probabilities.",
            "Wants heads calibrated, since they are added up.",
            "Measures what counts of others' engagement bring, and what they do to reach.",
        ),
    ),
    Step(
        "weights",
        "Weights",
        "A reply is worth 27 likes. Says who?",
        "Weights are policy. A ratio of weights is no ratio of importance, since rates differ a "
        "thousandfold; the published weights were first set so that each head brings about as "
        "much, and then adjusted. Multiply weight and rate before you argue.\n"
        "What provokes replies and clicks is not what people are glad of. The survey is a way to "
        "find out, and weights fitted to it look different.",
        choices=("head_weights", *(f"w_{head}" for head in HEADS)),
        panels=("why", "heads", "page"),
        followups=(
            "Replies up, actives down. Good: look at what replies are about, and at toxicity.",
            "Change weights without a release. Good: heads stay, weights are data; canary them "
            "like code.",
            "All weights negative? Good: the order turns round; refuse it before it ships.",
        ),
        hints=(
            "What part of the score does each engagement really bring?",
            "A weight alone says little. How often does each engagement happen?",
            "Multiply weight by rate, then ask the survey: are people glad of what provokes "
            "replies?",
        ),
        points=(
            "Calls weights policy, not a result of training.",
            "Multiplies weight and rate before comparing.",
            "Says that what provokes replies is not what people are glad of.",
            "Uses the survey to choose or check weights.",
            "Changes weights like code: canary, watch, roll back.",
        ),
    ),
    Step(
        "page",
        "The page",
        "What must a page have that a sorted list lacks?",
        "Several authors, several topics, nothing seen before. Author decay with a floor is "
        "cheap and works on the sorted list; a cap pushes the rest down; MMR builds the page "
        "place by place and costs more.\n"
        "A factor below one raises a negative score: divide there, or work with ranks.",
        choices=("page_size", "author_decay", "author_floor", "topic_cap", "mmr", "seen_posts"),
        panels=("page", "decays", "lorenz"),
        followups=(
            "Where do ads go? Good: fixed places or a shared auction; count them in the page's "
            "diversity.",
            "How large should k be? Good: attention falls with the place; the tenth post matters "
            "little.",
            "Decay hurts engagement now. Good: how much, and what do authors do with the looks?",
        ),
        hints=(
            "What would be wrong with the twenty highest scores?",
            "Think of authors, topics and what was seen before. Which remedy is cheap, and which "
            "looks at the whole page?",
            "Author decay with a floor on the sorted list, a cap, or MMR; and what does a factor "
            "below one do to a negative score?",
        ),
        points=(
            "Wants several authors and topics on a page.",
            "Uses author decay with a floor, and knows what it costs.",
            "Leaves out what was seen elsewhere.",
            "Compares decay, cap and MMR by cost.",
            "Sees that a factor below one raises negative scores.",
        ),
    ),
    Step(
        "long",
        "Long term",
        "How would you choose between a policy that wins the test and one that wins the year?",
        "Give the long run a term of its own: a penalty on what people regret, a head that "
        "predicts the survey, an estimate of who comes back. Choose it by a long holdout, not by "
        "the test.\n"
        "The best penalty lies in between: without one people leave, with too much there is "
        "nothing to come for.",
        choices=("penalty_from", "quality_weight", "return_weight", "time_order_share"),
        panels=("the_year", "pareto", "page"),
        followups=(
            "The estimate of returning is noisy. Good: yes, with one value per user there is "
            "little to learn from; so give it a small weight and judge it by active users at the "
            "end of the year.",
            "Why not time order for everybody? Good: it is not neutral either: who posts most "
            "wins.",
            "What would you watch in the test? Good: surveys, complaints, visits per user; they "
            "move before active users do.",
        ),
        hints=(
            "Who would notice if people left slowly?",
            "The test is short. What could stand for the long run in the score, and how would you "
            "choose its size?",
            "A penalty on what is regretted, a survey head, or an estimate of returning; choose by"
            " a long holdout, and expect the best in between.",
        ),
        points=(
            "Gives the long run a term of its own in the score.",
            "Chooses it by a long holdout, not by the test.",
            "Says that the best lies between none and the most.",
            "Knows that an estimate of returning is noisy, and judges it by active users.",
            "Says that time order is not neutral either.",
        ),
    ),
    Step(
        "authors",
        "Authors",
        "Who writes here next year?",
        "Authors go on when somebody answers. A ranker that considers readers only gives looks "
        "to authors who already have them. A boost, a few reserved places, a cap for the "
        "largest: each costs readers something now.\n"
        "Concentration alone is no harm: compare it with what the truth would share out.",
        choices=("small_author_boost", "author_cap", "small_author_slots"),
        panels=("authors_left", "lorenz"),
        followups=(
            "How do you test an author-side effect? Good: split by clusters of authors and their "
            "readers; a split by reader leaks.",
            "Boost by how much? Good: until authors stay and readers hardly notice; read both off.",
            "The best authors leave anyway. Good: see what the page loses, and whom the sources "
            "find instead.",
        ),
        hints=(
            "What makes somebody write a second post?",
            "Authors stay when somebody answers. What does a ranker that knows only readers do to "
            "them?",
            "A boost for those without answers, reserved places, a cap: read off what each keeps "
            "and what readers pay.",
        ),
        points=(
            "Says that authors stay when they are answered.",
            "Boosts authors without feedback, and prices it for readers.",
            "Compares boost, reserved places and a cap.",
            "Compares concentration with what the truth would share out.",
            "Tests by clusters of authors and readers.",
        ),
    ),
    Step(
        "safety",
        "Safety",
        "Complaints weigh as much as hundreds of likes. Who complains?",
        "Negative feedback is rare and heavy, so a few coordinated accounts can bury an author. "
        "Count a community once, look at who complains, and keep the raw number for review.\n"
        "Thresholds hide what is likely to be reported; where a model has seen few reports they "
        "hide almost at random.",
        choices=("complaint_weight", "report_threshold", "complaints_counted"),
        panels=("lorenz", "heads", "page"),
        followups=(
            "How would you notice a campaign? Good: complaints per look, their spread over "
            "communities, and their hour.",
            "Set complaints to zero? Good: then nothing counts against the angriest posts.",
            "Explain to an author why they lost reach. Good: show the parts of the score, before "
            "and after.",
        ),
        hints=(
            "How few accounts could make an author disappear?",
            "Complaints are rare and heavy. Where do those about one author come from?",
            "Count a community once, before the complaints reach training; why do boosts, caps and"
            " hiding not help the authors?",
        ),
        points=(
            "Says that rare and heavy feedback can be abused by few.",
            "Counts a community's complaints once, before training.",
            "Watches complaints per look and how they spread over communities.",
            "Says that hiding by predicted reports makes a campaign worse.",
            "Keeps complaints, since without them the angriest posts have nothing against them.",
        ),
    ),
    Step(
        "experiment",
        "Experiment and next steps",
        "How do you know that the new feed is better?",
        "By user, for as long as people take to change; a long holdout for what a test cannot "
        "see. By clusters where authors matter. Read engagement, active users, the survey and "
        "authors together.\n"
        "Say beforehand what would make you stop, and what you would do if the test and the "
        "survey disagree.",
        panels=("test_size", "the_year", "actives", "authors_left"),
        followups=(
            "The test is significant after three days. Good: for which effect? Three days do not "
            "show whether the year will be better or worse.",
            "A breaking story falls into the test. Good: both arms have it; readings move, the "
            "difference need not.",
            "What next? Good: name the phase in the funnel where most value is lost here.",
        ),
        hints=(
            "When will the test be over, and when will people have decided?",
            "Choose unit and length for readers, and ask what else is shared: who writes for both "
            "arms?",
            "By user, a long holdout for what the test cannot see, by clusters for authors; and "
            "say beforehand what would make you stop.",
        ),
        points=(
            "Splits by user, for as long as people take to change.",
            "Keeps a long holdout for what a test cannot see.",
            "Splits by clusters where authors matter.",
            "Reads engagement, active users, survey and authors together.",
            "Says beforehand what to do when test and survey disagree.",
        ),
    ),
)
