// What is drawn, as a value: boxes, arrows, notes, strokes; every change can be undone.

const WIDTH = 144;
const HEIGHT = 64;
const GRID = 16;
const MOST_UNDO = 100;
const BLANK = { version: 1, boxes: [], arrows: [], notes: [], strokes: [] };

function snap(value) {
  return Math.round(value / GRID) * GRID;
}

class Drawing {
  constructor(changed) {
    this.changed = changed;
    [this.graph, this.past, this.future] = [structuredClone(BLANK), [], []];
  }

  box(id) {
    return this.graph.boxes.find((box) => box.id === id);
  }

  // Do something to the graph; `change` may leave it as it is, and then nothing is kept.
  do(change) {
    const before = JSON.stringify(this.graph);
    change(this.graph);
    if (JSON.stringify(this.graph) === before) return;
    this.past = [...this.past.slice(1 - MOST_UNDO), before];
    this.future = [];
    this.changed();
  }

  undo() {
    if (!this.past.length) return;
    this.future.push(JSON.stringify(this.graph));
    this.graph = JSON.parse(this.past.pop());
    this.changed();
  }

  redo() {
    if (!this.future.length) return;
    this.past.push(JSON.stringify(this.graph));
    this.graph = JSON.parse(this.future.pop());
    this.changed();
  }

  // Another graph from outside: what was drawn before can still be brought back.
  take(graph) {
    if (this.graph.boxes.length) this.past.push(JSON.stringify(this.graph));
    [this.graph, this.future] = [graph, []];
  }

  add(kind, at) {
    const used = new Set(this.graph.boxes.map((box) => box.id));
    let number = this.graph.boxes.length + 1;
    while (used.has(`b${number}`)) number += 1;
    const id = `b${number}`;
    this.do((graph) => graph.boxes.push({ id, kind, at: this.free(at.map(snap)) }));
    return id;
  }

  // The nearest place to `at` where no box stands.
  free([x, y]) {
    const taken = (left, top) => this.graph.boxes.some(({ at }) => Math.abs(at[0] - left) < WIDTH && Math.abs(at[1] - top) < HEIGHT);
    for (let ring = 0; ring < 40; ring += 1) {
      for (const [dx, dy] of [[0, 1], [1, 0], [1, 1], [0, -1], [-1, 0]]) {
        const place = [x + dx * ring * (WIDTH + 3 * GRID), y + dy * ring * (HEIGHT + 2 * GRID)];
        if (!taken(...place)) return place;
      }
    }
    return [x, y];
  }

  connect(source, target, kind) {
    if (source === target || !this.box(source) || !this.box(target)) return;
    const same = ([a, b, k]) => a === source && b === target && k === kind;
    this.do((graph) => graph.arrows.some(same) || graph.arrows.push([source, target, kind]));
  }

  cut(index) {
    this.do((graph) => graph.arrows.splice(index, 1));
  }

  remove(chosen) {
    this.do((graph) => {
      graph.boxes = graph.boxes.filter((box) => !chosen.has(box.id));
      graph.arrows = graph.arrows.filter(([a, b], at) => !chosen.has(a) && !chosen.has(b) && !chosen.has(`arrow ${at}`));
      graph.notes = graph.notes.filter((_, at) => !chosen.has(`note ${at}`));
      graph.strokes = graph.strokes.filter((_, at) => !chosen.has(`stroke ${at}`));
    });
  }

  move(chosen, dx, dy) {
    this.do((graph) => {
      graph.boxes.filter((box) => chosen.has(box.id)).forEach((box) => (box.at = [box.at[0] + dx, box.at[1] + dy]));
      graph.notes.forEach((note, at) => chosen.has(`note ${at}`) && (note.at = [note.at[0] + dx, note.at[1] + dy]));
    });
  }

  // A parameter of a box; a value that is the palette's own is not written down.
  set(id, name, value) {
    this.do(() => {
      const box = this.box(id);
      const set = { ...box.set, [name]: value };
      if (value === parameterOf(box, name).default) delete set[name];
      if (Object.keys(set).length) box.set = set;
      else delete box.set;
    });
  }

  label(id, text) {
    this.do(() => {
      const box = this.box(id);
      if (text.trim()) box.label = text.trim().slice(0, 60);
      else delete box.label;
    });
  }
}

function kindOf(box) {
  return PALETTE.kinds[box.kind];
}

function parameterOf(box, name) {
  return kindOf(box).parameters.find((each) => each.name === name);
}

function nameOf(box) {
  return box.label || kindOf(box).label;
}

function valueOf(box, parameter) {
  return box.set?.[parameter.name] ?? parameter.default;
}

// A graph as text for a link: deflated, in URL-safe base 64, as kit.board.reading does it.
async function pack(graph) {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(JSON.stringify(graph)));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpack(link) {
  const text = atob(link.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes)));
}

// Bytes through a stream, by hand: with a Response around it this takes ten times as long.
async function through(stream, bytes) {
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  const parts = [];
  const reader = stream.readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(next.value);
  await written;
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}
