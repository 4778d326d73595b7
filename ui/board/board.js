// The board: the sheet, its tools, the inspector and the table. It owns the drawing while it is
// edited; the server is told of each change and sends a drawing only under a new revision.

const BOARDS = new WeakMap();
const APART = 120; // ms between two changes that the server is told of

class Board {
  constructor(root, key) {
    [this.root, this.key, this.revision] = [root, key, null];
    [this.chosen, this.tool, this.arrow, this.from] = [new Set(), "select", "call", ""];
    this.drawing = new Drawing(() => this.changed());
    this.picture = new Picture();
    this.panel = new Panel(this);
    this.table = new Table(this);
    this.build();
    this.hands = new Hands(this);
    this.hear = (event) => event.detail.key === this.key && this.results(event.detail);
    window.addEventListener("sandtable-board", this.hear);
    this.sizes = new ResizeObserver(() => this.touched || this.hands.fit());
    this.sizes.observe(this.picture.node);
  }

  build() {
    this.spoken = element("div", "spoken");
    this.spoken.ariaLive = "polite";
    this.node = element("section", "board", this.tools(), element("div", "middle", this.shelf(), this.sheet(), this.panel.node), this.table.node, this.spoken);
    this.node.addEventListener("keydown", (event) => this.pressed(event));
    this.root.append(this.node);
  }

  sheet() {
    this.picture.node.setAttribute("aria-label", "Board");
    this.empty = element("p", "empty", "Tap a part on the left, or drag it here. Begin with traffic and an answer.");
    return element("div", "canvas", this.picture.node, this.empty);
  }

  tools() {
    const tool = (name, label, title) => {
      const made = button(label, () => this.take(name), { title, className: "tool" });
      made.dataset.tool = name;
      return made;
    };
    this.kinds = select(arrowKinds(), this.arrow, (kind) => ((this.arrow = kind), this.panel.show()), "Kind of the next arrow");
    const group = (...parts) => element("span", "group", ...parts);
    return element("div", "tools",
      group(tool("select", "Select", "Select and move"), tool("connect", "Connect", "Connect: tap one box, then another"), this.kinds, tool("note", "Note", "Write a note"), tool("pen", "Pen", "Draw freehand")),
      group(button("↶", () => this.drawing.undo(), { title: "Undo" }), button("↷", () => this.drawing.redo(), { title: "Redo" }), button("Delete", () => this.remove(), { title: "Delete what is chosen" })),
      group(button("Tidy", () => this.send("tidy", Date.now()), { title: "Tidy the layout" }), button("−", () => this.hands.step(0.8), { title: "Zoom out" }), button("+", () => this.hands.step(1.25), { title: "Zoom in" }), button("Fit", () => this.hands.fit(), { title: "Show all" })),
      group(button("SVG", () => this.save("svg"), { title: "Save as SVG" }), button("PNG", () => this.save("png"), { title: "Save as PNG" })),
    );
  }

  shelf() {
    const part = ([kind, { label, help, lane }]) => {
      const made = button(label, () => made.dragged || this.add(kind), { title: help, className: "part" });
      made.ariaLabel = label;
      made.style.setProperty("--lane", `var(--${lane})`);
      made.dataset.kind = kind;
      made.addEventListener("pointerdown", (event) => this.carry(made, kind, event));
      return made;
    };
    const lanes = kindsByLane().map(([, title, kinds]) => element("div", "lane", element("h5", "", title), ...kinds.map(part)));
    return element("nav", "shelf", ...lanes);
  }

