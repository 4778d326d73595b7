// Small parts of a page: elements, fields, choices.

function element(tag, className = "", ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function button(label, act, { title = label, className = "" } = {}) {
  const made = element("button", className, label);
  made.type = "button";
  [made.title, made.ariaLabel] = [title, title];
  made.addEventListener("click", act);
  return made;
}

function select(options, value, act, label) {
  const made = element("select", "", ...options.map(([name, text]) => Object.assign(element("option", "", text), { value: name })));
  [made.value, made.ariaLabel] = [value, label];
  made.addEventListener("change", () => act(made.value));
  return made;
}

// A field that takes what is written when it is left or on Enter; what is not allowed stays as it was.
function field(value, act, { label, number = false, low, high, whole = false }) {
  const made = element("input");
  Object.assign(made, { type: number ? "number" : "text", value, ariaLabel: label });
  if (number) Object.assign(made, { min: low, max: high, step: whole ? 1 : "any" });
  else made.maxLength = 60;
  made.addEventListener("change", () => {
    const read = number ? Number(made.value) : made.value;
    const wrong = number && (made.value === "" || !(read >= low && read <= high) || (whole && !Number.isInteger(read)));
    made.classList.toggle("wrong", wrong);
    if (!wrong) act(read);
  });
  return made;
}

function kindsByLane() {
  return Object.entries(PALETTE.lanes).map(([lane, title]) => [lane, title, Object.entries(PALETTE.kinds).filter(([, kind]) => kind.lane === lane)]);
}

function arrowKinds() {
  return Object.keys(PALETTE.arrows).map((kind) => [kind, kind]);
}

function boxNames(graph, but = "") {
  const count = {};
  return graph.boxes.filter((box) => box.id !== but).map((box) => {
    const name = nameOf(box);
    count[name] = (count[name] ?? 0) + 1;
    return [box.id, count[name] > 1 ? `${name} (${count[name]})` : name];
  });
}
