// Loads engine and graph when they are first wanted, and asks the worker, one question at a time. What was loaded is kept, so that
// a worker that was stopped is replaced without loading anything again.

import { Fault } from "./text.js";

export class Engine {
  /** @param files addresses of worker, engine and graph, and how many bytes engine and graph have. */
  constructor(files, limit) {
    Object.assign(this, { files, limit, loaded: null, worker: null, stopping: null });
  }

  /** The answer as the engine writes it in a format. `tell` gets the name of a text and its values. */
  async ask({ text, union }, format, tell) {
    const stopped = new Promise((_, refuse) => (this.stopping = refuse));
    stopped.catch(() => {});
    let clock;
    try {
      this.loaded ??= await Promise.race([this.load(tell), stopped]);
      if (!this.worker) {
        tell("preparing");
        this.worker = new Worker(this.files.worker);
        await Promise.race([this.told(this.loaded), stopped]);
      }
      tell("running");
      clock = setTimeout(() => this.stop("limit", { seconds: this.limit / 1000 }), this.limit);
      return (await Promise.race([this.told({ text, union, format }), stopped])).answer;
    } finally {
      clearTimeout(clock);
      this.stopping = null;
    }
  }

  /** End what runs; the question fails with these words. */
  stop(word = "stopped", values = {}) {
    this.end();
    this.stopping?.(new Fault(word, values));
  }

  end() {
    this.fetching?.abort();
    this.worker?.terminate();
    this.worker = null;
  }

  told(message) {
    const worker = this.worker;
    return new Promise((done, refuse) => {
      worker.onmessage = ({ data }) => {
        if (data.broken) this.end();
        if (data.fault === undefined) done(data);
        else refuse(data.broken ? new Fault("memory") : new Fault("engine", { what: data.fault }));
      };
      worker.onerror = () => {
        this.end();
        refuse(new Fault("unloaded"));
      };
      worker.postMessage(message);
    });
  }

  async load(tell) {
    const done = { engine: 0, graph: 0 };
    const of = this.files.bytes;
    this.fetching = new AbortController();
    const told = () => tell("loading", { done: done.engine + done.graph, of });
    const parts = ["engine", "graph"].map(async (part) => {
      const response = await fetch(this.files[part], { signal: this.fetching.signal });
      if (!response.ok) throw new Error(`${response.status}`);
      const pieces = [];
      for (const reader = response.body.getReader(); ; ) {
        const { value, done: over } = await reader.read();
        if (over) break;
        pieces.push(value);
        done[part] += value.length;
        told();
      }
      return new Blob(pieces).arrayBuffer();
    });
    told();
    try {
      const [engine, graph] = await Promise.all(parts);
      return { engine, graph };
    } catch {
      throw new Fault("unloaded");
    }
  }
}
