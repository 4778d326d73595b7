"""The walkthrough: the stops of the interview, each with its question, choices and panels."""

from kit.case import Step

STEPS = (
    Step(
        "clarify",
        "Clarify",
        "What do you ask before you draw anything?",
        "Ask how many pictures come, on average, in the busiest hour and at the worst moment; how "
        "long the service may take, and how long the user waits; what a wrong class costs, and "
        "whether some goods matter more; what phones send, and how often the same picture comes "
        "again.\n"
        "Then do the arithmetic: pictures a second times the time for one is the number of "
        "servers at work; plan for seven tenths of what they can do.",
        choices=("traffic", "sale", "sale_minutes", "size"),
        panels=("pictures", "opinions"),
        feasibility=True,
        followups=(
            "They want everything right. Good: of what a sticker hides or what could be two "
            "things, nobody can be sure; ask for the attainable ceiling and aim below it.",
            "Half a second or 50 ms? Good: the first is the user's, upload and all; the second is "
            "what is left for the service.",
            "Can it wait? Good: if a listing may appear a minute later, a queue and a batch job "
            "do it at a fraction of the price.",
        ),
        hints=(
            "How many servers would you need if each picture took ten milliseconds?",
            "Ask for the busiest hour and for the sale, for the deadline, and for what an error "
            "costs.",
            "Multiply uploads a second by the time for one picture, and leave room: what does that "
            "give for the busiest hour, and for the sale?",
        ),
        points=(
            "Asks for the traffic on average, in the busiest hour, and in a sale.",
            "Asks for the deadline as a percentile, and who waits.",
            "Asks what wrong answers cost and which goods matter most.",
            "Works out servers from rate and time per picture, with room.",
            "Asks whether an answer is needed at once at all.",
        ),
    ),
    Step(
        "metrics",
        "Metrics",
        "Which numbers decide?",
        "One number joins both sides: the share of uploads answered in time and right, and what a "
        "million of those cost. Below it stand accuracy, by slice, and the 95th percentile. A mean "
        "latency or a mean accuracy hides who suffers.\n"
        "Beside accuracy stands the attainable ceiling; beside the latency the work alone, without "
        "a queue; beside the throughput the limit of full batches. The distance says what is left "
        "to gain.",
        choices=("deadline", "load_test"),
        panels=("goodput", "load_curve"),
        followups=(
            "Why not requests a second? Good: throughput says nothing of how long; a system is "
            "at its fullest when everybody waits.",
            "The load test says 15 ms. Good: was the next request sent before the answer to the "
            "last? If not, it never saw a queue (coordinated omission).",
            "The stations' 95th percentiles add up to more than the path's. Good: the slow rarely "
            "meet the slow; percentiles do not add.",
        ),
        hints=(
            "Is a right answer after the deadline worth anything?",
            "Join accuracy and latency in one number, then look at each by its parts.",
            "Right and in time, dollars per million of those, accuracy of the worst slice, 95th "
            "percentile: what is each compared with?",
        ),
        points=(
            "Counts what is right and in time (goodput).",
            "Uses percentiles, not means, of latency.",
            "Looks at accuracy by slice.",
            "Puts costs over right answers, not over requests.",
            "Measures latency with an open load.",
        ),
    ),
    Step(
        "architecture",
        "Architecture",
        "What does a picture pass, and who is full first?",
        "Decode and resize, look into the cache, network, answer. Decoding is plain work for "
        "ordinary servers, and it is easily forgotten: with a fast network it is the busiest "
        "station. It can run on servers of its own, beside the network, or on the phone, which "
        "also makes uploads small (and which one does not control).\n"
        "Behind the answer: a log with the pictures, labels of moderators, training, a gate by "
        "slice, a registry that can go back.",
        choices=("decode", "decoders", "megapixels", "cache", "repeats", "flood"),
        panels=("architecture", "where_time_goes", "cache_curve"),
        followups=(
            "Why does the accelerator idle while the queue is long? Good: the queue stands before "
            "the decoders.",
            "What is the key of the cache? Good: a hash of the pixels; one byte more and it is "
            "another picture, so a perceptual hash finds more and errs at times.",
            "How large a cache? Good: until a thousand pictures more find hardly anything.",
        ),
        hints=(
            "What has to happen to a photo before a network can look at it?",
            "Give each station its work and its servers; see which is loaded most.",
            "A photo of three megapixels takes a few milliseconds to decode: how many servers is "
            "that in the busiest hour?",
        ),
        points=(
            "Draws decoding as a station of its own.",
            "Finds the busiest station by arithmetic.",
            "Places a cache by content, and says what it finds.",
            "Closes the loop: log, labels, training, gate, registry.",
            "Says what answers when the network does not.",
        ),
    ),
    Step(
        "data",
        "Data and labels",
        "Which pictures would you judge by?",
        "Today's, labelled by moderators: the test set knows neither the new phone nor the new "
        "goods. Draw the labelled pictures at random, and more of the rare goods; keep slices "
        "apart: blurred, covered, rotated, dim, rare.\n"
        "With one in a hundred labelled the mean is known and the slices are not: a rare slice "
        "has a handful of labels. Then sample by slice.",
        choices=("judged_on", "labelled", "drift", "drift_share"),
        panels=("by_slice", "reliability", "pictures"),
        followups=(
            "Who labels what nobody can see? Good: moderators err there too; measure how often "
            "two of them agree.",
            "The network is sure of goods it has never met. Good: it can only spread its certainty "
            "over the classes it knows; watch for inputs unlike those of training.",
            "How do you get labels for rare goods? Good: sample by what the network says and weigh "
            "back.",
        ),
        hints=(
            "Were there phones of today in the test set?",
            "Judge on a random, labelled part of today's uploads, slice by slice.",
            "How many labelled pictures of a rare class do you have if one upload in a hundred is "
            "labelled?",
        ),
        points=(
            "Judges on labelled pictures of today.",
            "Names the slices before looking at them.",
            "Says how many labels a slice needs.",
            "Knows that a network is sure of what it has never met.",
            "Samples rare goods more, and weighs back.",
        ),
    ),
    Step(
        "model",
        "Network",
        "Which network, and how would you make it faster?",
        "Draw accuracy against the 95th percentile for all of them and strike out what is "
        "dominated. Half the filters takes a quarter of the arithmetic. Zeroed weights take as "
        "long as others: a dense convolution multiplies by zero at full speed. A small network "
        "taught by a large one keeps its speed.\n"
        "Smaller inputs save by the square and lose the small things.",
        choices=("model", "side"),
        panels=("members", "by_slice", "opinions"),
        followups=(
            "80 % of the weights are zero: five times as fast? Good: only on hardware or with "
            "kernels that skip them; removing whole filters helps everywhere.",
            "Which is dominated? Good: what is both slower and less right than another, on these "
            "machines.",
            "Why teach a small network by a large one? Good: the large one's chances say which "
            "errors are near misses; labels do not.",
        ),
        hints=(
            "What takes the time: reading weights, or multiplying?",
            "Compare networks by accuracy and time at once, on the machine they will run on.",
            "Half the filters, zeroed weights, smaller input, taught by a larger one: which of "
            "them saves multiplications?",
        ),
        points=(
            "Compares by accuracy and latency together, strikes out the dominated.",
            "Knows that zeroed weights save no time in dense arithmetic.",
            "Knows that fewer filters save by the square.",
            "Measures on the machine that will serve.",
            "Looks at what is lost by slice.",
        ),
    ),
    Step(
        "precision",
        "Precision",
        "Eight bits instead of thirty-two: what do you check?",
        "Speed first: on convolutions ranges that are found on the run (dynamic) cost more than "
        "they save; fixed ranges (static) save. Then who pays: ranges calibrated on plain pictures "
        "cut off what other pictures bring about. Calibrate on pictures of every kind, and let a "
        "gate compare every slice, not the mean.",
        choices=("precision", "rollout", "tolerance"),
        panels=("by_slice", "confusion", "batches", "this_machine"),
        followups=(
            "It is twice as fast on your laptop. Good: it depends on the instructions and the "
            "caches; measure where it will run.",
            "The mean fell by half a point. Fine? Good: which half point? If it is all of one "
            "slice, no.",
            "The gate needs how many labels? Good: enough in the smallest slice to tell a fall of "
            "the tolerance from luck.",
        ),
        hints=(
            "What happens to a value outside the range of eight bits?",
            "Compare speed and accuracy, and accuracy slice by slice.",
            "On which pictures were the ranges found, and which pictures were not among them?",
        ),
        points=(
            "Says that ranges found on the run may slow convolutions down.",
            "Calibrates on pictures of every kind.",
            "Gates by slice, with a tolerance.",
            "Measures the speed on the machine that will serve.",
            "Can go back at once.",
        ),
    ),
    Step(
        "cascade",
        "Cascades",
        "Does every picture need the large network?",
        "Most pictures are easy. Let a small network answer what it is sure of and pass the rest "
        "on: the cost is the small one for all and the large one for few. Choose the cut-off by "
        "accuracy against cost, and only after looking whether its certainty means what it says. "
        "An early exit shares the first layers, which saves work twice and looks less well.",
        choices=("way", "first", "cutoff"),
        panels=("cascade", "reliability", "pictures"),
        followups=(
            "What happens to the tail? Good: pictures passed on pay for both networks; the 95th "
            "percentile is theirs.",
            "A new camera arrives. Good: the small network may stay sure and be wrong; or it "
            "passes everything on, and the large one is overrun.",
            "Can a cascade beat its large network? Good: a little, where the small one is sure "
            "and right of what the large one misses.",
        ),
        hints=(
            "How many of the pictures are hard?",
            "Try the small network first and look at how sure it is.",
            "Pass on what is below the cut-off: which share is that, and what do accuracy and cost "
            "become?",
        ),
        points=(
            "Proposes a small network first, and a cut-off on its certainty.",
            "Draws accuracy over the share passed on.",
            "Checks that certainty is calibrated before cutting on it.",
            "Names what it does to the tail.",
            "Says what happens when inputs drift.",
        ),
    ),
    Step(
        "batching",
        "Batches",
        "How large a batch, and how long should one wait for company?",
        "A batch takes t0 + a b: where t0 is large beside a, as on an accelerator, a batch of 16 "
        "serves several times as many; where arithmetic decides, as on one small server, it "
        "serves no more. A larger limit does not fill batches: they are as large as what waits "
        "when a replica is free. Waiting for company costs at night and gains in the rush.",
        choices=("accelerator", "max_batch", "max_delay", "threads", "placement"),
        panels=("batches", "stations", "load_curve"),
        followups=(
            "Batches stay small though 64 are allowed. Good: there is not enough waiting; the "
            "limit is none. The delay helps a little, at its price.",
            "Why does p50 fall as traffic rises? Good: batches fill before the delay is over.",
            "Split the model over two machines? Good: only if it does not fit on one; a hop more, "
            "and each half waits for itself.",
        ),
        hints=(
            "What part of a batch's time does not depend on its size?",
            "Look at the time per picture over the size of the batch, machine by machine.",
            "t0 = 2.3 ms and a = 0.8 ms: how many pictures a second alone, and in batches of 16?",
        ),
        points=(
            "Writes the time of a batch as t0 + a b.",
            "Says why batches bring much on accelerators and little on CPUs.",
            "Knows that a full batch leaves at once and others after the delay.",
            "Names what the delay costs at light load.",
            "Caps the batch where throughput stops growing.",
        ),
    ),
    Step(
        "capacity",
        "Capacity",
        "How many replicas, and what happens when they are not enough?",
        "Plan the busiest hour at seven tenths. Beyond the limit there is no latency, only a "
        "backlog that grows by what comes too much: a percentile measured there says how long one "
        "has measured. So give the queue an end, and decide who gets what: turn away, or let the "
        "small network answer. Retries multiply what comes just when there is too much: drop what "
        "nobody waits for.",
        choices=(
            "replicas",
            "first_replicas",
            "overflow",
            "queue_limit",
            "retries",
            "timeout",
            "stale",
            "arrivals",
            "dead",
        ),
        panels=("load_curve", "goodput", "stations"),
        followups=(
            "Why not an endless queue? Good: what waits longer than its client is work for nobody.",
            "Would you rather turn away or answer worse? Good: a class that can be corrected is "
            "better than none; say so in the answer.",
            "The load is 95 %. Good? Good: the tail is already several times the work, and one "
            "replica that dies is an outage.",
        ),
        hints=(
            "What is the 95th percentile of a system that gets more than it can serve?",
            "Plan with room, give every queue an end, and decide what overflow gets.",
            "Requests wait, clients give up and send again: what do the servers work on then?",
        ),
        points=(
            "Plans the busiest hour with room to spare.",
            "Says that an overloaded system has no latency.",
            "Bounds the queue and names what overflow gets.",
            "Knows how retries turn a spike into an outage.",
            "Plans for a replica that dies.",
        ),
    ),
    Step(
        "scaling",
        "Scaling",
        "The sale begins at two. What does the autoscaler do?",
        "It looks every so often, orders, and waits for servers to start: until then everything "
        "that comes too much piles up. The lag is look plus start-up. A lower target, a warm "
        "pool, or scaling before the sale (it is in the calendar) bridges it; a larger batch does "
        "not. And only the network scales: are there decoders enough?",
        choices=("autoscaler", "target", "most", "sync", "start_up", "warm"),
        panels=("day_of_sale", "backlog"),
        followups=(
            "Why not scale on latency? Good: there it is late already, and beyond the limit it "
            "says nothing of how much is missing; use work in hand.",
            "What does a warm pool cost? Good: a replica each, all day; compare with lost uploads "
            "of one sale.",
            "The network scales and still uploads fail. Good: look at the decoders.",
        ),
        hints=(
            "How long from the first extra upload to the first extra replica?",
            "Add up looking, ordering and starting; see what piles up meanwhile.",
            "Two thousand uploads a second too many for a hundred seconds: how long to work that "
            "off?",
        ),
        points=(
            "Names the lag: look, order, start.",
            "Works out the backlog and how long it takes to drain.",
            "Uses a warm pool or scales before a known sale.",
            "Checks that every station scales, decoders too.",
            "Keeps an end to the queue meanwhile.",
        ),
    ),
    Step(
        "monitoring",
        "Monitoring",
        "What would you watch, and what would wake somebody?",
        "Load and backlog by station, 95th percentile, what is dropped and what the small network "
        "answers; the mean certainty and the share passed on, which move the same day as the "
        "pictures; accuracy by slice as labels come. A new camera shows in colours and certainty "
        "before it shows in labels.",
        panels=("reliability", "by_slice", "backlog"),
        followups=(
            "Certainty is unchanged and accuracy falls. Good: new goods: the network is sure of "
            "what it has never met; only labels or a detector of strange inputs show it.",
            "A flood of duplicates: good or bad? Good: good for the cache, bad for the decoders if "
            "they come first.",
            "What pages at night? Good: backlog that grows, not a percentile that jumps.",
        ),
        hints=(
            "What changes on the day a new phone comes out?",
            "Watch machines, inputs, answers and labels, each by slice or by station.",
            "Which of your numbers needs no label and still moves when pictures change?",
        ),
        points=(
            "Watches load and backlog at every station.",
            "Watches certainty and share passed on, which need no labels.",
            "Watches accuracy by slice on sampled labels.",
            "Says which change no label-free monitor sees.",
            "Alarms on backlog that grows.",
        ),
    ),
    Step(
        "experiment",
        "Experiment",
        "How would you show that a change is better?",
        "Latency and cost show within minutes on a few per cent of the traffic (a canary); "
        "accuracy needs labelled pictures, so moderators decide how long it takes. Compare both "
        "networks on the same pictures: paired differences need far fewer labels. Slices need "
        "their own.",
        panels=("experiment", "members"),
        followups=(
            "Why on the same pictures? Good: most are easy for both; only those where they "
            "differ tell anything.",
            "The canary is fine. Roll out? Good: a canary at a few per cent does not feel the "
            "load of all.",
            "How long for a rare class? Good: until enough of its labels are in; sample it more.",
        ),
        hints=(
            "What can you measure without labels, and what not?",
            "Run both networks on the same pictures and label where they differ.",
            "How many labelled pictures show one point of accuracy, and who labels them?",
        ),
        points=(
            "Measures latency on a canary, accuracy on labelled pictures.",
            "Compares on the same pictures (shadow traffic).",
            "Plans the labels a slice needs.",
            "Says that a canary does not feel the full load.",
            "Keeps a way back.",
        ),
    ),
)
