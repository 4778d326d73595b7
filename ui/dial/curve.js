// A small curve along the dial: true, what the team sees, the ceiling, the interval, and a marker.

const LETTER = 7.5; // pixels a letter needs on an axis
const CURVE = { height: 150, left: 52, right: 10, top: 8, bottom: 22 };

function drawn(tag, attributes = {}) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// About three round values between two ends.
function roundTicks(low, high) {
  const rough = (high - low) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.99);
  const ticks = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; tick += 1) ticks.push(tick * step || 0);
  return ticks;
}

// A line breaks where a value is not available.
function pathOf(values, positions, x, y) {
  let path = "";
  let open = false;
  for (let at = 0; at < positions; at += 1) {
    const value = valueAt(values, at);
    if (!Number.isFinite(value)) {
      open = false;
      continue;
    }
    path += `${open ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    open = true;
  }
  return path;
}

function bandOf(low, high, positions, x, y) {
  let path = "";
  let [there, back] = ["", ""];
  const close = () => {
    if (there) path += `M${there.slice(1)}${back}Z`;
    [there, back] = ["", ""];
  };
  for (let at = 0; at < positions; at += 1) {
    const [from, to] = [valueAt(low, at), valueAt(high, at)];
    if (!Number.isFinite(from) || !Number.isFinite(to)) {
      close();
      continue;
    }
    there += `L${x(at).toFixed(1)} ${y(to).toFixed(1)}`;
    back = `L${x(at).toFixed(1)} ${y(from).toFixed(1)}${back}`;
  }
  close();
  return path;
}

class Curve {
  constructor() {
    this.title = element("span", "title");
    this.now = element("span", "now");
    this.svg = drawn("svg", { height: CURVE.height, role: "img" });
    this.grid = drawn("g", { class: "grid" });
    this.svg.append(this.grid);
    for (const name of ["band", "pinned-line", "ceiling-line", "seen-line", "true-line", "marker"]) {
      this[name] = this.svg.appendChild(drawn("path", { class: name }));
    }
    this.seenDot = this.svg.appendChild(drawn("circle", { class: "seen-dot", r: 3.5 }));
    this.trueDot = this.svg.appendChild(drawn("circle", { class: "true-dot", r: 4 }));
    this.node = element("figure", "curve", element("figcaption", "", this.title, this.now), this.svg);
  }

  draw(metric, label, data, width) {
    this.metric = metric;
    this.positions = data.axis.length;
    const span = Math.max(this.positions - 1, 1);
    const room = Math.max(width - CURVE.left - CURVE.right, 1);
    this.x = (at) => CURVE.left + (room * at) / span;
    const [low, high] = this.range();
    const deep = CURVE.height - CURVE.top - CURVE.bottom;
    this.y = (value) => CURVE.top + deep * (1 - (value - low) / (high - low));
    this.svg.setAttribute("width", width);
    write(this.title, label);
    this.drawGrid(low, high, data, width);
    const line = (name, values) => this[name].setAttribute("d", pathOf(values, this.positions, this.x, this.y));
    line("true-line", metric.true);
    line("seen-line", metric.seen);
    line("ceiling-line", metric.ceiling);
    line("pinned-line", metric.pinned);
    this.band.setAttribute("d", bandOf(metric.low, metric.high, this.positions, this.x, this.y));
  }

  range() {
    const { true: real, seen, low, high, ceiling, pinned } = this.metric;
    let [least, most] = [Infinity, -Infinity];
    for (const values of [real, seen, low, high, ceiling, pinned]) {
      for (let at = 0; at < (values?.length ?? 0); at += 1) {
        const value = valueAt(values, at);
        if (!Number.isFinite(value)) continue;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    if (least > most) return [0, 1];
    const pad = (most - least) * 0.04 || Math.abs(most) * 0.1 || 1;
    return [least - pad, most + pad];
  }

  drawGrid(low, high, data, width) {
    const text = (words, attributes) => {
      const made = drawn("text", attributes);
      made.textContent = words;
      return made;
    };
    const base = CURVE.height - 6;
    const lines = roundTicks(low, high).flatMap((tick) => [
      drawn("path", { d: `M${CURVE.left} ${this.y(tick)}H${width - CURVE.right}` }),
      text(say(tick, this.metric.unit), { x: CURVE.left - 6, y: this.y(tick) + 3.5, "text-anchor": "end" }),
    ]);
    const [first, last] = [data.axis[0], data.axis[data.axis.length - 1]];
    const ends = [sayPlace(first, data), sayPlace(last, data)];
    const letters = ends.join("").length + data.dial.label.length;
    // Where all three do not fit side by side, the ends say enough: the dial is named above.
    const named = letters * LETTER < width - CURVE.left - CURVE.right;
    this.grid.replaceChildren(
      ...lines,
      text(ends[0], { x: CURVE.left, y: base }),
      ...(named ? [text(data.dial.label, { x: (CURVE.left + width - CURVE.right) / 2, y: base, "text-anchor": "middle" })] : []),
      text(ends[1], { x: width - CURVE.right, y: base, "text-anchor": "end" }),
    );
  }

  move(position, hidden) {
    const { true: real, seen, metric } = readingAt(this.metric, position, hidden);
    const x = this.x(position);
    this.marker.setAttribute("d", `M${x} ${CURVE.top}V${CURVE.height - CURVE.bottom}`);
    for (const [dot, value] of [[this.trueDot, real], [this.seenDot, seen]]) {
      const known = Number.isFinite(value);
      dot.style.display = known ? "" : "none";
      if (!known) continue;
      dot.setAttribute("cx", x);
      dot.setAttribute("cy", this.y(value));
    }
    const parts = hidden ? [] : [`true ${say(real, metric.unit)}`];
    if (!Number.isNaN(seen)) parts.push(`team sees ${say(seen, metric.unit)}`);
    write(this.now, parts.join(", "));
    this.svg.setAttribute("aria-label", `${this.title.textContent}: ${this.now.textContent}`);
  }
}
