// What a query's text says of itself: its header, the prefixes it uses, the kind of question it is, and the same text with its
// parameters in it. The shelf's header is read as carbonlex.query.shelf reads it, parameters become terms as in
// carbonlex.query.engine.

import { SparqlLanguage } from "codemirror-lang-sparql";
import { ordered } from "./order.js";

const HEADER = /^#\s*(title|question|param)(?:@([\w-]+))?:\s*(.+)/;
const PARAM = /^(\w+)\s*(?:=\s*(\S+))?\s*(?:\((\w+)\))?/;
const NO_IRI = /[\u0000-\u0020<>"{}|^`\\]/; // RFC 3987 by way of SPARQL 1.1, IRIREF
const FORMS = { SelectQuery: "select", AskQuery: "ask", ConstructQuery: "graph", DescribeQuery: "graph", Update: "update" };

/** Something that keeps a query from being run: the name of its words, their values, and the place in the text. */
export class Fault extends Error {
  constructor(word, values = {}, place = null) {
    super(word);
    Object.assign(this, { word, values, place });
  }
}

/** Title, question, their language where it is not the page's, and parameters (name, default or null, kind) in the comments of a query. */
export function header(text) {
  const found = text
    .split(/\r\n|\r|\n/)
    .map((line) => HEADER.exec(line))
    .filter(Boolean);
  const lang = found.some(([, key, tag]) => key === "title" && !tag) ? "" : (found.find(([, key, tag]) => key === "title" && tag)?.[2] ?? "");
  const said = (key) => found.filter(([, other, tag]) => other === key && (tag ?? "") === lang).map(([, , , words]) => words.trim());
  const parameters = found
    .filter(([, key]) => key === "param")
    .map(([, , , words]) => words.trim())
    .map((param) => PARAM.exec(param))
    .filter(Boolean)
    .map(([, name, preset, kind]) => ({ name, preset: preset ?? null, kind: kind ?? "text" }));
  return { title: said("title").join(" "), question: said("question").join(" "), lang, parameters };
}

/** A parameter's value as a term of SPARQL. */
export function term(text, { name, kind }, base) {
  if (kind === "date") {
    const day = new Date(`${text}T00:00:00Z`);
    if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(day.valueOf()) || day.toISOString().slice(0, 10) !== text)
      throw new Fault("date", { text });
    return `"${text}"^^<http://www.w3.org/2001/XMLSchema#date>`;
  }
  if (kind === "text") return literal(text);
  const iri = text.startsWith(base) ? text : base + (kind === "id" ? text : `${kind}/${text}`);
  if (NO_IRI.test(iri)) throw new Fault("iri", { name, text });
  return `<${iri}>`;
}

function literal(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" };
  return `"${text.replace(/[\\"\n\r]/g, (sign) => escapes[sign])}"`;
}

/**
 * What the worker is to be asked: the text with parameters and prefixes in it, in a good order and as it was written, its form,
 * whether it sees the union of all graphs (unless it names some itself: SPARQL 1.1, 13.2), and a function that leads a line and
 * column of what was written back to the reader's text.
 */
export function prepared(text, terms, prefixes) {
  const tree = SparqlLanguage.parser.parse(text);
  const changes = [];
  const declared = new Set(Object.keys(prefixes));
  let form = "";
  let union = true;
  let unknown = null;
  let all = false;
  tree.iterate({
    enter(node) {
      form ||= FORMS[node.name] ?? "";
      if (node.name === "ServiceGraphPattern") throw new Fault("service", {}, node.from);
      if (node.name === "DatasetClause") union = false;
      if (node.name === "PrefixDecl") declared.add(/(\S*):\s*</.exec(text.slice(node.from, node.to))?.[1] ?? "");
      if (/^Pname_/.test(node.name) && node.node.parent?.name !== "PrefixDecl") {
        const prefix = text.slice(node.from, node.to).split(":")[0];
        if (!declared.has(prefix)) unknown ??= new Fault("prefix", { prefix }, node.from);
      }
      if (node.name === "SelectClause" && node.node.parent?.name === "SelectQuery") all = starred(node.node, text);
      if (node.name === "Var") changes.push(...bound(node.node, text, terms));
    },
  });
  if (form === "update") throw new Fault("update");
  if (unknown) throw unknown;
  const last = Object.entries(terms);
  if (all && last.length)
    changes.push({
      from: text.length,
      to: text.length,
      put: `\nVALUES (${last.map(([name]) => `?${name}`).join(" ")}) { (${last.map(([, value]) => value).join(" ")}) }`,
    });
  const prologue = Object.entries(prefixes).map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}> `).join("") + "\n";
  const whole = prologue + applied(text, changes);
  return { text: ordered(whole), written: whole, form, union, place: (line, column) => place(whole, prologue.length, changes, line, column) };
}

/** Whether a SELECT clause asks for all variables. */
function starred(clause, text) {
  return !clause.getChild("Var") && /\*\s*$/.test(text.slice(clause.from, clause.to));
}

/** The change that puts a parameter's term in the place of a variable, where the variable is the parameter's. */
function* bound(node, text, terms) {
  const name = text.slice(node.from + 1, node.to);
  if (!Object.hasOwn(terms, name) || !seen(node, name, text)) return;
  const put = terms[name];
  const parent = node.parent?.name;
  if (node.prevSibling?.name === "AS" || /^InlineData/.test(parent)) throw new Fault("bound", { name }, node.from);
  if (parent === "SelectClause") yield { from: node.from, to: node.to, put: column(node.parent, name, put) };
  else if (parent === "GroupCondition" || parent === "OrderCondition") yield { from: node.from, to: node.to, put: `(${put})` };
  else if (parent === "BuiltInCall" && node.parent.firstChild.name === "BOUND") {
    yield { from: node.parent.from, to: node.parent.to, put: "true" };
  } else yield { from: node.from, to: node.to, put };
}

/** A parameter among the columns. A subquery need not hand it on, since its value is known outside. */
function column(clause, name, put) {
  if (clause.parent.name !== "SubSelect") return `(${put} AS ?${name})`;
  return clause.getChildren("Var").length > 1 ? "" : `(${put} AS ?${name}_)`;
}

/** Whether a variable is that of the whole query: all subqueries around it hand it on (SPARQL 1.1, 12). */
function seen(node, name, text) {
  for (let at = node.parent; at; at = at.parent) {
    if (at.name !== "SubSelect") continue;
    const clause = at.getChild("SelectClause");
    const handed = clause?.getChildren("Var").some((v) => text.slice(v.from + 1, v.to) === name);
    if (!handed && !(clause && starred(clause, text))) return false;
  }
  return true;
}

function applied(text, changes) {
  let done = 0;
  let out = "";
  for (const { from, to, put } of changes) {
    out += text.slice(done, from) + put;
    done = to;
  }
  return out + text.slice(done);
}

/** The offset in the reader's text of a line and column (from 1, in characters) of the text that was asked. */
function place(whole, begin, changes, line, column) {
  const lines = whole.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const within = Array.from(lines[line - 1] ?? "").slice(0, column - 1).join("").length;
  let offset = before + within - begin;
  let moved = 0;
  for (const { from, to, put } of changes) {
    if (from + moved >= offset) break;
    if (offset < from + moved + put.length) return from;
    moved += put.length - (to - from);
  }
  return Math.max(0, offset - moved);
}
