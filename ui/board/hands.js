// Mouse, touch, pen and keyboard on the sheet.

const FAR = 5; // pixels a pointer moves before it is a drag
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Hands {
  constructor(board) {
    this.board = board;
    this.sheet = board.picture.node;
    this.pointers = new Map();
    this.view = { x: 24, y: 24, zoom: 1 };
    this.gesture = null;
    const on = (name, act) => this.sheet.addEventListener(name, act.bind(this));
    on("pointerdown", this.down);
    on("pointermove", this.drag);
    for (const name of ["pointerup", "pointercancel"]) on(name, this.up);
    on("dblclick", () => this.board.tool === "select" && this.board.panel.focus());
    on("focusin", this.focused);
    this.sheet.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  place(event) {
    const frame = this.sheet.getBoundingClientRect();
    const { x, y, zoom } = this.view;
    return [(event.clientX - frame.left - x) / zoom, (event.clientY - frame.top - y) / zoom];
  }

  hit(event) {
    const root = this.sheet.getRootNode();
    const found = root.elementFromPoint(event.clientX, event.clientY) ?? event.target;
    return found.closest?.("[data-id]")?.dataset.id ?? "";
  }

  down(event) {
    if (event.button > 1) return;
    const pointer = { start: this.place(event), at: [event.clientX, event.clientY] };
    this.pointers.set(event.pointerId, pointer);
    this.sheet.setPointerCapture?.(event.pointerId);
    if (this.pointers.size === 2) return void (this.gesture = this.pinch());
    this.gesture = this.begin(event, pointer);
  }

  // What a press begins: which one depends on the tool and on what it hits.
  begin(event, pointer) {
    const { board } = this;
    const id = event.target.closest("[data-id]")?.dataset.id ?? "";
    const box = board.drawing.box(id);
    if (board.tool === "pen") return { kind: "pen", points: [...pointer.start] };
    if (board.tool === "note") return { kind: "note" };
    if (board.tool === "connect" || (box && event.target.matches(".reach, .port"))) return box ? this.connecting(box) : { kind: "none" };
    if (id) {
      if (event.shiftKey) board.toggle(id);
      else if (!board.chosen.has(id)) board.choose([id]);
      return { kind: "move", dx: 0, dy: 0 };
    }
    if (event.pointerType === "mouse" && event.button === 0 && !board.panning) return { kind: "frame", keep: event.shiftKey };
    return { kind: "pan", view: { ...this.view } };
  }

  connecting(box) {
    const { board } = this;
    if (board.from && board.from !== box.id) {
      board.connect(board.from, box.id);
      return { kind: "none" };
    }
    board.start(box.id);
    return { kind: "connect", from: box.id };
  }

  pinch() {
    const [one, two] = [...this.pointers.values()].map((pointer) => pointer.at);
    return { kind: "pinch", far: Math.hypot(one[0] - two[0], one[1] - two[1]), view: { ...this.view } };
  }

  drag(event) {
    const pointer = this.pointers.get(event.pointerId);
    if (!pointer || !this.gesture) return;
    const moved = [event.clientX - pointer.at[0], event.clientY - pointer.at[1]];
    if (this.gesture.kind === "pinch") return this.pinched(event, pointer);
    if (Math.hypot(...moved) < FAR && !this.gesture.far) return;
    this.gesture.far = true;
    const [x, y] = this.place(event);
    const [dx, dy] = [x - pointer.start[0], y - pointer.start[1]];
    const act = { move: () => this.moved(dx, dy), pan: () => this.panned(moved), frame: () => this.framed(pointer.start, [x, y]), connect: () => this.rubber(x, y), pen: () => this.wrote(x, y) };
    act[this.gesture.kind]?.();
  }

  moved(dx, dy) {
    const [sx, sy] = [snap(dx), snap(dy)];
    if (sx === this.gesture.dx && sy === this.gesture.dy) return;
    [this.gesture.dx, this.gesture.dy] = [sx, sy];
    const { drawing, chosen } = this.board;
    const shift = ([x, y], id) => (chosen.has(id) ? [x + sx, y + sy] : [x, y]);
    const graph = { ...drawing.graph, boxes: drawing.graph.boxes.map((box) => ({ ...box, at: shift(box.at, box.id) })), notes: drawing.graph.notes.map((note, at) => ({ ...note, at: shift(note.at, `note ${at}`) })) };
    this.board.picture.show(graph, chosen);
  }

  panned([dx, dy]) {
    this.look({ ...this.gesture.view, x: this.gesture.view.x + dx, y: this.gesture.view.y + dy });
  }

  framed([x, y], [u, v]) {
    this.gesture.area = [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)];
    const [left, top, right, bottom] = this.gesture.area;
    this.board.picture.rubber.setAttribute("d", `M${left} ${top}H${right}V${bottom}H${left}Z`);
  }

  rubber(x, y) {
    const { at } = this.board.drawing.box(this.gesture.from);
    this.board.picture.rubber.setAttribute("d", `M${at[0] + WIDTH} ${at[1] + HEIGHT / 2}L${x} ${y}`);
  }

  wrote(x, y) {
    this.gesture.points.push(Math.round(x), Math.round(y));
    this.board.picture.rubber.setAttribute("d", `M${this.gesture.points}`);
  }

  pinched(event, pointer) {
    pointer.at = [event.clientX, event.clientY];
    const [one, two] = [...this.pointers.values()].map((each) => each.at);
    const frame = this.sheet.getBoundingClientRect();
    const middle = [(one[0] + two[0]) / 2 - frame.left, (one[1] + two[1]) / 2 - frame.top];
    const { far, view } = this.gesture;
    this.zoomTo(view.zoom * (Math.hypot(one[0] - two[0], one[1] - two[1]) / far), middle, view);
  }

  up(event) {
    const { gesture, board } = this;
    const pointer = this.pointers.get(event.pointerId);
    this.pointers.delete(event.pointerId);
    if (!pointer || !gesture) return;
    if (this.pointers.size) return;
    this.gesture = null;
    board.picture.rubber.setAttribute("d", "");
    if (event.type === "pointercancel") return void board.show();
    const end = { move: () => this.dropped(gesture), frame: () => this.caught(gesture), connect: () => this.joined(gesture, event), pen: () => this.inked(gesture), note: () => board.note(this.place(event)), pan: () => gesture.far || board.choose([]) };
    end[gesture.kind]?.();
  }

  dropped({ dx, dy, far }) {
    if (far && (dx || dy)) this.board.drawing.move(this.board.chosen, dx, dy);
  }

  caught({ area, keep }) {
    const [left, top, right, bottom] = area ?? [0, 0, 0, 0];
    const inside = ({ at }) => area && at[0] < right && at[0] + WIDTH > left && at[1] < bottom && at[1] + HEIGHT > top;
    const ids = this.board.drawing.graph.boxes.filter(inside).map((box) => box.id);
    this.board.choose(keep ? [...this.board.chosen, ...ids] : ids);
  }

  joined({ from, far }, event) {
    const id = this.hit(event);
    if (far && this.board.drawing.box(id) && id !== from) this.board.connect(from, id);
    else if (far) this.board.start("");
  }

  inked({ points }) {
    if (points.length >= 4) this.board.drawing.do((graph) => graph.strokes.push(points.slice(0, 4000)));
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = this.sheet.getBoundingClientRect();
    this.zoomTo(this.view.zoom * Math.exp(-event.deltaY / 300), [event.clientX - frame.left, event.clientY - frame.top]);
  }

  zoomTo(zoom, [x, y], from = this.view) {
    const next = Math.min(Math.max(zoom, 0.2), 2.5);
    this.look({ zoom: next, x: x - ((x - from.x) * next) / from.zoom, y: y - ((y - from.y) * next) / from.zoom });
  }

  look(view) {
    this.view = view;
    this.board.picture.world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.zoom})`);
  }

  fit() {
    const [left, top, wide, high] = this.board.picture.bounds(this.board.drawing.graph);
    const [across, down] = [this.sheet.clientWidth, this.sheet.clientHeight];
    const zoom = Math.min(across / wide, down / high, 1.1);
    if (across) this.look({ zoom, x: (across - wide * zoom) / 2 - left * zoom, y: (down - high * zoom) / 2 - top * zoom });
  }

  focused(event) {
    const id = event.target.dataset?.id;
    if (id && !this.gesture && !this.board.chosen.has(id) && event.target.matches(":focus-visible")) this.board.choose([id]);
  }

  // A key on the sheet; true if it meant something.
  key(event) {
    const { board } = this;
    const step = STEPS[event.key];
    if (step && board.chosen.size) return void board.drawing.move(board.chosen, step[0] * GRID, step[1] * GRID) ?? true;
    if (event.key === "Delete" || event.key === "Backspace") return void board.remove() ?? true;
    if (event.key === "Enter" || event.key === " ") return this.enter(event.target.dataset?.id) ?? true;
    if (event.key === "k" && board.chosen.size) return void board.start([...board.chosen][0]) ?? true;
    if (event.key === "+" || event.key === "-") return void this.step(event.key === "+" ? 1.25 : 0.8) ?? true;
    if (event.key === "0") return void this.fit() ?? true;
    return false;
  }

  enter(id) {
    const { board } = this;
    if (board.from && id && id !== board.from) board.connect(board.from, id);
    else board.panel.focus();
  }

  step(times) {
    this.zoomTo(this.view.zoom * times, [this.sheet.clientWidth / 2, this.sheet.clientHeight / 2]);
  }
}
