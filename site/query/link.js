// A link that carries a query, in the fragment, which no server sees: #name=<of the shelf>&<parameter>=<value>, or #query=<text>;
// `data` is the version of the data on which it was made.

const OWN = ["name", "query", "data"];

/** What a fragment says: name, text, data and values, or null where it speaks of no query. */
export function read(fragment) {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  if (!said.has("name") && !said.has("query")) return null;
  const values = Object.fromEntries([...said].filter(([key]) => !OWN.includes(key)));
  return { name: said.get("name"), text: said.get("query"), data: said.get("data"), values };
}

/** The fragment of a query, without the sign. */
export function written({ name, text, data, values }) {
  const said = new URLSearchParams(name ? { name } : { query: text });
  for (const [key, value] of Object.entries(values)) if (!OWN.includes(key)) said.set(key, value);
  said.set("data", data);
  return said.toString();
}
