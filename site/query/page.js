// The query page: the shelf, the form of parameters, the editor, what runs, and what came out.

import { csv, fill } from "./answers.js";
import { bars, columns } from "./chart.js";
import { completion } from "./completion.js";
import { Editor } from "./editor.js";
import { Engine } from "./engine.js";
import * as link from "./link.js";
import { Fault, header, prepared, term } from "./text.js";

const CAP = 500; // rows that the table shows; the files have all
const LIMIT = 60_000; // milliseconds
const GRAPH_CAP = 200_000; // letters of a graph that the page shows
const FORMATS = { select: "application/sparql-results+json", ask: "application/sparql-results+json", graph: "text/turtle" };
const HERE = document.currentScript.src;

const $ = (id) => document.getElementById(`query-${id}`);
const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);

function begin() {
  const root = document.getElementById("query");
  const setting = JSON.parse(root.dataset.setting);
  setting.root = document.documentElement.dataset.root + setting.folder;
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  const words = (name, values = {}) =>
    setting.words[name].replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? numbers.format(values[key]) : (values[key] ?? "")));

  const shelf = new Map(Object.entries(window.carbonlexShelf).map(([name, text]) => [name, { name, text, ...header(text) }]));
  const engine = new Engine(
    {
      worker: new URL("worker.js", HERE).href,
      engine: new URL("oxigraph.wasm.gz", HERE).href,
      graph: new URL(setting.graph, location.href).href,
      bytes: setting.bytes,
    },
    LIMIT,
  );
  const editor = new Editor($("editor"), {
    label: setting.words.editor,
    run: () => run(),
    changed: () => declared(),
    source: completion(setting),
  });
  const state = { values: {}, fields: "", answer: null, running: false };

  // The text says what it is called and which parameters it has; a form follows it.
  function declared() {
    const { title, question, lang, parameters } = header(editor.text);
    $("title").textContent = title || setting.words.own;
    $("question").textContent = question;
    for (const part of ["title", "question"]) $(part).lang = lang || document.documentElement.lang;
    const fields = JSON.stringify(parameters);
    if (fields !== state.fields) {
      state.fields = fields;
      $("parameters").hidden = !parameters.length;
      $("fields").replaceChildren(
        ...parameters.map(({ name, preset, kind }) => {
          const input = make("input", { name, type: kind === "date" ? "date" : "text", value: state.values[name] ?? preset ?? "" });
          Object.assign(input, { autocomplete: "off", spellcheck: false });
          input.addEventListener("input", () => ((state.values[name] = input.value), command()));
          const label = make("label", { textContent: name });
          label.append(" ", make("span", { className: "where", textContent: kind }), input);
          return label;
        }),
      );
    }
    command();
  }

  // What the form says: values that were given, and defaults; an empty field binds nothing.
  function values() {
    const found = {};
    for (const { name, preset } of header(editor.text).parameters) {
      const value = state.values[name] ?? preset ?? "";
      if (value) found[name] = value;
    }
    return found;
  }

  function named() {
    return [...shelf.values()].find((entry) => entry.text === editor.text) ?? null;
  }

  function fragment() {
    const entry = named();
    const presets = Object.fromEntries((entry?.parameters ?? []).map(({ name, preset }) => [name, preset]));
    const given = Object.fromEntries(Object.entries(values()).filter(([name, value]) => presets[name] !== value));
    return link.written({ name: entry?.name, text: editor.text, data: setting.data, values: given });
  }

  function command() {
    const entry = named();
    $("command").hidden = !entry;
    for (const item of $("list").querySelectorAll("a")) {
      if (item.dataset.name === entry?.name) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
    if (!entry) return;
    const given = Object.entries(values()).map(([name, value]) => ` --param ${name}=${/^[\w./:-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`);
    $("command").querySelector("code").textContent = `carbonlex query --name ${entry.name}${given.join("")}`;
  }

  // ---- running

  async function run() {
    if (state.running || !setting.runs) return;
    const text = editor.text;
    clear();
    busy(true);
    try {
      const { parameters } = header(text);
      const given = values();
      const terms = {};
      for (const parameter of parameters)
        if (given[parameter.name]) terms[parameter.name] = term(given[parameter.name], parameter, setting.base);
      const question = prepared(text, terms, setting.prefixes);
      const format = FORMATS[question.form] ?? FORMATS.select;
      const begun = performance.now();
      let written;
      try {
        written = await engine.ask(question, format, tell);
      } catch (fault) {
        if (!syntactic(fault)) throw fault;
        // The place that the engine names is one in the text as it was written.
        written = await engine.ask({ ...question, text: question.written }, format, tell).catch((again) => {
          throw located(again, question, text);
        });
      }
      history.replaceState(null, "", `#${fragment()}`);
      show(written, question.form, performance.now() - begun);
    } catch (fault) {
      refuse(fault instanceof Fault ? fault : new Fault("engine", { what: String(fault.message ?? fault) }));
    } finally {
      busy(false);
    }
  }

  const syntactic = (fault) => /^(error at \d|The service )/.test(fault.values?.what ?? "");

  // The engine says where it stopped reading, in the text that it was given.
  function located(fault, question, text) {
    const what = fault.values?.what ?? "";
    if (/^The service /.test(what)) return new Fault("service");
    const [, line, column, expected] = /^error at (\d+):(\d+): (.*)$/s.exec(what) ?? [];
    if (!line) return fault;
    const offset = Math.min(question.place(+line, +column), text.length);
    const told = plain(expected);
    return new Fault(told ? "syntax-expected" : "syntax", { what: told }, offset);
  }

  // What was expected, where that is said in few words: of a name or a variable, the engine lists the letters that it may begin with.
  function plain(what) {
    const found = what.replace(/^expected( one of)? /, "").split(/,\s+/);
    return found.length > 6 || found.some((each) => /\[|'|\\u/.test(each)) ? "" : what;
  }

  function tell(word, told = {}) {
    const bar = $("progress");
    bar.hidden = word === "done";
    if (word === "loading") Object.assign(bar, { max: Math.max(told.of, told.done), value: told.done });
    else bar.removeAttribute("value");
    const kilo = (bytes) => Math.round(bytes / 1024);
    $("status").textContent = words(word, word === "loading" ? { done: kilo(told.done), of: kilo(Math.max(told.of, told.done)) } : told);
  }

  function busy(is) {
    state.running = is;
    $("run").disabled = is || !setting.runs;
    $("stop").hidden = !is;
    $("progress").hidden = !is;
    root.setAttribute("aria-busy", is);
  }

  function clear() {
    state.answer = null;
    $("status").textContent = "";
    $("fault").hidden = true;
    for (const id of ["result", "rows", "chart", "graph", "said"]) $(id).hidden = true;
  }

  function refuse(fault) {
    const place = fault.place ?? null;
    const at = place === null ? {} : editor.at(place);
    $("status").textContent = "";
    const where = place === null ? "" : words("place", at) + " ";
    $("fault").textContent = where + words(fault.word, { ...fault.values });
    $("fault").hidden = false;
    if (place !== null) editor.go(place);
  }

  // ---- answers

  function show(written, form, took) {
    const graph = form === "graph";
    const answer = graph ? null : JSON.parse(written);
    state.answer = { written, answer, name: named()?.name ?? "query" };
    const seconds = Math.max(0.1, Math.round(took / 100) / 10);
    $("result").hidden = false;
    $("csv").hidden = !answer?.results;
    $("json").hidden = graph;
    $("turtle").hidden = !graph;
    if (graph) {
      $("graph").hidden = false;
      $("graph").textContent = written.slice(0, GRAPH_CAP);
      tell("done", { seconds });
      if (written.length > GRAPH_CAP) $("status").textContent += ` ${words("cut")}`;
    } else if (answer.boolean !== undefined) {
      $("said").hidden = false;
      $("said").textContent = words(answer.boolean ? "yes" : "no");
      tell("done", { seconds });
    } else {
      const n = answer.results.bindings.length;
      $("rows").hidden = false;
      fill($("table"), answer, CAP, setting);
      tell("done", { seconds });
      $("status").textContent += ` ${words("rows", { n })}`;
      if (n > CAP) $("status").textContent += ` ${words("capped", { cap: CAP, n })}`;
      picture(answer);
    }
  }

  function picture(answer) {
    const suited = columns(answer);
    $("chart").hidden = !suited;
    if (!suited) return;
    const choose = (id, names) => {
      $(id).replaceChildren(...names.map((name) => make("option", { value: name, textContent: name })));
      $(id).parentNode.hidden = names.length < 2;
      $(id).onchange = draw;
    };
    const draw = () => {
      const { svg, left } = bars(answer, $("label").value, $("number").value, setting, words, numbers);
      $("bars").replaceChildren(svg);
      if (left) $("bars").append(make("p", { className: "where", textContent: words("fewer", { n: left }) }));
    };
    choose("label", suited.labels);
    choose("number", suited.numbers);
    draw();
  }

  function save(ending, type, content) {
    const address = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: address, download: `${state.answer.name}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  // ---- the shelf, and links

  function open() {
    const said = link.read(location.hash);
    const entry = said ? shelf.get(said.name) : null;
    clear();
    if (said && !entry && said.text === null) refuse(new Fault("unknown", { name: said.name }));
    state.values = { ...said?.values };
    state.fields = "";
    editor.text = entry?.text ?? said?.text ?? setting.words.first;
    declared();
    $("other").hidden = !said?.data || said.data === setting.data;
    $("other").textContent = words("other", { there: said?.data ?? "", here: setting.data });
    const chosen = $("list").querySelector("[aria-current]")?.parentNode;
    if (chosen) $("list").scrollTop = chosen.offsetTop - $("list").offsetTop - 40;
  }

  for (const { name, title, question, lang } of shelf.values()) {
    const item = make("li");
    const anchor = make("a", { href: `#name=${name}`, textContent: title || name });
    anchor.dataset.name = name;
    item.append(anchor, make("small", { textContent: question }));
    if (lang) item.lang = lang;
    $("list").append(item);
  }
  $("find").addEventListener("input", () => {
    const sought = $("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    let some = false;
    for (const item of $("list").children) {
      const said = `${item.textContent} ${item.firstChild.dataset.name}`.toLowerCase();
      item.hidden = !sought.every((word) => said.includes(word));
      some ||= !item.hidden;
    }
    $("none").hidden = some;
  });
  $("form").addEventListener("submit", (event) => (event.preventDefault(), run()));
  $("stop").addEventListener("click", () => engine.stop());
  $("csv").addEventListener("click", () => save("csv", "text/csv;charset=utf-8", csv(state.answer.answer)));
  $("json").addEventListener("click", () => save("json", "application/sparql-results+json", `${state.answer.written}\n`));
  $("turtle").addEventListener("click", () => save("ttl", "text/turtle;charset=utf-8", state.answer.written));
  $("link").addEventListener("click", async () => {
    history.replaceState(null, "", `#${fragment()}`);
    try {
      await navigator.clipboard.writeText(location.href);
      $("status").textContent = words("copied");
    } catch {
      $("status").textContent = words("linked");
    }
  });
  addEventListener("hashchange", () => {
    if (link.read(location.hash)) open();
  });

  setting.runs = location.protocol !== "file:";
  $("file").hidden = setting.runs;
  document.getElementById("shelf").hidden = true;
  root.hidden = false;
  busy(false);
  open();
}

begin();
