"""What an interviewer looks for in spam filtering, area by area and level by level."""

from kit.rubric import Area

RUBRIC = (
    Area(
        "understanding",
        "Asks what a false quarantine costs against a delivered spam.",
        "Also asks who labels, how soon a decision is due and how large Monday's burst is, and "
        "works out errors a day.",
        "Questions the definition of spam itself (the unwanted newsletter) and says which promise "
        "the ceiling allows.",
    ),
    Area(
        "data and labels",
        "Knows that reports are labels, and that few people report.",
        "Names both biases: silence in the inbox, silence in quarantine; and splits by time or "
        "near-copies.",
        "Buys an audit of stated size, weights it, and shows why reports alone quarantine "
        "newsletters for ever.",
    ),
    Area(
        "features and model",
        "Starts with words and a linear model or naive Bayes.",
        "Adds character n-grams and sender features for stated attacks, and knows that naive Bayes"
        " is too certain.",
        "Places a cascade by recall for the work on a message, on attacked mail too, and says when"
        " an encoder is worth it.",
    ),
    Area(
        "evaluation",
        "Does not judge by accuracy.",
        "Judges by recall at one false positive in a thousand, with near-copies resampled "
        "together.",
        "Says on how many legitimate messages that threshold rests, and what a random split or an "
        "early vocabulary would add.",
    ),
    Area(
        "system and cost",
        "Draws a queue, workers and a model.",
        "Computes capacity, backlog and drain time, and makes actions idempotent.",
        "Chooses batches, workers and what gives way together, from deadline, price and what "
        "spammers would exploit.",
    ),
    Area(
        "over time",
        "Retrains regularly, since campaigns change.",
        "Tells rotation, misspelling, good words and poison apart, with a remedy for each.",
        "Treats reports as attackable, puts a gate before each nightly model, and says what each "
        "remedy costs in honest mail.",
    ),
    Area(
        "communication",
        "Explains thresholds without formulas when asked.",
        "Tells management the messages lost and the spam delivered a day, not AUC.",
        "Makes the trade explicit: whose mail is lost, who may decide that, and how they can "
        "appeal.",
    ),
)
