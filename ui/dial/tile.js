// One metric at one position: its reading, the words for it, a tile and a table row.

function element(tag, className = "", ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

// Text is written only where it differs: a drag touches no node that stays the same.
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// An array holds one value a position or one for all; null is n/a, text is an infinity.
function valueAt(values, position) {
  if (values === null) return NaN;
  const value = values.length > 1 ? values[position] : values[0];
  return value === null ? NaN : Number(value);
}

function readingAt(metric, position, hidden) {
  const reading = { metric, hidden };
  for (const name of ["true", "seen", "low", "high", "ceiling"]) {
    reading[name] = valueAt(metric[name], position);
  }
  reading.pinned = valueAt(metric.pinned, 0);
  reading.change = metric.change && {
    by: valueAt(metric.change.by, position),
    low: valueAt(metric.change.low, position),
    high: valueAt(metric.change.high, position),
  };
  return reading;
}

function saysBetween({ metric, low, high }) {
  return Number.isNaN(low) || Number.isNaN(high) ? "" : sayBetween(low, high, metric.unit);
}

// "" without a budget; else the mark, the word and whether it is kept.
function budgetOf({ metric, true: value }) {
  if (metric.budget === null) return { text: "", kind: "", limit: "" };
  const least = metric.better === "up";
  const limit = `${least ? "at least" : "at most"} ${say(metric.budget, metric.unit)}`;
  if (Number.isNaN(value)) return { text: "", kind: "", limit };
  const met = least ? value >= metric.budget : value <= metric.budget;
  return { text: met ? "✓ met" : "✗ missed", kind: met ? "met" : "missed", limit };
}

// "noise" where the interval holds zero; without an interval, where nothing changed.
function changeOf({ metric, change, true: value, pinned }) {
  if (!change) return { text: "", word: "", kind: "" };
  const text = sayChange(change.by, metric.unit);
  if (Number.isNaN(change.by)) return { text, word: "", kind: "noise" };
  const known = !Number.isNaN(change.low);
  const real = known ? change.low > 0 || change.high < 0 : change.by !== 0;
  if (!real) return { text, word: change.by === 0 ? "the same" : "within noise", kind: "noise" };
  if (metric.better === "none") return { text, word: "", kind: "real" };
  const nearer = Math.abs(value - 1) < Math.abs(pinned - 1);
  const better = { up: change.by > 0, down: change.by < 0, one: nearer }[metric.better];
  return { text, word: better ? "better" : "worse", kind: better ? "better" : "worse" };
}

// The share of the ceiling is told where more is better and something is there; else the ceiling.
function ceilingOf({ metric, true: value, ceiling }) {
  if (Number.isNaN(ceiling)) return { text: "", share: NaN };
  const best = `ceiling ${say(ceiling, metric.unit)}`;
  if (metric.better !== "up" || !(ceiling > 0) || !(value >= 0)) return { text: best, share: NaN };
  return { text: `${say(value / ceiling, "share")} of ceiling`, share: value / ceiling };
}

// What the tip of a label says: the meaning, then the figures that have no room in a tile.
function explain(reading) {
  const { metric, seen, ceiling, change } = reading;
  const told = [metric.help];
  if (reading.hidden) told.push("What is true waits for Reveal.");
  else if (Number.isNaN(reading.true) && metric.why) told.push(`n/a: ${metric.why}`);
  if (saysBetween(reading)) told.push(`95 % interval: ${saysBetween(reading)}`);
  const real = reading.hidden ? "" : `; true is ${say(reading.true, metric.unit)}`;
  if (!Number.isNaN(seen)) told.push(`The team sees ${say(seen, metric.unit)}${real}.`);
  if (!Number.isNaN(ceiling)) told.push(`Ceiling, with everything a design could know: ${say(ceiling, metric.unit)}`);
  const { text, word } = changeOf(reading);
  if (text) {
    const ends = Number.isNaN(change.low) ? "" : ` (${sayChange(change.low, metric.unit)} to ${sayChange(change.high, metric.unit)})`;
    told.push(`Against the pinned design: ${text}${ends}${word ? `, ${word}` : ""}`);
  }
  const { limit, kind } = budgetOf(reading);
  if (limit) told.push(`Budget: ${limit}${kind ? `, ${kind}` : ""}`);
  return told;
}

class Tile {
  constructor(terms) {
    this.label = terms.button(() => explain(this.reading));
    this.true = element("span", "true");
    this.budget = element("span", "budget");
    this.sees = element("span", "", "team sees ");
    this.seen = element("b");
    this.between = element("span", "between");
    this.bar = element("span", "bar", element("i", "fill"), element("i", "at-seen"), element("i", "top"));
    this.ceiling = element("span");
    this.change = element("span", "change");
    this.node = element(
      "article", "tile",
      element("div", "head", this.label, this.budget),
      element("div", "value", this.true, element("span", "seen", element("i", "key"), this.sees, this.seen)),
      element("div", "foot", this.change, element("span", "ceiling", this.bar, this.ceiling), this.between),
    );
  }

  show(metric, position, hidden) {
    const reading = (this.reading = readingAt(metric, position, hidden));
    const absent = Number.isNaN(reading.true) && !hidden;
    write(this.label, metric.label);
    write(this.true, hidden ? "hidden" : say(reading.true, metric.unit));
    write(this.seen, say(reading.seen, metric.unit));
    write(this.between, absent ? metric.why : saysBetween(reading));
    this.between.title = absent ? metric.why : "";
    this.node.classList.toggle("absent", absent);
    this.node.classList.toggle("hidden", hidden);
    this.node.classList.toggle("unseen", Number.isNaN(reading.seen));
    const budget = budgetOf(reading);
    write(this.budget, budget.text);
    this.budget.dataset.kind = budget.kind;
    this.showCeiling(reading);
    const { text, word, kind } = changeOf(reading);
    write(this.change, word ? `${text} ${word}` : text);
    this.change.dataset.kind = kind;
  }

  // The bar ends a little beyond the ceiling, so that a flattering evaluation can pass it.
  showCeiling(reading) {
    const { text, share } = ceilingOf(reading);
    write(this.ceiling, text);
    this.bar.hidden = Number.isNaN(share);
    if (this.bar.hidden) return;
    const place = (part) => `${(100 * Math.min(Math.max(part, 0), 1.15)) / 1.15}%`;
    this.bar.style.setProperty("--fill", place(share));
    const seen = reading.seen / reading.ceiling;
    this.bar.style.setProperty("--seen-at", Number.isNaN(seen) ? "-9px" : place(seen));
  }
}

class Row {
  constructor(terms) {
    this.label = terms.button(() => explain(this.reading));
    const cells = ["true", "between", "seen", "ceiling", "change", "budget"];
    this.cells = Object.fromEntries(cells.map((name) => [name, element("td", name)]));
    const head = element("th", "", this.label);
    head.scope = "row";
    this.node = element("tr", "", head, ...Object.values(this.cells));
  }

  show(metric, position, hidden) {
    const reading = (this.reading = readingAt(metric, position, hidden));
    const absent = Number.isNaN(reading.true) && !hidden;
    const change = changeOf(reading);
    const budget = budgetOf(reading);
    write(this.label, metric.label);
    write(this.cells.true, hidden ? "hidden" : say(reading.true, metric.unit));
    write(this.cells.between, absent ? metric.why : saysBetween(reading));
    write(this.cells.seen, say(reading.seen, metric.unit));
    write(this.cells.ceiling, Number.isNaN(reading.ceiling) ? "" : say(reading.ceiling, metric.unit));
    write(this.cells.change, change.word ? `${change.text} ${change.word}` : change.text);
    write(this.cells.budget, budget.text ? `${budget.text}: ${budget.limit}` : budget.limit);
    this.cells.change.dataset.kind = change.kind;
    this.cells.budget.dataset.kind = budget.kind;
  }
}
