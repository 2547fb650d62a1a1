// Asks the shelf as the query page does, outside of a browser. Input: a graph in N-Quads, and JSON with base, prefixes and
// questions (text, values). Output: an answer as the engine writes it for each question, one a line.

import { readFileSync } from "node:fs";
import oxigraph from "oxigraph";
import { csv } from "../../site/query/answers.js";
import { header, prepared, term } from "../../site/query/text.js";

const [graph, asked] = process.argv.slice(2);
const { base, prefixes, questions } = JSON.parse(readFileSync(asked, "utf8"));
const store = new oxigraph.Store();
store.load(readFileSync(graph), { format: "application/n-quads" });
for (const { text, values } of questions) {
  const terms = {};
  for (const parameter of header(text).parameters) {
    const value = values[parameter.name] ?? parameter.preset;
    if (value) terms[parameter.name] = term(value, parameter, base);
  }
  const question = prepared(text, terms, prefixes);
  const options = { use_default_graph_as_union: question.union, results_format: "application/sparql-results+json" };
  const answer = JSON.parse(store.query(question.text, options));
  console.log(JSON.stringify(answer.results ? { csv: csv(answer) } : { yes: answer.boolean }));
}
