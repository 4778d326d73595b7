// The scoreboard and its dial. Dragging reads arrays that are already here; a release is sent.

// Where each dial was left, by key: a dial that is mounted again finds its place.
const LEFT = new Map();
const BOARDS = new WeakMap();
const UNITS = ["share", "money", "count", "ms", "seconds", "days"];

// A value of the axis, in the dial's unit; small scores keep two digits, or many would read alike.
function sayPlace(value, { axis, dial }) {
  if (UNITS.includes(dial.unit)) return say(value, dial.unit);
  const small = value !== 0 && Math.abs(value) < 0.1;
  const named = dial.unit && !["score", "ratio"].includes(dial.unit);
  const whole = axis.every(Number.isInteger) || (named && Number.isInteger(value));
  const plain = whole ? grouped(value) : small ? twoDigits(value) : say(value, "score");
  return named ? `${plain} ${dial.unit}` : plain;
}

function nearestTo(axis, value) {
  let best = 0;
  axis.forEach((place, at) => {
    if (Math.abs(place - value) < Math.abs(axis[best] - value)) best = at;
  });
  return best;
}

function sameList(one, other) {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

// As many parts as there are things to show; those that stay are kept, never made anew.
function fit(parts, count, home, make) {
  while (parts.length > count) parts.pop().node.remove();
  while (parts.length < count) {
    parts.push(make());
    home.append(parts[parts.length - 1].node);
  }
}

// One tip for all terms, on hover and on focus; Escape closes it.
class Terms {
  constructor(board) {
    this.board = board;
    this.tip = element("div", "tip");
    this.tip.id = "tip";
    this.tip.setAttribute("role", "tooltip");
    this.tip.hidden = true;
    board.append(this.tip);
  }

  button(told) {
    const button = element("button", "term");
    button.type = "button";
    button.setAttribute("aria-describedby", "tip");
    const open = () => this.open(button, told());
    for (const name of ["pointerenter", "focus", "click"]) button.addEventListener(name, open);
    button.addEventListener("pointerleave", () => this.close());
    button.addEventListener("blur", () => this.close());
    return button;
  }

  open(button, sentences) {
    this.tip.replaceChildren(element("b", "", button.textContent), ...sentences.map((sentence) => element("p", "", sentence)));
    const root = button.closest(".board, .detail");
    root.append(this.tip);
    this.tip.hidden = false;
    const [frame, box] = [root.getBoundingClientRect(), button.getBoundingClientRect()];
    const room = frame.width - this.tip.offsetWidth;
    this.tip.style.left = `${Math.max(0, Math.min(box.left - frame.left, room))}px`;
    this.tip.style.top = `${box.bottom - frame.top + 4}px`;
  }

  close() {
    this.tip.hidden = true;
  }
}

class Board {
  constructor(root) {
    this.root = root;
    this.board = element("section", "board");
    this.detail = element("section", "detail");
    this.terms = new Terms(this.board);
    [this.tiles, this.rows, this.curves, this.marks] = [[], [], [], []];
    [this.position, this.auto, this.serial, this.gesture] = [0, true, null, 0];
    [this.keyed, this.moved, this.boxes] = [false, false, []];
    this.build();
    this.listen();
    root.append(this.board, this.detail);
  }

  build() {
    this.board.setAttribute("aria-label", "Scoreboard");
    this.detail.setAttribute("aria-label", "Readings along the dial");
    // A banner longer than its line is read whole in the tip: by pointer, by touch and by keyboard.
    this.leak = this.terms.button(() => []);
    const sight = element("span", "seen", element("i"), "what the team’s own evaluation sees");
    this.real = element("span", "true", element("i"), "what is true");
    const words = [this.real, sight];
    this.change = element("span", "pinned", "change against the pinned design");
    this.status = element("div", "status", element("span", "keys", ...words, this.change), this.leak);
    this.grid = element("div", "tiles");
    this.name = this.terms.button(() => [this.data.dial.help]);
    this.output = element("output", "place");
    this.autoButton = element("button", "auto", "auto");
    this.autoButton.type = "button";
    this.slider = element("input", "range");
    Object.assign(this.slider, { type: "range", min: 0, step: 1 });
    this.scale = element("div", "scale");
    this.spoken = element("div", "spoken");
    this.spoken.setAttribute("aria-live", "polite");
    const line = element("div", "line", this.name, this.output, this.autoButton);
    const dial = element("div", "dial", line, element("div", "track", this.slider, this.scale));
    this.board.append(this.status, this.grid, dial, this.spoken);
    this.buildDetail();
  }

  buildDetail() {
    this.figures = element("div", "curves");
    const keys = { true: "true, with its 95 % interval", seen: "team sees", ceiling: "ceiling", pinned: "pinned design" };
    const key = ([name, words]) => element("span", name, element("i"), words);
    this.legend = element("div", "legend", ...Object.entries(keys).map(key));
    const titles = ["Reading", "True", "95 % interval", "Team sees", "Ceiling", "Against pinned", "Budget"];
    const heads = titles.map((title) => Object.assign(element("th", "", title), { scope: "col" }));
    this.body = element("tbody");
    const table = element("table", "", element("thead", "", element("tr", "", ...heads)), this.body);
    const pictures = element("div", "", this.legend, this.figures);
    this.along = element("details", "along", element("summary", "", "Along the dial"), pictures);
    const scroll = element("div", "scroll", table);
    scroll.tabIndex = 0;
    this.all = element("details", "all", element("summary", "", "All readings"), scroll);
    for (const part of [this.along, this.all]) part.addEventListener("toggle", () => this.data && this.resize());
    this.detail.append(this.along, this.all);
  }

  listen() {
    const { slider } = this;
    slider.addEventListener("keydown", () => (this.keyed = true));
    slider.addEventListener("input", () => this.drag(Number(slider.value)));
    const release = () => {
      this.keyed = false;
      this.release();
    };
    for (const name of ["pointerup", "pointercancel", "keyup", "blur"]) slider.addEventListener(name, release);
    slider.addEventListener("change", () => this.keyed || release());
    this.autoButton.addEventListener("click", () => this.jump(this.data.at, true));
    // Streamlit takes bare c and r as its own shortcuts.
    for (const part of [this.board, this.detail]) {
      part.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.terms.close();
        event.stopPropagation();
      });
    }
    this.sizes = new ResizeObserver(() => this.data && this.resize());
    this.sizes.observe(this.board);
  }

  show(data, send) {
    const before = this.data;
    [this.data, this.send] = [data, send];
    this.place(before, data);
    for (const [name, colour] of Object.entries(data.colours)) {
      for (const part of [this.board, this.detail]) part.style.setProperty(`--${name}`, colour);
    }
    const named = new Map(data.metrics.map((metric) => [metric.name, metric]));
    this.big = data.tiles.map((name) => named.get(name));
    this.drawnCurves = data.curves.map(([name, label]) => [named.get(name), label]);
    fit(this.tiles, this.big.length, this.grid, () => new Tile(this.terms));
    fit(this.rows, data.metrics.length, this.body, () => new Row(this.terms));
    fit(this.curves, this.drawnCurves.length, this.figures, () => new Curve());
    this.grid.style.setProperty("--across", Math.min(this.big.length, 3));
    this.slider.max = data.axis.length - 1;
    this.slider.setAttribute("aria-label", data.dial.label);
    write(this.name, data.dial.label);
    this.showStatus(data);
    this.showMarks(data);
    this.along.hidden = data.curves.length === 0;
    if (data.open && !this.opened) this.along.open = this.opened = true;
    this.legend.lastChild.hidden = !data.pinned;
    for (const part of this.legend.querySelectorAll(".true, .ceiling")) part.hidden = data.hidden;
    this.stick();
    this.resize();
  }

  // Who wins: a drag under way, then an order not seen before, then the place where the dial was.
  place(before, data) {
    const { order, axis } = data;
    const left = before ? null : LEFT.get(data.key);
    const known = left && left.serial === order.serial ? left : this;
    const value = before ? before.axis[this.position] : known.value;
    const fresh = order.serial !== known.serial;
    this.serial = order.serial;
    if (fresh && !this.moved && order.after >= this.gesture) {
      [this.position, this.auto] = [order.position, order.auto];
    } else if (!before || !sameList(before.axis, axis)) {
      this.auto = known.auto;
      this.position = this.auto ? data.at : nearestTo(axis, value);
    } else if (this.auto) this.position = data.at;
    this.remember();
  }

  remember() {
    const value = this.data.axis[this.position];
    LEFT.set(this.data.key, { serial: this.serial, auto: this.auto, value });
  }

  showStatus(data) {
    const leaks = data.leaks.map((leak) => `Leak: ${leak}`).join(" ");
    this.status.classList.toggle("leak", leaks !== "");
    this.leak.hidden = leaks === "";
    write(this.leak, leaks);
    this.board.classList.toggle("against", data.pinned);
    this.real.hidden = data.hidden;
  }

  showMarks(data) {
    const span = Math.max(data.axis.length - 1, 1);
    fit(this.marks, data.marks.length, this.scale, () => this.mark());
    data.marks.forEach(([name, at], index) => {
      const { node } = this.marks[index];
      write(node.firstChild, name);
      node.title = `${name}: ${sayPlace(data.axis[at], data)}`;
      node.style.setProperty("--at", at / span);
    });
    this.scale.hidden = data.marks.length === 0;
  }

  mark() {
    const made = { node: element("button", "mark", element("span")) };
    made.node.type = "button";
    made.node.addEventListener("click", () => {
      this.jump(this.data.marks[this.marks.indexOf(made)][1], false);
    });
    return made;
  }

  // The board sticks to the top of the block it was called in: the boxes around it give way.
  stick() {
    const header = document.querySelector('[data-testid="stHeader"]');
    this.board.style.setProperty("--below", `${header?.offsetHeight ?? 0}px`);
    const outer = this.root.host.closest('[data-testid="stElementContainer"]');
    if (!outer || this.boxes.length) return;
    for (let box = this.root.host; box !== outer.parentElement; box = box.parentElement) {
      this.boxes.push(box);
      box.style.display = "contents";
    }
  }

  resize() {
    if (this.along.open) this.curves.forEach((curve, at) => {
      const [metric, label] = this.drawnCurves[at];
      curve.draw(metric, label, this.data, curve.node.clientWidth);
    });
    this.spread();
    this.refresh();
  }

  // Mark names that would touch move aside, or to a second row; what has no room leaves its tick.
  spread() {
    const frame = this.scale.getBoundingClientRect();
    const ends = [frame.left - 8, frame.left - 8];
    const place = ({ node }) => Number(node.style.getPropertyValue("--at"));
    for (const { node } of [...this.marks].sort((one, other) => place(one) - place(other))) {
      node.dataset.row = "0";
      node.style.setProperty("--shift", "0px");
      const box = node.firstChild.getBoundingClientRect();
      const shifts = ends.map((end) => Math.max(0, end + 8 - box.left) - Math.max(0, box.right - frame.right));
      const fits = (row) => Math.abs(shifts[row]) <= box.width / 2 + 8 && box.left + shifts[row] >= ends[row] + 8;
      const row = [0, 1].filter(fits).sort((one, other) => Math.abs(shifts[one]) - Math.abs(shifts[other]))[0];
      node.dataset.row = row ?? "none";
      if (row === undefined) continue;
      node.style.setProperty("--shift", `${shifts[row]}px`);
      ends[row] = box.right + shifts[row];
    }
    this.scale.classList.toggle("two", ends[1] > frame.left);
  }

  refresh() {
    const { data, position } = this;
    this.slider.value = position;
    this.slider.style.setProperty("--fill", position / Math.max(data.axis.length - 1, 1));
    const place = sayPlace(data.axis[position], data);
    const name = data.marks.filter(([, at]) => at === position).map(([mark]) => mark).join(", ");
    write(this.output, place);
    this.output.title = name;
    this.slider.setAttribute("aria-valuetext", name ? `${place}, ${name}` : place);
    this.autoButton.setAttribute("aria-pressed", String(this.auto));
    this.tiles.forEach((tile, at) => tile.show(this.big[at], position, data.hidden));
    if (this.along.open) this.curves.forEach((curve) => curve.move(position, data.hidden));
    if (this.all.open) this.rows.forEach((row, at) => row.show(data.metrics[at], position, data.hidden));
  }

  drag(position) {
    [this.position, this.auto, this.moved] = [position, false, true];
    this.refresh();
  }

  jump(position, auto) {
    [this.position, this.auto, this.moved] = [position, auto, true];
    this.refresh();
    this.release();
  }

  release() {
    if (!this.moved) return;
    this.moved = false;
    this.gesture = Math.max(Date.now(), this.gesture + 1);
    this.remember();
    this.speak();
    this.send({ position: this.position, auto: this.auto, gesture: this.gesture });
  }

  speak() {
    const { reading } = this.tiles[0];
    const value = this.data.hidden ? reading.seen : reading.true;
    const said = `${reading.metric.label} ${say(value, reading.metric.unit)}`;
    write(this.spoken, `${this.data.dial.label} ${this.output.textContent}: ${said}`);
  }

  close() {
    this.sizes.disconnect();
    BOARDS.delete(this.root);
    for (const box of this.boxes) box.style.display = "";
    this.board.remove();
    this.detail.remove();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const { key, order, open } = data;
  if (!BOARDS.has(parentElement)) BOARDS.set(parentElement, new Board(parentElement));
  const board = BOARDS.get(parentElement);
  board.show({ ...JSON.parse(data.readings), key, order, open }, (release) => setTriggerValue("dial", release));
  return () => board.close();
}
