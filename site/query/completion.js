// What the editor proposes: variables of the query, words of SPARQL, and the names of the ontology with their labels. The ids of
// records are many, so they are loaded when somebody first begins an IRI.

const KEYWORDS = (
  "ASK AS ASC BIND BOUND COALESCE CONCAT CONSTRUCT CONTAINS COUNT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP_CONCAT " +
  "HAVING IF IN LANG LCASE LIMIT MAX MIN MINUS NAMED NOT OFFSET OPTIONAL PREFIX REGEX SAMPLE SELECT SEPARATOR STR STRENDS " +
  "STRSTARTS SUM UNION VALUES WHERE"
)
  .split(" ")
  .concat("GROUP BY", "ORDER BY")
  .map((label) => ({ label, type: "keyword" }));

/** A source for CodeMirror. */
export function completion(setting) {
  const names = once(() => loaded(setting.names).then((found) => found.map((entry) => option(entry, setting))));
  const records = once(() =>
    loaded(setting.records).then((found) =>
      Object.entries(found).flatMap(([kind, ids]) => ids.map((id) => ({ label: `<${setting.base}${kind}/${id}>`, type: "constant" }))),
    ),
  );
  const prefixes = Object.keys(setting.prefixes).map((prefix) => ({ label: `${prefix}:`, type: "namespace" }));
  return async (context) => {
    const iri = context.matchBefore(/<[^<>\s]*$/);
    if (iri) {
      const options = [...(await names()).filter((o) => o.label.startsWith("<")), ...(await records())];
      return { from: iri.from, to: closed(context), options };
    }
    const variable = context.matchBefore(/[?$]\w*$/);
    if (variable) return { from: variable.from, options: variables(context.state.doc.toString(), variable), validFor: /^[?$]\w*$/ };
    const word = context.matchBefore(/[\w-]+:?[\w-]*$/);
    if (!word && !context.explicit) return null;
    if (word && word.to - word.from < 2 && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options: [...(await names()), ...KEYWORDS, ...prefixes], validFor: /^[\w-]*:?[\w-]*$/ };
  };
}

/** The end of what an IRI replaces: with the bracket that the editor has put behind it. */
function closed(context) {
  return context.state.sliceDoc(context.pos, context.pos + 1) === ">" ? context.pos + 1 : context.pos;
}

function variables(text, own) {
  const found = new Set(text.slice(0, own.from).concat(" ", text.slice(own.to)).match(/[?$]\w+/g));
  return [...found].map((label) => ({ label, type: "variable" }));
}

/** An entry of the names, [name, label, type]: a name of the ontology with its prefix, or an IRI of the data set. */
function option([name, label, type], { base }) {
  if (name.includes(":")) return { label: name, detail: label, type };
  return { label: `<${base}${name}>`, displayLabel: `<…/${name}>`, detail: label, type, boost: 20 };
}

const loaded = async (address) => (await fetch(address)).json();

/** A value that is made when it is first wanted; where that fails there is none, and the editor proposes less. */
function once(make) {
  let made;
  return () => (made ??= make().catch(() => []));
}
