// The same drawing as tables of boxes and arrows: the way for those who cannot see a canvas.

class Table {
  constructor(board) {
    this.board = board;
    this.body = element("div");
    this.node = element("details", "table", element("summary", "", "The same as a table"), this.body);
    this.node.addEventListener("toggle", () => this.show());
  }

  show() {
    if (!this.node.open) return;
    const root = this.node.getRootNode();
    const held = this.body.contains(root.activeElement) ? root.activeElement.ariaLabel : "";
    this.body.replaceChildren(this.boxes(), this.arrows());
    if (held) [...this.body.querySelectorAll("input, select, button")].find((part) => part.ariaLabel === held)?.focus();
  }

  boxes() {
    const { board } = this;
    const rows = board.drawing.graph.boxes.map((box) => {
      const name = field(box.label ?? "", (text) => board.drawing.label(box.id, text), { label: `Name of ${nameOf(box)}` });
      name.placeholder = kindOf(box).label;
      const edit = button("Parameters", () => (board.choose([box.id]), board.panel.focus()), { title: `Parameters of ${nameOf(box)}` });
      const remove = button("Delete", () => board.drawing.remove(new Set([box.id])), { title: `Delete ${nameOf(box)}` });
      return [name, kindOf(box).label, board.picture.results.boxes[box.id]?.[1] ?? "", element("span", "buttons", edit, remove)];
    });
    const options = kindsByLane().flatMap(([, , kinds]) => kinds.map(([kind, { label }]) => [kind, label]));
    const kind = select(options, this.kind ?? options[0][0], (name) => { this.kind = name; }, "Kind of the new box");
    const add = button("Add box", () => board.add(kind.value));
    return this.table("Boxes", ["Name", "Kind", "Result", ""], [...rows, [kind, "", "", add]]);
  }

  arrows() {
    const { board } = this;
    const { graph } = board.drawing;
    const names = boxNames(graph);
    const rows = graph.arrows.map((arrow, at) => {
      const said = `arrow ${at + 1}`;
      const set = (part) => (value) => board.drawing.do((drawn) => {
        const next = [...drawn.arrows[at]];
        next[part] = value;
        const known = drawn.arrows.some((each) => each.every((one, index) => one === next[index]));
        if (next[0] !== next[1] && !known) drawn.arrows[at] = next;
      });
      const remove = button("Delete", () => board.drawing.cut(at), { title: `Delete ${said}` });
      return [select(names, arrow[0], set(0), `${said} from`), select(arrowKinds(), arrow[2], set(2), `${said} kind`), select(names, arrow[1], set(1), `${said} to`), remove];
    });
    if (names.length < 2) return this.table("Arrows", ["From", "Kind", "To", ""], rows);
    // What is half chosen outlives the table, which is drawn anew whenever results come in.
    const known = (id, usual) => (names.some(([one]) => one === id) ? id : usual);
    const keep = (part) => (value) => { this.next = { ...this.next, [part]: value }; };
    const from = select(names, known(this.next?.from, names[0][0]), keep("from"), "New arrow from");
    const kind = select(arrowKinds(), this.next?.kind ?? board.arrow, keep("kind"), "New arrow kind");
    const to = select(names, known(this.next?.to, names[1][0]), keep("to"), "New arrow to");
    const add = button("Add arrow", () => board.drawing.connect(from.value, to.value, kind.value));
    return this.table("Arrows", ["From", "Kind", "To", ""], [...rows, [from, kind, to, add]]);
  }

  table(title, heads, rows) {
    const head = element("tr", "", ...heads.map((text) => Object.assign(element("th", "", text), { scope: "col" })));
    const body = rows.map((cells) => element("tr", "", ...cells.map((cell) => element("td", "", cell))));
    return element("div", "scroll", element("table", "", element("caption", "", title), element("thead", "", head), element("tbody", "", ...body)));
  }
}
