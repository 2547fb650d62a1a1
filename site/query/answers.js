// An answer as table and as CSV.

const NUMBERS = /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(integer|decimal|double|float|(non)?(positive|negative)Integer|(unsigned)?(long|int|short|byte)|unsigned(Long|Int|Short|Byte))$/i;

export const isNumber = (cell) => cell?.type === "literal" && NUMBERS.test(cell.datatype ?? "") && Number.isFinite(+cell.value);

/** A term for people, as on the command line: IRIs of the data set without their base, known namespaces as prefixes. */
export function short(cell, setting) {
  if (!cell) return "";
  if (cell.type === "triple") return ["subject", "predicate", "object"].map((part) => short(cell.value[part], setting)).join(" ");
  if (cell.type !== "uri") return cell.value;
  if (cell.value.startsWith(setting.base)) return cell.value.slice(setting.base.length);
  const known = Object.entries(setting.prefixes).find(([, iri]) => cell.value.startsWith(iri));
  return known ? `${known[0]}:${cell.value.slice(known[1].length)}` : cell.value;
}

/** The page of a record or an entry of the ontology, if it has one. */
function page(cell, setting) {
  if (cell?.type !== "uri" || !cell.value.startsWith(setting.base)) return null;
  const [, kind, id, anchor] = /^([a-z-]+)\/([a-z0-9-]+)(#[\w-]+)?$/.exec(cell.value.slice(setting.base.length)) ?? [];
  if (kind === "facet") return `${setting.root}ontology/index.html#facet-${id}`;
  if (!Object.hasOwn(setting.folders, kind ?? "")) return null;
  if (kind === "concept" && !setting.concepts.includes(id)) return null;
  return `${setting.root}${setting.folders[kind]}/${id}/index.html${anchor ?? ""}`;
}

/** Fill a table with the first rows of an answer. */
export function fill(table, { head, results }, cap, setting) {
  const header = document.createElement("thead").insertRow();
  for (const name of head.vars) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    cell.classList.toggle("figures", results.bindings.some((row) => isNumber(row[name])));
    header.append(cell);
  }
  const body = document.createElement("tbody");
  for (const row of results.bindings.slice(0, cap)) {
    const line = body.insertRow();
    for (const name of head.vars) line.insertCell().append(...shown(row[name], setting));
    head.vars.forEach((name, i) => line.cells[i].classList.toggle("number", isNumber(row[name])));
  }
  table.replaceChildren(header.parentNode, body);
}

function shown(cell, setting) {
  if (!cell) return [];
  const words = short(cell, setting);
  const target = page(cell, setting);
  const lang = cell["xml:lang"];
  if (!target && !lang) return [words];
  const element = document.createElement(target ? "a" : "span");
  element.textContent = words;
  if (target) element.href = target;
  if (lang) element.lang = lang;
  return [element];
}

/** SPARQL 1.1 Query Results CSV: values without types, lines end in CR LF. */
export function csv({ head, results }) {
  const field = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const value = (cell) => (cell ? (cell.type === "bnode" ? "_:" : "") + cell.value : "");
  const rows = results.bindings.map((row) => head.vars.map((name) => field(value(row[name]))));
  return [head.vars.map(field), ...rows].map((row) => row.join(",") + "\r\n").join("");
}
