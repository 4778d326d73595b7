// Numbers as people read them: the rules of kit/words.py, digit for digit.

// Python rounds an exact tie to the even digit, toFixed rounds it up.
function fixed(value, digits) {
  const size = Math.abs(value);
  const doubled = size * 2 ** (digits + 1);
  const tie = Number.isInteger(doubled) && doubled % 2 === 1;
  let text = size >= 1e21 ? BigInt(size).toString() : size.toFixed(digits);
  if (tie && Number(text[text.length - 1]) % 2 === 1) text = (size * (1 - 2 ** -53)).toFixed(digits);
  return (value < 0 || Object.is(value, -0) ? "-" : "") + text;
}

function grouped(value) {
  return fixed(value, 0).replace(/\B(?=(\d{3})+$)/g, ",");
}

// As "%.2g" for sizes below one.
function twoDigits(value) {
  const exponent = Number(Math.abs(value).toExponential(1).split("e")[1]);
  return fixed(value, 1 - exponent).replace(/0+$/, "");
}

// What is smaller is as good as nothing to a person.
const LEAST = 0.00095;

function digitsOf(value) {
  const size = Math.abs(value);
  if (size < LEAST) return size ? "~0" : "0";
  if (size >= 9.95) return grouped(value);
  return size >= 0.95 ? fixed(value, 1) : twoDigits(value);
}

function decimal(value) {
  const size = Math.abs(value);
  if (size < 0.0005) return "0.000";
  return size < 10 ? fixed(value, 3) : size < 99.95 ? fixed(value, 1) : grouped(value);
}

function money(value) {
  const size = Math.abs(value);
  if (size > 0 && size < LEAST) return "~$0";
  return `${value < 0 ? "-" : ""}$${amount(size)}`;
}

function amount(size) {
  return size >= 0.095 && size < 9.995 ? fixed(size, 2) : short(size);
}

function short(value) {
  if (Math.abs(value) < 10 && Number.isInteger(value)) return fixed(value, 0);
  for (const [limit, divisor, letter] of [[1e9, 1e9, "bn"], [1e6, 1e6, "M"], [1e4, 1e3, "k"]]) {
    if (Math.abs(value) >= limit) return fixed(value / divisor, 1) + letter;
  }
  return digitsOf(value);
}

function duration(seconds) {
  for (const [length, name] of [[86400, "days"], [3600, "h"], [60, "min"]]) {
    if (Math.abs(seconds) >= length) return `${digitsOf(seconds / length)} ${name}`;
  }
  return `${digitsOf(seconds)} s`;
}

function say(value, unit) {
  if (Number.isNaN(value)) return "n/a";
  if (!Number.isFinite(value)) return value > 0 ? "unbounded" : "-unbounded";
  if (unit === "share") return `${digitsOf(100 * value)} %`;
  if (unit === "money") return money(value);
  if (unit === "ms") return `${digitsOf(value)} ms`;
  if (unit === "seconds") return duration(value);
  if (unit === "days") return `${digitsOf(value)} days`;
  if (unit === "count") return short(value);
  return decimal(value);
}

function sayChange(value, unit) {
  if (!Number.isFinite(value)) return say(value, unit);
  const sign = value > 0 ? "+" : value < 0 ? "-" : "±";
  const size = Math.abs(value);
  const text = unit === "share" ? `${digitsOf(100 * size)} pts` : say(size, unit);
  return text.startsWith("~") ? text : sign + text;
}

// Two ends of an interval; a unit they share is said once.
function sayBetween(low, high, unit) {
  const [from, to] = [say(low, unit), say(high, unit)];
  const space = from.lastIndexOf(" ");
  const shared = space > 0 && to.endsWith(from.slice(space));
  return `${shared ? from.slice(0, space) : from} – ${to}`;
}
