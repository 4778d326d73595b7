// The inspector: what is chosen, its parameters with units, its arrows, what was worked out.

class Panel {
  constructor(board) {
    this.board = board;
    this.node = element("aside", "panel");
    this.node.ariaLabel = "Inspector";
    this.shown = "";
  }

  focus() {
    this.node.querySelector("input, select, button")?.focus();
  }

  // Nothing is drawn anew while it shows what it should: fields keep their focus.
  show() {
    const { board } = this;
    const ids = [...board.chosen];
    const box = ids.length === 1 ? board.drawing.box(ids[0]) : null;
    const arrows = board.drawing.graph.arrows;
    const state = JSON.stringify([ids, box, box && arrows.filter(([a, b]) => a === box.id || b === box.id), board.from, box && board.picture.results.boxes[box.id], box && board.drawing.graph.boxes.length]);
    if (state === this.shown) return;
    this.shown = state;
    const held = this.node.contains(this.node.getRootNode().activeElement) ? this.node.getRootNode().activeElement.ariaLabel : "";
    this.node.replaceChildren(...(box ? this.box(box) : ids.length === 1 ? this.other(ids[0]) : this.several(ids)));
    if (held) [...this.node.querySelectorAll("input, select, button")].find((part) => part.ariaLabel === held)?.focus();
  }

  box(box) {
    const { board } = this;
    const kind = kindOf(box);
    const rows = kind.parameters.map((parameter) => this.parameter(box, parameter));
    const line = board.picture.results.boxes[box.id]?.[1];
    const name = field(box.label ?? "", (text) => board.drawing.label(box.id, text), { label: "Name" });
    name.placeholder = kind.label;
    return [
      element("h4", "", kind.label),
      element("p", "quiet", kind.help),
      line ? element("p", "found", line) : "",
      element("label", "row", element("span", "", "Name"), name),
      ...rows,
      ...this.arrows(box),
      element("div", "buttons", button("Duplicate", () => board.copy()), button("Delete", () => board.remove(), { className: "danger" })),
    ];
  }

  parameter(box, parameter) {
    const { board } = this;
    const act = (value) => board.drawing.set(box.id, parameter.name, value);
    const value = valueOf(box, parameter);
    const label = parameter.label;
    const input = parameter.options ? select(Object.entries(parameter.options), value, act, label) : field(value, act, { label, number: true, ...parameter });
    const row = element("label", "row", element("span", "", label), input, element("i", "", parameter.unit));
    row.title = `${parameter.help} Default ${parameter.default} ${parameter.unit} (${parameter.source}).`;
    return row;
  }

  arrows(box) {
    const { board } = this;
    const { graph } = board.drawing;
    const names = new Map(boxNames(graph));
    const rows = graph.arrows.map(([a, b, kind], at) => ({ a, b, kind, at })).filter(({ a, b }) => a === box.id || b === box.id);
    const listed = rows.map(({ a, b, kind, at }) => {
      const said = a === box.id ? `to ${names.get(b)}` : `from ${names.get(a)}`;
      const act = (next) => board.drawing.do((drawn) => (drawn.arrows[at] = [a, b, next]));
      return element("div", "row arrow-row", element("span", "", said), select(arrowKinds(), kind, act, `Kind of the arrow ${said}`), button("✕", () => board.drawing.cut(at), { title: `Delete the arrow ${said}` }));
    });
    const targets = boxNames(graph, box.id);
    const target = select([["", "Connect to …"], ...targets], "", (id) => id && board.drawing.connect(box.id, id, board.arrow), "Connect to");
    return [element("h5", "", "Arrows"), ...listed, element("div", "row", target, element("i", "", `as ${board.arrow}`))];
  }

  other(id) {
    const { board } = this;
    const [what, at] = id.split(" ");
    if (what === "note") {
      const text = element("textarea");
      [text.value, text.ariaLabel, text.maxLength] = [board.drawing.graph.notes[at]?.text ?? "", "Note", 1000];
      text.addEventListener("change", () => board.drawing.do((graph) => (graph.notes[at].text = text.value)));
      return [element("h4", "", "Note"), text, button("Delete", () => board.remove(), { className: "danger" })];
    }
    const arrow = board.drawing.graph.arrows[at];
    const change = what === "arrow" && arrow ? [select(arrowKinds(), arrow[2], (kind) => board.drawing.do((graph) => (graph.arrows[at][2] = kind)), "Kind of the arrow")] : [];
    const help = what === "arrow" && arrow ? [element("p", "quiet", `${arrow[2]}: ${PALETTE.arrows[arrow[2]].help}`)] : [];
    return [element("h4", "", what === "arrow" ? "Arrow" : "Pen stroke"), ...help, ...change, button("Delete", () => board.remove(), { className: "danger" })];
  }

  several(ids) {
    if (ids.length) return [element("h4", "", `${ids.length} chosen`), button("Delete", () => this.board.remove(), { className: "danger" })];
    const legend = Object.entries(PALETTE.arrows).map(([kind, { help, dash }]) => {
      const line = svg("svg", { width: 44, height: 10 }, svg("path", { d: "M0 5H40", style: `stroke:var(--${kind});stroke-width:2;stroke-dasharray:${dash || "none"}` }));
      return element("div", "key", line, element("span", "", element("b", "", kind), ` ${help}`));
    });
    const keys = "Tab goes from box to box; arrow keys move one; k then Enter on another connects; Delete deletes; Ctrl+Z undoes.";
    return [element("h4", "", "Arrows"), ...legend, element("p", "quiet", keys)];
  }
}
