// Arrows with right angles that go around boxes where they can.

const OUT = 18;

// The corners of an arrow from one box to another; of several ways the cheapest is taken. Short
// ways with few corners are looked at first: the first that crosses nothing is as cheap as any.
function route(a, b, boxes) {
  const others = boxes.filter((box) => box !== a && box !== b);
  const found = ways(a.at, b.at, others).map((points) => ({ points, cost: lengthOf(points) }));
  let best = null;
  for (const way of found.sort((one, two) => one.cost - two.cost)) {
    if (best && way.cost >= best.cost) break;
    const cost = way.cost + crossed(way.points, others, [a, b]);
    if (!best || cost < best.cost) best = { points: way.points, cost };
  }
  return best.points;
}

function ways([ax, ay], [bx, by], others) {
  const [ar, ab, br, bb] = [ax + WIDTH, ay + HEIGHT, bx + WIDTH, by + HEIGHT];
  const [am, an, bm, bn] = [ax + WIDTH / 2, ay + HEIGHT / 2, bx + WIDTH / 2, by + HEIGHT / 2];
  const found = [];
  const sideways = (x) => found.push([[ar, an], [x, an], [x, bn], [bx, bn]]);
  if (bx >= ar + 8) [(ar + bx) / 2, ar + OUT, bx - OUT].forEach(sideways);
  if (by >= ab + 8) [(ab + by) / 2, ab + OUT, by - OUT].forEach((y) => found.push([[am, ab], [am, y], [bm, y], [bm, by]]));
  if (ay >= bb + 8) [(bb + ay) / 2, bb + OUT, ay - OUT].forEach((y) => found.push([[am, ay], [am, y], [bm, y], [bm, bb]]));
  if (bx + WIDTH / 2 > ar) found.push(by > an ? [[ar, an], [bm, an], [bm, by]] : [[ar, an], [bm, an], [bm, bb]]);
  if (bn > ab && bx > am) found.push([[am, ab], [am, bn], [bx, bn]]);
  if (bn < ay && bx > am) found.push([[am, ay], [am, bn], [bx, bn]]);
  const between = others.filter(({ at }) => at[0] + WIDTH > Math.min(ax, bx) && at[0] < Math.max(ar, br));
  const tops = [ay, by, ...between.map(({ at }) => at[1])];
  const lanes = [Math.min(ay, by) - OUT, Math.max(ab, bb) + OUT, Math.min(...tops) - OUT, Math.max(...tops) + HEIGHT + OUT];
  for (const y of lanes) {
    found.push([[ar, an], [ar + OUT, an], [ar + OUT, y], [bx - OUT, y], [bx - OUT, bn], [bx, bn]]);
    const from = y < an ? ay : ab;
    const to = y < bn ? by : bb;
    found.push([[am, from], [am, y], [bm, y], [bm, to]]);
  }
  return found;
}

// Length and corners: a corner costs as much as a few steps.
function lengthOf(points) {
  let cost = points.length * 12;
  for (let at = 1; at < points.length; at += 1) {
    const [[x, y], [u, v]] = [points[at - 1], points[at]];
    cost += (Math.abs(u - x) + Math.abs(v - y)) / 4;
  }
  return cost;
}

// Boxes that are crossed cost most.
function crossed(points, others, ends) {
  let cost = 0;
  for (let at = 1; at < points.length; at += 1) {
    const [one, two] = [points[at - 1], points[at]];
    for (const box of others) if (crosses(one, two, box.at, 6)) cost += 600;
    for (const box of ends) if (crosses(one, two, box.at, -2)) cost += 900;
  }
  return cost;
}

function crosses([x, y], [u, v], [left, top], room) {
  return (
    Math.max(x, u) > left - room && Math.min(x, u) < left + WIDTH + room
    && Math.max(y, v) > top - room && Math.min(y, v) < top + HEIGHT + room
  );
}

// A path with rounded corners.
function pathOf(points) {
  let path = `M${points[0]}`;
  for (let at = 1; at < points.length - 1; at += 1) {
    const [before, corner, after] = [points[at - 1], points[at], points[at + 1]];
    path += `L${toward(corner, before)}Q${corner} ${toward(corner, after)}`;
  }
  return `${path}L${points[points.length - 1]}`;
}

function toward([x, y], [u, v]) {
  const far = Math.hypot(u - x, v - y) || 1;
  const step = Math.min(8, far / 2) / far;
  return [x + (u - x) * step, y + (v - y) * step];
}