  // Drag a part from the shelf onto the sheet; a tap alone adds it.
  carry(part, kind, press) {
    part.dragged = false;
    const ghost = element("div", "ghost", part.textContent);
    const move = (event) => {
      if (!part.dragged && Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < FAR) return;
      part.dragged = true;
      if (!ghost.isConnected) this.node.append(ghost);
      [ghost.style.left, ghost.style.top] = [`${event.clientX}px`, `${event.clientY}px`];
    };
    const drop = (event) => {
      ghost.remove();
      for (const [name, act] of [["pointermove", move], ["pointerup", drop], ["pointercancel", drop]]) window.removeEventListener(name, act);
      const frame = this.picture.node.getBoundingClientRect();
      const over = event.clientX > frame.left && event.clientX < frame.right && event.clientY > frame.top && event.clientY < frame.bottom;
      if (part.dragged && event.type === "pointerup" && over) this.add(kind, this.hands.place(event).map((value, at) => value - [WIDTH, HEIGHT][at] / 2));
    };
    for (const [name, act] of [["pointermove", move], ["pointerup", drop], ["pointercancel", drop]]) window.addEventListener(name, act);
  }

  add(kind, at = null) {
    this.choose([this.drawing.add(kind, at ?? this.beside())]);
    this.say(`${PALETTE.kinds[kind].label} added`);
    this.reveal();
  }

  // Where a tapped part goes: beside the last box, in a new row once one is full.
  beside() {
    const { x, y, zoom } = this.hands.view;
    const last = this.drawing.box([...this.chosen][0]);
    if (!last) return [(60 - x) / zoom, (60 - y) / zoom];
    const [across, left] = [WIDTH + 3 * GRID, Math.min(...this.drawing.graph.boxes.map(({ at }) => at[0]))];
    const most = Math.max(2, Math.floor(this.picture.node.clientWidth / (0.6 * across)));
    const next = last.at[0] + across;
    return next < left + most * across ? [next, last.at[1]] : [left, last.at[1] + HEIGHT + 2 * GRID];
  }

  // A new box that would stand outside the sheet moves the view.
  reveal() {
    const box = this.drawing.box([...this.chosen][0]);
    const { x, y, zoom } = this.hands.view;
    const [left, top] = [box.at[0] * zoom + x, box.at[1] * zoom + y];
    const { clientWidth, clientHeight } = this.picture.node;
    if (left < 0 || top < 0 || left + WIDTH * zoom > clientWidth || top + HEIGHT * zoom > clientHeight) this.hands.fit();
  }

  take(tool) {
    [this.tool, this.from] = [tool, ""];
    this.show();
  }

  start(id) {
    this.from = id;
    if (id) this.say(`From ${nameOf(this.drawing.box(id))}: go to another box and press Enter, or tap it`);
    this.show();
  }

  connect(a, b) {
    this.from = "";
    this.drawing.connect(a, b, this.arrow);
    this.say(`${nameOf(this.drawing.box(a))} to ${nameOf(this.drawing.box(b))}: ${this.arrow}`);
    this.show();
  }

  note(at) {
    this.drawing.do((graph) => graph.notes.push({ at: at.map(snap), text: "Note" }));
    this.tool = "select";
    this.choose([`note ${this.drawing.graph.notes.length - 1}`]);
    this.panel.focus();
  }

  copy() {
    const ids = [...this.chosen].map((id) => this.drawing.box(id)).filter(Boolean).map((box) => {
      const id = this.drawing.add(box.kind, [box.at[0] + 2 * GRID, box.at[1] + HEIGHT + 2 * GRID]);
      this.drawing.do(() => Object.assign(this.drawing.box(id), structuredClone({ label: box.label, set: box.set })));
      return id;
    });
    this.choose(ids);
  }

  choose(ids) {
    this.chosen = new Set(ids);
    this.show();
  }

  toggle(id) {
    if (!this.chosen.delete(id)) this.chosen.add(id);
    this.show();
  }

  remove() {
    if (!this.chosen.size) return;
    const gone = new Set(this.chosen);
    this.chosen.clear();
    this.drawing.remove(gone);
    this.say(`${gone.size} deleted`);
    this.show();
  }

