"""Titles that a person can read: each is made of words of its main genre."""

from __future__ import annotations

import numpy as np

WORDS = {
    "Drama": (
        "Quiet Long Broken Last Winter Distant Second Unsent",
        "House Letter River Father Season Promise Silence Garden",
    ),
    "Comedy": (
        "Wrong Lucky Accidental Cheerful Rented Hungry Cousin's Worst",
        "Wedding Uncle Goat Hotel Diet Neighbour Holiday Boss",
    ),
    "Thriller": (
        "Silent Double Hidden Cold Borrowed Final Seventh Deadly",
        "Witness Signal Alibi Ferry Account Corridor Passenger Code",
    ),
    "Action": (
        "Iron Fast Burning Steel Reckless Midnight Maximum Rogue",
        "Convoy Strike Horizon Pursuit Engine Storm Bridge Squad",
    ),
    "Romance": (
        "Gentle Summer Foreign Tender Rainy Always Sunday Almost",
        "Kiss Station Dance Postcard Evening Stranger Café Harbour",
    ),
    "Science fiction": (
        "Orbital Hollow Silver Lunar Infinite Synthetic Outer Parallel",
        "Colony Machine Drift Archive Gate Memory Signal Dawn",
    ),
    "Horror": (
        "Pale Buried Whispering Black Hungering Nameless Rotting Hollow",
        "Cellar Doll Orchard Choir Well Mirror Nursery Thing",
    ),
    "Documentary": (
        "Inside Beyond Counting Following Saving Feeding Measuring Crossing",
        "Reefs Glaciers Harvests Markets Deserts Forests Rivers Bees",
    ),
    "Family": (
        "Little Brave Flying Tiny Wandering Golden Singing Clumsy",
        "Bear Balloon Island Dragon Lantern Penguin Pony Robot",
    ),
    "Crime": (
        "Crooked Dirty Third Quick Paper Honest Inside Broken",
        "Ledger Heist Sergeant Diamond Quarter Verdict Cartel Safe",
    ),
    "Fantasy": (
        "Forgotten Emerald Eternal Wild Enchanted Fallen Crystal Shadow",
        "Crown Sword Tower Oracle Kingdom Raven Throne Spell",
    ),
    "History": (
        "Lost Imperial Forty Northern Stubborn Scarlet Final Young",
        "Fleet Siege Treaties Republic Regiment Voyage Queen Revolt",
    ),
}
"""Eight beginnings and eight nouns a genre."""

_SEQUELS = ("", " II", " III", " IV", " V", " VI")


def titles(genres: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """A title for each item by its main genre (index into `names`), all of them different.

    >>> titles(np.array([0, 0, 1]), ("Drama", "Family")).tolist()
    ['Quiet House', 'Long Letter', 'Little Bear']
    """
    met = np.zeros(len(names), dtype=int)
    found = np.empty(len(genres), dtype=object)
    for place, genre in enumerate(genres):
        found[place] = _title(names[genre], int(met[genre]))
        met[genre] += 1
    return found


def _title(genre: str, number: int) -> str:
    first, nouns = (text.split() for text in WORDS[genre])
    # Step through all pairs so that neighbours in number share neither word.
    turn, place = divmod(number, len(first) * len(nouns))
    shift, which = divmod(place, len(nouns))
    name = f"{first[(which + shift) % len(first)]} {nouns[which]}"
    return name + (_SEQUELS[turn] if turn < len(_SEQUELS) else f" {turn + 1}")
