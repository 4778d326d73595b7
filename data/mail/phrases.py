"""What mail says: phrases by topic of honest mail and by campaign of spam, written for this world.

A phrase has at most one slot: {name}, {thing}, {place}, {sum} or {code}. Phrases of one topic are
divided by a slash. `LOOKALIKE` says which honest topic a campaign dresses up as.
"""

from __future__ import annotations

BACKGROUND = """
thank you for your time / please let me know / have a nice day / see you soon / best regards
{name} / hello {name} / dear {name} / this is a short message / please reply to this mail / more
below / by the end of the week / as promised here is the link / we are happy to help / on behalf
of {name} / please read carefully / you can find the details here / with kind regards / until
{place}
"""

HAM = {
    "work": """
the meeting moves to room {place} / minutes of the last meeting / {name} will present the plan /
please review the draft before noon / the budget for {place} is on the agenda / lunch with
{name} / the {thing} project is on track / can you join the call / slides are in the shared
folder / deadline for the report is friday / the client asked for changes / interview with
{name} tomorrow / I will be out of office / quarterly numbers look good / who takes the notes /
team event in {place}
""",
    "family": """
grandma says hello / the kids had a great day / photos from {place} are lovely / call me tonight
/ dinner at our place on sunday / happy birthday {name} / did you feed the cat / love from
{name} / the garden looks wonderful / we miss you / can you pick up the {thing} / {name} has a
new tooth / bring a cake please / football practice was moved / the train arrives late / hugs
and kisses
""",
    "newsletter": """
this month in our newsletter / save on every {thing} this weekend / our readers love {name} /
new arrivals in your store / members get free shipping / unsubscribe at any time / view in
browser / tips for a better garden / the best of {place} / win a {thing} in our reader survey /
sale ends sunday / exclusive offer for subscribers / click here to read more / recipes of the
season / only {sum} today / you receive this because you signed up
""",
    "shop": """
your order has shipped / the {thing} is out for delivery / track your parcel with {code} / thank
you for your purchase / your refund of {sum} is on its way / invoice for order {code} /
delivered to the neighbour {name} / how would you rate the {thing} / your return was received /
pick up at the station in {place} / expected on thursday / your cart is waiting / order total
{sum} / the warranty of your {thing} / customer service is happy to help
""",
    "finance": """
your statement is ready / payment of {sum} received / the transfer to {name} was booked / your
account balance is available / the invoice is due on monday / standing order over {sum} / tax
documents for last year / your card ends in {code} / meeting with your adviser {name} / interest
rates have changed / please keep this for your records / branch in {place} opens at nine / your
contribution was recorded / reference number {code} / premium for your insurance
""",
    "travel": """
your booking in {place} is confirmed / check in opens tomorrow / gate changes are possible /
boarding pass for {name} / seat {code} is reserved / breakfast is included / free cancellation /
weather in {place} is sunny / your hotel is near the river / rental car from {sum} a day / the
ferry to {place} leaves at eight / rate your stay / luggage rules have changed / trip summary /
bring your passport
""",
    "tech": """
build {code} passed / new comment on your ticket {code} / {name} opened a pull request / the
nightly backup finished / disk usage above the limit / your password was changed / sign in from
a new device in {place} / certificate for {thing} expires soon / deploy to staging done / alert
resolved after five minutes / version {code} was released / please update your software / merge
conflict in the {thing} module / unit tests are green / log in to view the report
""",
    "club": """
training is on tuesday / the choir meets at {place} / annual members assembly / fees of {sum}
are due / minutes from the board / {name} won the cup / volunteers wanted for the summer fair /
school trip to {place} / parents evening at seven / the library closes early / carpool with
{name} / new coach for the juniors / bake sale for the {thing} / homework for monday / please
sign the form
""",
}

SPAM_COMMON = """
act now / limited time only / click here now / this offer expires today / one hundred percent
free / no obligation at all / you have been selected / do not miss this chance / reply with your
details / confirm your identity / risk free guarantee / open the attachment / dear valued
customer / urgent notice
"""

