// The engine, in a thread of its own so that the page stays alive and the reader can stop it. The first message brings the engine
// and the graph, each as it was loaded; every other one is a question.

import { initSync, Store } from "oxigraph/web.js";

let store;

onmessage = async ({ data }) => {
  try {
    if (data.engine) {
      const [engine, graph] = await Promise.all([unpacked(data.engine), unpacked(data.graph)]);
      initSync({ module: engine });
      store = new Store();
      store.load(graph, { format: "application/n-quads" });
      postMessage({ ready: store.size });
    } else {
      const answer = store.query(data.text, { use_default_graph_as_union: data.union, results_format: data.format });
      postMessage({ answer });
    }
  } catch (error) {
    postMessage({ fault: error.message, broken: error instanceof WebAssembly.RuntimeError || error instanceof RangeError });
  }
};

/** The bytes themselves: some servers send a file that ends in .gz as it is, others say that it is packed, and the browser unpacks it. */
async function unpacked(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
