"""The language of mail: its words, its phrases, and how likely each topic is to use them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from data.mail.phrases import (
    BACKGROUND,
    HAM,
    LOOKALIKE,
    SPAM,
    SPAM_COMMON,
    SYLLABLES,
    THINGS,
    phrases,
)
from data.world import stream

FOREIGN = "foreign"  # honest mail in a language nobody here has seen before
HAM_TOPICS = (*HAM, FOREIGN)
TOPICS = (*HAM_TOPICS, *SPAM)
IS_SPAM = np.array([topic in SPAM for topic in TOPICS])

EXPONENT = 1.05  # of Zipf's law, for phrases and for what fills their slots
OWN = 0.65  # share of a topic's phrases that is its own; the rest anybody writes
DRESSED = 0.5  # share of a campaign's own phrases borrowed from the honest topic it imitates
COMMON = 0.25  # share of the remaining ones that all campaigns use
PUSHY = {"newsletter": 0.2, "shop": 0.05, "tech": 0.05}  # honest mail that sounds like spam
SOUNDS, GOODS = SYLLABLES.split(), THINGS.split()
FILLERS = {"name": 240, "place": 120, "thing": len(GOODS), "sum": 60, "code": 400}
SLOTS = tuple(FILLERS)
VARIANTS = 2  # ways in which a word is obfuscated
SWAPS = str.maketrans("aeiou", "4310v")


@dataclass(frozen=True, eq=False)
class Language:
    """Words, phrases and the probability of each under every topic.

    `words` are the surface forms: plain words first, then the variants of each. `phrase_words` has
    shape (phrases, most words), padded with -1; a slot is marked -2. `slot` is the kind of slot of
    each phrase, -1 for none. `phrase_p` has shape (topics, phrases); `fill_p[kind]` (topics,
    fillers of the kind); `fill_words[kind]` are their words.
    """

    words: tuple[str, ...]
    plain: int
    texts: tuple[str, ...]
    phrase_words: np.ndarray
    slot: np.ndarray
    phrase_p: np.ndarray
    fill_p: tuple[np.ndarray, ...]
    fill_words: tuple[np.ndarray, ...]

    def variant(self, word: np.ndarray, which: np.ndarray) -> np.ndarray:
        """The surface form of plain words obfuscated in way `which` (0 or 1)."""
        return self.plain + word * VARIANTS + which

    @property
    def nbytes(self) -> int:
        return 3_000_000


@lru_cache(maxsize=8)
def language(seed: int) -> Language:
    """The words and habits of one seed: which phrases and names each topic uses most."""
    units, index = _phrase_list()
    fillers = _fillers()
    spoken = {word for text in units for word in text.split() if not word.startswith("{")}
    plain = sorted(spoken | {word for kind in fillers for word in kind})
    place = {word: i for i, word in enumerate(plain)}
    table, slot = _phrase_table(units, place)
    rng = stream(seed, "language")
    fill_words = tuple(np.array([place[word] for word in kind]) for kind in fillers)
    fill_p = tuple(_habits(len(kind), rng) for kind in fillers)
    return Language(
        tuple(plain) + _obfuscated(plain),
        len(plain),
        tuple(units),
        table,
        slot,
        _phrase_habits(units, index, rng),
        fill_p,
        fill_words,
    )


def zipf(n: int) -> np.ndarray:
    """Zipf's law over `n` ranks: probabilities that fall with the rank to the power 1.05."""
    weights = np.arange(1, n + 1) ** -EXPONENT
    return weights / weights.sum()


def _phrase_list() -> tuple[list[str], dict[str, np.ndarray]]:
    """Every phrase once, and the places of each topic's own ones."""
    blocks = {"background": phrases(BACKGROUND), "common": phrases(SPAM_COMMON)}
    blocks |= {topic: phrases(block) for topic, block in {**HAM, **SPAM}.items()}
    syllables = iter(product(SOUNDS, SOUNDS, ("n", "k", "sh")))
    invented = ["".join(part) for part, _ in zip(syllables, range(60), strict=False)]
    blocks[FOREIGN] = tuple(" ".join(invented[i : i + 4]) for i in range(0, 60, 4))
    units = list(dict.fromkeys(text for block in blocks.values() for text in block))
    place = {text: i for i, text in enumerate(units)}
    return units, {name: np.array([place[t] for t in block]) for name, block in blocks.items()}


def _fillers() -> tuple[list[str], ...]:
    """The words that fill each kind of slot; names and places are made of syllables."""
    invented = ["".join(parts) for parts in product(SOUNDS[::3], SOUNDS[1::2], SOUNDS[::7])]
    names, places = (
        invented[:: len(invented) // 500][:240],
        invented[7 :: len(invented) // 300][:120],
    )
    places = [f"{place}burg" for place in places]
    sums = [str(amount) for amount in (np.arange(1, 61) * 37 % 997 * 10 + 9)]
    codes = [f"{chr(97 + i % 26)}{chr(97 + i * 7 % 26)}{1000 + i * 17}" for i in range(400)]
    return names, places, GOODS, sums, codes


def _phrase_table(units: list[str], place: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    split = [text.split() for text in units]
    table = np.full((len(units), max(map(len, split))), -1)
    slot = np.full(len(units), -1)
    for i, words in enumerate(split):
        for j, word in enumerate(words):
            if word.startswith("{"):
                slot[i] = SLOTS.index(word.strip("{}"))
            table[i, j] = -2 if word.startswith("{") else place[word]
    return table, slot


def _habits(n: int, rng: np.random.Generator) -> np.ndarray:
    """How often each topic uses each of `n` fillers: mostly its own favourites."""
    common = zipf(n)
    own = np.stack([common[rng.permutation(n)] for _ in TOPICS])
    return OWN * own + (1 - OWN) * common


def _phrase_habits(
    units: list[str], index: dict[str, np.ndarray], rng: np.random.Generator
) -> np.ndarray:
    """How often each topic uses each phrase: shape (topics, phrases), rows sum to 1."""
    block = {}
    for name, places in index.items():
        block[name] = np.zeros(len(units))
        block[name][places] = zipf(len(places))[rng.permutation(len(places))]
    rows = []
    for topic in TOPICS:
        own = block[topic]
        if topic in SPAM:
            own = (1 - COMMON) * own + COMMON * block["common"]
            own = (1 - DRESSED) * own + DRESSED * block[LOOKALIKE[topic]]
        else:
            own = (1 - PUSHY.get(topic, 0.01)) * own + PUSHY.get(topic, 0.01) * block["common"]
        rows.append(OWN * own + (1 - OWN) * block["background"])
    return np.array(rows)


def _obfuscated(plain: list[str]) -> tuple[str, ...]:
    """Two variants of each plain word that are no other word: vowels as digits, a doubled end."""
    taken, variants = set(plain), []
    for word in plain:
        for variant in (word.translate(SWAPS), f"{word[:-1]}{word[-1] * 2}"):
            while variant in taken:
                variant += "z"
            taken.add(variant)
            variants.append(variant)
    return tuple(variants)