SPAM = {
    "lottery": """
you won {sum} in the draw / claim your prize before midnight / the winning ticket is {code} /
lucky winner of the {place} lottery / jackpot released to you / send a small fee to claim / our
agent {name} holds your cheque / international sweepstake promotion / your email was drawn
""",
    "pharmacy": """
cheap pills without prescription / discreet shipping to {place} / save eighty percent on tablets
/ doctors do not want you to know / feel young again / order {code} pack for {sum} / online
pharmacy / natural formula that works / restore your energy tonight / thousands of happy
patients
""",
    "bank": """
your account has been limited / verify your card ending {code} / unusual sign in from {place} /
log in to restore access / security department {name} / failure to respond closes your account /
payment of {sum} is on hold / update your billing details / your online banking expires
""",
    "parcel": """
your parcel is held at customs / pay {sum} to release the package / delivery attempt failed /
tracking {code} needs your address / schedule a new delivery / storage fees apply from tomorrow
/ the courier {name} could not find you / final notice for your shipment / package from {place}
waiting
""",
    "crypto": """
double your bitcoin in a day / the trading robot never sleeps / early investors made {sum} /
secret wallet of {name} / guaranteed returns every hour / join the token presale / blockchain
fortune / withdraw profits from {place} / your mining bonus {code} / banks hate this coin
""",
    "loan": """
instant loan up to {sum} / bad credit no problem / approved in five minutes / no collateral
needed / consolidate your debts / low rates from {name} finance / money on your account today /
your application {code} is approved / lender in {place} / refinance and relax
""",
    "romance": """
I saw your profile and smiled / lonely hearts in {place} / my name is {name} and I am single /
write me on my private mail / I feel we have a connection / look at my photos / let us meet
tonight / send me {sum} for the ticket / waiting for your sweet reply / new matches near you
""",
    "job": """
work from home and earn {sum} / no experience needed / we hire agents in {place} / weekly pay
guaranteed / your resume impressed {name} / part time assistant wanted / process payments for us
/ be your own boss / start today with code {code} / easy tasks high salary
""",
    "invoice": """
overdue invoice {code} attached / remit {sum} without delay / final demand from {name} / our
bank details have changed / legal action will follow / please process the wire today / proforma
for the {thing} order / sent from the director / accounts department {place}
""",
    "giftcard": """
complete the survey and get a card / your reward of {sum} is ready / loyalty points expire /
brand new {thing} for one euro / spin the wheel / shopper panel in {place} / redeem voucher
{code} / congratulations dear shopper / answer three questions
""",
    "weight": """
lose weight while you sleep / melt belly fat / the trick of {name} / miracle tea from {place} /
only {sum} a bottle / clinically proven drops / trial bottle {code} / celebrities swear by it /
no diet no exercise / before and after pictures
""",
    "software": """
your antivirus has expired / seven threats were found / renew for {sum} / your mailbox is almost
full / upgrade storage with code {code} / call support agent {name} / license key for {thing}
inside / your device in {place} is infected / download the cleaner / deactivate to avoid charges
""",
    "heritage": """
late client left {sum} / I am barrister {name} / funds trapped in {place} / next of kin needed /
strictly confidential transaction / share of the estate / the bank file {code} / god bless you /
diplomat will deliver the box / consignment of gold
""",
    "casino": """
welcome bonus of {sum} / free spins await / the table in {place} is hot / double your first
deposit / player {name} hit the jackpot / bonus code {code} / instant payout / play the new
slots / vip club / bet without limits
""",
}

LOOKALIKE = {
    "lottery": "newsletter",
    "pharmacy": "shop",
    "bank": "finance",
    "parcel": "shop",
    "crypto": "finance",
    "loan": "finance",
    "romance": "family",
    "job": "work",
    "invoice": "work",
    "giftcard": "newsletter",
    "weight": "newsletter",
    "software": "tech",
    "heritage": "family",
    "casino": "newsletter",
}

SYLLABLES = """
ba be bo da de di do fa fe ga go ha hi ja jo ka ke ki ko la le li lo ma me mi mo na ne ni no pa
pe ra re ri ro sa se si so ta te ti to va ve vi vo wa wi ya yo za zo
"""

THINGS = """
lamp chair kettle camera scarf jacket printer drill tent bicycle helmet blender phone watch
guitar keyboard monitor router mattress pillow backpack suitcase umbrella grill toaster heater
fridge sofa carpet mirror shelf ladder hammer candle teapot vase mug plate knife pan basket
curtain blanket stroller puzzle novel atlas easel drum violin flute skates racket kayak compass
lantern thermos
"""


def phrases(block: str) -> tuple[str, ...]:
    """The phrases of a block, lower case, in the order written.

    >>> phrases("act now / see you in {place}")
    ('act now', 'see you in {place}')
    """
    return tuple(" ".join(part.lower().split()) for part in block.split("/"))
