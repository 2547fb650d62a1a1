// The order in which the triples of a query are tried. The engine chooses an order by estimates; in a browser its numbers have 32 bits,
// in which the estimates of larger patterns are all the same, and it tries the triples as they are written. So they are written in a
// good order: what names something first, then what is joined to it. A set of triples means the same in any order (SPARQL 1.1, 5.1).

import { SparqlLanguage } from "codemirror-lang-sparql";

/** The query with each block of triples in a good order. */
export function ordered(text) {
  const changes = [];
  SparqlLanguage.parser.parse(text).iterate({
    enter(node) {
      if (node.name !== "TriplesBlock") return;
      const units = [...within(node.node)];
      const sorted = arranged(units.map((unit) => described(unit, text)), given(node.node, text));
      if (units.length < 2 || sorted.every((unit, i) => unit.from === units[i].from)) return;
      const last = units.at(-1);
      changes.push({ from: units[0].from, to: last.to, put: sorted.map(({ from, to }) => text.slice(from, to)).join(" .\n") });
      return false;
    },
  });
  return changes.reverse().reduce((done, { from, to, put }) => done.slice(0, from) + put + done.slice(to), text);
}

/** The triples of one subject each. */
function* within(block) {
  for (let child = block.firstChild; child; child = child.nextSibling) {
    if (child.name === "TriplesBlock") yield* within(child);
    else if (child.name === "TriplesSameSubjectPath") yield child;
  }
}

/** The variables that have values when a block is tried: within EXISTS, those of the question around it (SPARQL 1.1, 8.1). */
function given(block, text) {
  for (let at = block.parent; at; at = at.parent) {
    if (/^(Not)?ExistsFunc$/.test(at.name)) return new Set((text.slice(0, at.from) + text.slice(at.to)).match(/[?$]\w+/g));
  }
  return new Set();
}

/** Where they stand, what they share with others, and how much they name: 0 a subject or value, 1 a class, 2 nothing. */
function described(unit, text) {
  const names = new Set();
  let rank = unit.firstChild?.name === "VarOrTerm" && named(unit.firstChild) ? 0 : 2;
  unit.cursor().iterate((node) => {
    if (node.name === "Var" || node.name === "Blank_node_label") names.add(text.slice(node.from, node.to).replace("$", "?"));
    if (node.name !== "ObjectPath" || !named(node.node)) return;
    const verb = node.node.parent.prevSibling;
    const type = verb && /^(a|rdf:type)$/.test(text.slice(verb.from, verb.to).trim());
    rank = Math.min(rank, type ? 1 : 0);
  });
  return { from: unit.from, to: unit.to, names, rank };
}

/** Whether a term is a constant. */
function named(node) {
  let constant = true;
  node.cursor().iterate((each) => {
    if (/^(Var|Blank_node_label|Anon|BlankNode|BlankNodePropertyListPath|CollectionPath)$/.test(each.name)) constant = false;
  });
  return constant;
}

function arranged(units, known) {
  const left = [...units];
  const done = [];
  while (left.length) {
    const cost = (unit) => (known.size && ![...unit.names].some((name) => known.has(name)) ? 10 : 0) + unit.rank;
    const next = left.reduce((best, unit) => (cost(unit) < cost(best) ? unit : best));
    left.splice(left.indexOf(next), 1);
    done.push(next);
    next.names.forEach((name) => known.add(name));
  }
  return done;
}
