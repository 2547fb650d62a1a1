// Horizontal bars of an answer that has a column of labels and one of numbers. The table says the same, so the picture is one image
// with a name to those who cannot see it.

import { isNumber, short } from "./answers.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST = 60;
const ROW = 38;

/** The columns that hold labels and those that hold numbers; null where no chart suits the answer. */
export function columns({ head, results }) {
  const rows = results.bindings;
  const numbers = head.vars.filter((name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || isNumber(row[name])));
  const labels = head.vars.filter((name) => !numbers.includes(name) && rows.some((row) => row[name]));
  return rows.length > 1 && numbers.length && labels.length ? { labels, numbers } : null;
}

/** The picture of two columns, and how many rows it leaves out. */
export function bars({ results }, label, number, setting, words, format) {
  const all = results.bindings.filter((row) => row[number]);
  const rows = all.slice(0, MOST);
  const values = rows.map((row) => +row[number].value);
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const span = most - least || 1;
  const share = (value) => ((value - least) / span) * 82; // percent of the width; the rest is for the figure beside the longest bar
  const svg = drawn("svg", { role: "img", width: "100%", height: rows.length * ROW + 8, class: "bars" });
  const name = drawn("title", {});
  name.textContent = words("bars", { number, label });
  svg.append(name);
  rows.forEach((row, i) => {
    const value = values[i];
    const y = i * ROW;
    const from = share(Math.min(0, value));
    const to = share(Math.max(0, value));
    const text = short(row[label], setting);
    const told = drawn("text", { x: 0, y: y + 14, class: "label" });
    told.textContent = text.length > 70 ? `${text.slice(0, 69)}…` : text;
    if (row[label]?.["xml:lang"]) told.setAttribute("lang", row[label]["xml:lang"]);
    const bar = drawn("rect", { x: `${from}%`, y: y + 19, width: `${Math.max(to - from, 0.2)}%`, height: 12 });
    const figure = drawn("text", { x: `${to}%`, y: y + 29, dx: 6, class: "figure" });
    figure.textContent = format.format(value);
    svg.append(told, bar, figure);
  });
  if (least < 0) svg.append(drawn("line", { x1: `${share(0)}%`, x2: `${share(0)}%`, y1: 0, y2: rows.length * ROW }));
  return { svg, left: all.length - rows.length };
}

function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
