// The drawing as SVG: boxes and arrows are kept, and changed where they stand.

const SVG = "http://www.w3.org/2000/svg";
const STYLE = `
  text{font:12px var(--font,sans-serif);fill:var(--text)}
  .box rect.body{fill:var(--paper);stroke:var(--lane);stroke-width:1.6}
  .box .name{font-weight:600}.box .kind{font-size:10px;fill:var(--quiet)}.box .figure{font-size:10.5px}
  .box .load{fill:var(--lane);opacity:.85}.box .track{fill:var(--line)}
  .box.full rect.body{stroke:var(--bad);stroke-width:2.4}.box.full .figure{fill:var(--bad);font-weight:600}
  .box.full .load{fill:var(--bad)}.box.loose rect.body{stroke-dasharray:3 3;opacity:.75}
  .box.chosen rect.body{stroke-width:3}.box .port{fill:var(--paper);stroke:var(--lane);stroke-width:1.6}
  .arrow path.line{fill:none;stroke:var(--kind);stroke-width:1.6}.arrow path.grip{fill:none;stroke:transparent;stroke-width:14}
  .arrow.chosen path.line{stroke-width:3.2}.stroke{fill:none;stroke:var(--pen);stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
  .stroke.chosen{stroke-width:4}.note text{white-space:pre}.note.chosen text{font-weight:600}`;

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Set what is not so already: what is set alike is laid out anew all the same.
function put(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function short(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

class Picture {
  constructor() {
    this.boxes = new Map();
    this.results = { boxes: {} };
    this.arrows = svg("g");
    this.pens = svg("g");
    this.cards = svg("g");
    this.notes = svg("g");
    this.rubber = svg("path", { class: "rubber", d: "" });
    this.world = svg("g", {}, this.arrows, this.cards, this.pens, this.notes, this.rubber);
    const tips = Object.keys(PALETTE.arrows).map((kind) => this.tip(kind));
    const style = svg("style");
    style.textContent = STYLE;
    this.node = svg("svg", { class: "sheet" }, svg("defs", {}, ...tips), style, this.world);
  }

  tip(kind) {
    const head = svg("path", { d: "M0 0 8 4 0 8z", style: `fill:var(--${kind})` });
    return svg("marker", { id: `tip-${kind}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" }, head);
  }

  show(graph, chosen) {
    const ids = new Set(graph.boxes.map((box) => box.id));
    for (const [id, card] of this.boxes) if (!ids.has(id)) (card.node.remove(), this.boxes.delete(id));
    for (const box of graph.boxes) this.showBox(box, chosen.has(box.id));
    this.inOrder(graph.boxes);
    this.showArrows(graph, chosen);
    this.pens.replaceChildren(...graph.strokes.map((stroke, at) => this.stroke(stroke, at, chosen)));
    this.notes.replaceChildren(...graph.notes.map((note, at) => this.note(note, at, chosen)));
  }

  // Tab goes through boxes in the order of the drawing, also after a deletion is undone.
  inOrder(boxes) {
    boxes.forEach(({ id }, at) => {
      const { node } = this.boxes.get(id);
      if (this.cards.children[at] !== node) this.cards.insertBefore(node, this.cards.children[at]);
    });
  }

  showBox(box, chosen) {
    let card = this.boxes.get(box.id);
    if (!card || card.kind !== box.kind) {
      card?.node.remove();
      card = this.card(box);
      this.boxes.set(box.id, card);
      this.cards.append(card.node);
    }
    const [load, line] = this.results.boxes[box.id] ?? [null, ""];
    const known = this.results.made ? box.id in this.results.boxes : true;
    const full = load !== null && load >= 1;
    put(card.node, {
      transform: `translate(${box.at})`,
      class: `box${chosen ? " chosen" : ""}${full ? " full" : ""}${known ? "" : " loose"}`,
      "aria-label": `${nameOf(box)}, ${kindOf(box).label}${line ? `: ${line}` : ""}${known ? "" : ", not connected"}`,
      "aria-pressed": String(chosen),
    });
    write(card.name, short(nameOf(box), 20));
    write(card.of, box.label ? short(kindOf(box).label, 26) : "");
    write(card.figure, short(line || (known ? "" : "not connected"), 27));
    put(card.load, { width: String(load === null ? 0 : Math.max(1, Math.min(load, 1) * (WIDTH - 20))) });
    put(card.track, { width: load === null ? "0" : String(WIDTH - 20) });
  }

  card(box) {
    const kind = kindOf(box);
    const title = svg("title");
    title.textContent = `${kind.label}: ${kind.help}`;
    const card = {
      kind: box.kind,
      name: svg("text", { class: "name", x: 10, y: 20 }),
      of: svg("text", { class: "kind", x: 10, y: 34 }),
      figure: svg("text", { class: "figure", x: 10, y: 48 }),
      track: svg("rect", { class: "track", x: 10, y: 55, height: 3, rx: 1.5 }),
      load: svg("rect", { class: "load", x: 10, y: 55, height: 3, rx: 1.5 }),
    };
    const body = svg("rect", { class: "body", width: WIDTH, height: HEIGHT, rx: 8 });
    const port = svg("circle", { class: "port", cx: WIDTH, cy: HEIGHT / 2, r: 6 });
    const reach = svg("circle", { class: "reach", cx: WIDTH, cy: HEIGHT / 2, r: 16, fill: "transparent" });
    card.node = svg("g", { tabindex: 0, role: "button", style: `--lane:var(--${kind.lane})` }, title, body, card.name, card.of, card.figure, card.track, card.load, port, reach);
    card.node.dataset.id = box.id;
    return card;
  }

  // Ways are found anew only when a box or an arrow has moved: results alone move none.
  showArrows(graph, chosen) {
    const layout = JSON.stringify([graph.arrows, graph.boxes.map(({ id, at }) => [id, at])]);
    const known = new Map(graph.boxes.map((box) => [box.id, box]));
    if (layout !== this.layout) this.ways = graph.arrows.map(([a, b]) => pathOf(route(known.get(a), known.get(b), graph.boxes)));
    this.layout = layout;
    while (this.arrows.childElementCount > graph.arrows.length) this.arrows.lastChild.remove();
    graph.arrows.forEach(([a, b, kind], at) => {
      const made = this.arrows.children[at] ?? this.arrows.appendChild(this.arrow(at));
      const told = `${nameOf(known.get(a))} → ${nameOf(known.get(b))}: ${kind}, ${PALETTE.arrows[kind].help}`;
      this.showArrow(made, kind, this.ways[at], told, chosen.has(`arrow ${at}`));
    });
  }

  arrow(at) {
    const made = svg("g", {}, svg("title"), svg("path", { class: "grip" }), svg("path", { class: "line" }));
    made.dataset.id = `arrow ${at}`;
    return made;
  }

  showArrow(made, kind, d, told, chosen) {
    const [title, grip, line] = made.children;
    put(made, { class: `arrow${chosen ? " chosen" : ""}`, style: `--kind:var(--${kind})` });
    put(grip, { d });
    put(line, { d, "marker-end": `url(#tip-${kind})`, "stroke-dasharray": PALETTE.arrows[kind].dash || "none" });
    write(title, told);
  }

  stroke(points, at, chosen) {
    const pairs = points.map((value, index) => (index % 2 ? `${value} ` : `${value},`)).join("");
    const made = svg("polyline", { class: `stroke${chosen.has(`stroke ${at}`) ? " chosen" : ""}`, points: pairs });
    made.dataset.id = `stroke ${at}`;
    return made;
  }

  note(note, at, chosen) {
    const lines = note.text.split("\n").map((line, row) => {
      const span = svg("tspan", { x: 0, dy: row ? 16 : 0 });
      span.textContent = line || " ";
      return span;
    });
    const made = svg("g", { class: `note${chosen.has(`note ${at}`) ? " chosen" : ""}`, transform: `translate(${note.at})` }, svg("text", {}, ...lines));
    made.dataset.id = `note ${at}`;
    return made;
  }

  bounds(graph) {
    const xs = graph.boxes.flatMap(({ at }) => [at[0], at[0] + WIDTH]);
    const ys = graph.boxes.flatMap(({ at }) => [at[1], at[1] + HEIGHT]);
    graph.notes.forEach(({ at, text }) => (xs.push(at[0], at[0] + 7 * Math.max(...text.split("\n").map((line) => line.length))), ys.push(at[1] - 14, at[1] + 16)));
    graph.strokes.forEach((stroke) => stroke.forEach((value, at) => (at % 2 ? ys : xs).push(value)));
    if (!xs.length) return [0, 0, 640, 360];
    const [left, top] = [Math.min(...xs) - 28, Math.min(...ys) - 28];
    return [left, top, Math.max(...xs) + 28 - left, Math.max(...ys) + 28 - top];
  }

  // A copy that stands alone, with today's colours written into it.
  alone(graph) {
    const copy = this.node.cloneNode(true);
    const [left, top, wide, high] = this.bounds(graph);
    const looks = getComputedStyle(this.node);
    for (const name of PALETTE.colours) copy.style.setProperty(name, looks.getPropertyValue(name));
    copy.style.background = looks.getPropertyValue("--paper");
    copy.querySelector("g").setAttribute("transform", `translate(${-left} ${-top})`);
    for (const [name, value] of [["width", wide], ["height", high], ["xmlns", SVG]]) copy.setAttribute(name, value);
    copy.querySelectorAll(".reach,.port,.grip,.rubber").forEach((part) => part.remove());
    return [new XMLSerializer().serializeToString(copy), wide, high];
  }
}