  // Keys are for the board while it has the focus: streamlit takes bare c and r as its own.
  pressed(event) {
    event.stopPropagation();
    const typing = event.target.matches("input, select, textarea");
    if ((event.ctrlKey || event.metaKey) && !typing) {
      const act = { z: () => (event.shiftKey ? this.drawing.redo() : this.drawing.undo()), y: () => this.drawing.redo(), a: () => this.choose(this.drawing.graph.boxes.map((box) => box.id)) }[event.key.toLowerCase()];
      if (act) (event.preventDefault(), act());
    } else if (event.key === "Escape") {
      [this.from, this.tool] = ["", "select"];
      this.choose([]);
    } else if (this.picture.node.contains(event.target) && this.hands.key(event)) event.preventDefault();
  }

  changed() {
    const known = (id) => this.drawing.box(id) || id.includes(" ");
    this.chosen = new Set([...this.chosen].filter(known));
    this.show();
    clearTimeout(this.timer);
    const wait = (this.told ?? 0) + APART - performance.now();
    if (wait > 0) this.timer = setTimeout(() => this.tell(), wait);
    else this.tell();
  }

  // Told at once, kept for a reload after it: the answer is on its way meanwhile.
  async tell() {
    this.told = performance.now();
    this.send("graph", await pack(this.drawing.graph));
    setTimeout(() => this.keep());
  }

  // What is drawn outlives a reload of the page, with all that can be undone.
  keep() {
    const { graph, past, future } = this.drawing;
    try {
      sessionStorage.setItem(`sandtable-board-${this.key}`, JSON.stringify({ revision: this.revision, graph, past: past.slice(-40), future }));
    } catch {
      // a full or forbidden storage costs the undo after a reload, nothing else
    }
  }

  kept() {
    try {
      return JSON.parse(sessionStorage.getItem(`sandtable-board-${this.key}`));
    } catch {
      return null;
    }
  }

  async receive(data, send) {
    this.send = send;
    const early = window.sandtableBoards?.[this.key];
    if (early) this.results(early);
    if (data.revision === this.revision) return;
    const first = this.revision === null;
    const kept = first ? this.kept() : null;
    this.revision = data.revision;
    if (kept?.revision === data.revision) {
      Object.assign(this.drawing, { graph: kept.graph, past: kept.past, future: kept.future });
      this.tell();
    } else {
      if (kept?.graph?.boxes?.length) Object.assign(this.drawing, { graph: kept.graph, past: kept.past });
      this.drawing.take(await unpack(data.link));
      this.keep();
    }
    this.chosen.clear();
    this.show();
    this.hands.fit();
  }

  async results(told) {
    this.latest = told.serial;
    const boxes = await unpack(told.boxes);
    if (this.latest !== told.serial) return;
    this.picture.results = { boxes, made: true };
    this.node.dataset.serial = told.serial;
    this.show();
  }

  show() {
    this.picture.show(this.drawing.graph, this.chosen);
    this.panel.show();
    this.table.show();
    this.empty.hidden = this.drawing.graph.boxes.length > 0;
    this.node.dataset.tool = this.from ? "connect" : this.tool;
    this.node.querySelectorAll("[data-tool].tool").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.tool === this.tool)));
  }

  say(text) {
    write(this.spoken, text);
  }

  async save(as) {
    const [text, wide, high] = this.picture.alone(this.drawing.graph);
    const blob = new Blob([text], { type: "image/svg+xml" });
    download(as === "svg" ? blob : await raster(blob, wide, high), `board.${as}`);
  }

  close() {
    clearTimeout(this.timer);
    this.sizes.disconnect();
    window.removeEventListener("sandtable-board", this.hear);
    BOARDS.delete(this.root);
    this.node.remove();
  }
}

async function raster(blob, wide, high) {
  const image = new Image();
  image.src = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * wide, height: 2 * high });
  canvas.getContext("2d").drawImage(image, 0, 0, 2 * wide, 2 * high);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!BOARDS.has(parentElement)) BOARDS.set(parentElement, new Board(parentElement, data.key));
  const board = BOARDS.get(parentElement);
  board.receive(data, (name, value) => (name === "tidy" ? setTriggerValue : setStateValue)(name, value));
  return () => board.close();
}
