// What scripts add to every page: search, light and dark, the day of a comparison, pins. Without them every page is whole.
(() => {
  const html = document.documentElement;
  const root = html.dataset.root || "./";
  const folder = html.lang === "en" ? "" : html.lang + "/";
  const home = root + folder;
  const served = location.protocol.startsWith("http");
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const stored = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch {
      // no storage here: nothing is kept
    }
    return null;
  };

  // Light and dark.
  const theme = document.querySelector("button.theme");
  const dark = () => (html.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  theme.hidden = false;
  theme.setAttribute("aria-pressed", dark());
  theme.addEventListener("click", () => {
    html.dataset.theme = dark() ? "light" : "dark";
    theme.setAttribute("aria-pressed", dark());
    stored("carbonlex-theme", html.dataset.theme);
  });

  // Another language keeps the place on the page.
  for (const link of document.querySelectorAll(".tongues a"))
    link.addEventListener("click", () => {
      link.hash = location.hash;
      link.search = location.search;
    });

  // Citations are copied whole.
  for (const place of document.querySelectorAll('[id^="cite-"]')) {
    if (!navigator.clipboard) break;
    const button = make("button", { type: "button", class: "pin" }, html.dataset.copy);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(place.textContent);
      button.textContent = html.dataset.copied;
      setTimeout(() => button.replaceChildren(html.dataset.copy), 1500);
    });
    place.before(button, " ");
  }

  // What an address leads to is open.
  const reveal = () => {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
  };
  if (location.hash) reveal();
  addEventListener("hashchange", reveal);

  // The day of a comparison: the page of the last change up to it.
  for (const form of document.querySelectorAll("form.as-of")) {
    const turns = form.dataset.turns.split(" ");
    const input = form.elements.day;
    const told = make("span", { role: "status", class: "where" });
    form.classList.add("ready");
    form.append(told);
    input.min = turns[0];
    const go = () => {
      const turn = turns.filter((day) => day <= input.value).pop();
      told.textContent = input.value && !turn ? form.dataset.before : "";
      if (turn) location.assign(form.dataset.base.replace(/index\.html$/, "") + "as-of/" + turn + "/index.html?on=" + input.value);
    };
    const on = new URLSearchParams(location.search).get("on");
    if (/^\d{4}-\d\d-\d\d$/.test(on || "")) input.value = on;
    input.removeAttribute("max");
    input.addEventListener("change", go);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go();
    });
  }

  // Search: names first, exactly, then by their parts; then the words of the pages, where the site is served.
  const input = document.querySelector('input[type="search"]');
  const results = document.getElementById("search-results");
  const lower = (text) => text.normalize("NFC").toLowerCase().replace(/[’ʼ]/g, "'").replace(/\s+/g, " ").trim();
  const plain = (text) => lower(text).normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/[«»"“”‘()]/g, "");
  const parts = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  // Endings differ by case and number: words that share all but their last letters count as one.
  const akin = (a, b) => {
    if (a === b || /\d/.test(a)) return a === b;
    let same = 0;
    while (same < a.length && a[same] === b[same]) same += 1;
    const rest = same >= 4 || /\p{Script=Cyrillic}/u.test(a) ? 3 : 2;
    return same >= 3 && a.length - same <= rest && b.length - same <= rest;
  };
  const rank = (name, asked) => {
    if (name.lower === asked.lower) return 0;
    if (name.plain === asked.plain) return 1;
    if (name.plain.startsWith(asked.plain + " ") || name.plain.endsWith(" " + asked.plain)) return 3;
    const wanted = asked.parts;
    if (wanted.length && wanted.every((part) => name.parts.some((own) => akin(own, part))))
      return wanted.length === name.parts.length ? 2 : 4;
    if (name.plain.includes(asked.plain)) return 5;
    return wanted.length && wanted.every((part) => name.parts.some((own) => own.startsWith(part))) ? 6 : 9;
  };
  let names = null;
  const prepare = (text) => {
    const folded = plain(text);
    return { lower: lower(text), plain: folded, parts: parts(folded) };
  };
  const load = (address) =>
    new Promise((done, failed) => {
      const script = make("script", { src: address });
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
  const known = () =>
    (names ||= load(root + "static/names-" + html.lang + ".js").then(() =>
      window.carbonlexNames.map(([title, address, where, weight, ...others]) => ({
        title, address, where, weight, names: [title, ...others].map(prepare), others,
      })),
    ));
  let words = null;
  const fullText = () => (words ||= import(new URL(home + "pagefind/pagefind.js", location.href)).catch(() => null));
  const link = (address, title, below) =>
    make("a", { href: address }, title, ...(below ? [make("small", {}, below)] : []));
  let turn = 0;
  const search = async () => {
    const mine = ++turn;
    const asked = prepare(input.value);
    if (!asked.plain) return results.replaceChildren();
    const found = [];
    for (const entry of await known()) {
      const ranks = entry.names.map((name) => rank(name, asked));
      const best = Math.min(...ranks);
      const at = ranks.indexOf(best);
      if (best < 9) found.push([2 * best + entry.weight, entry.names[at].plain.length, entry.address.length, entry, at]);
    }
    if (mine !== turn) return null;
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    const shown = found.slice(0, 12).map(([, , , entry, at]) =>
      link(home + entry.address + "index.html", entry.title, [at ? entry.others[at - 1] : "", entry.where].filter(Boolean).join(" · ")),
    );
    const none = () => {
      if (!results.childElementCount) results.append(make("p", {}, results.dataset.none));
      results.dataset.answers = asked.lower; // all that was found is there
    };
    // What is named exactly comes first; endings and parts give way to the words of the pages, which know the grammar.
    results.replaceChildren(...shown);
    const engine = served ? await fullText() : null;
    if (!engine || mine !== turn) return mine === turn ? none() : null;
    const hits = await engine.search(input.value);
    const pages = await Promise.all((hits?.results || []).slice(0, 8).map((hit) => hit.data()));
    if (mine !== turn) return null;
    const listed = new Set([...results.querySelectorAll("a")].map((a) => a.href));
    const further = pages.filter((page) => !listed.has(new URL(page.url, location.href).href));
    if (further.length) results.append(make("p", {}, results.dataset.words));
    for (const page of further) results.append(link(page.url, page.meta.title || page.url, page.plain_excerpt || ""));
    return none();
  };
  let wait = 0;
  input.addEventListener("focus", () => known(), { once: true });
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(search, 60);
  });
  input.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search();
    results.querySelector("a")?.click();
  });
  input.form.addEventListener("keydown", (event) => {
    const links = [...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      input.value = "";
      results.replaceChildren();
      input.focus();
    } else if (event.key === "ArrowDown" && links.length) {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links[at - 1] || input).focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!input.form.contains(event.target)) results.replaceChildren();
  });
  const asked = new URLSearchParams(location.search).get("q"); // an address with ?q=… can be kept and cited
  if (asked) {
    input.value = asked;
    search();
  }

  // Pins: cells and wordings that the reader collects; they stay in this browser.
  const KEY = "carbonlex-pins";
  const pins = () => {
    try {
      const found = JSON.parse(stored(KEY) || "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  };
  const keep = (kept) => stored(KEY, JSON.stringify(kept));
  window.carbonlex = { folder, make, pins, keep }; // for the page of what was collected
  const canonical = document.querySelector('link[rel="canonical"]').href;
  const text = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  const quoted = (scope) => [...scope.querySelectorAll("q, blockquote")].map((q) => [q.lang || html.lang, text(q)]);
  const ofCell = (cell) => {
    const table = cell.closest("table");
    const column = table.tHead.rows[0].cells[cell.cellIndex];
    return {
      title: [text(column.querySelector("a") || column), text(cell.parentElement.cells[0])].join(words_.colon),
      where: text(table.caption),
      said: [...cell.querySelectorAll(".values summary")].map(text).join(words_.semicolon) || text(cell.querySelector(".silent, .unread")),
      quotes: quoted(cell),
      signs: [...cell.querySelectorAll(".values .sign")].map(text),
    };
  };
  const ofWording = (scope) => ({
    title: text(scope.querySelector("h1, h3 a, h4 a")),
    where: text(scope.querySelector(".lead, .where")),
    said: "",
    quotes: quoted(scope.querySelector(".texts, .sides") || scope),
    citation: text(document.getElementById("cite-oscola")),
  });
  const toggle = (button, address, read) => {
    const kept = pins();
    const rest = kept.filter((pin) => pin.address !== address);
    const on = rest.length === kept.length;
    if (on) rest.push({ address, lang: html.lang, version: html.dataset.version, ...read() });
    keep(rest);
    button.setAttribute("aria-pressed", on);
    count();
  };
  const pin = (address, read) => {
    const button = make("button", { type: "button", class: "pin", "aria-pressed": pins().some((p) => p.address === address) }, html.dataset.pin);
    button.addEventListener("click", () => toggle(button, address, read));
    return button;
  };
  const count = () => {
    const shown = document.querySelector(".collected");
    if (!shown) return;
    const number = pins().length;
    shown.hidden = !number;
    shown.querySelector("b").textContent = number;
  };
  count();
  const heading = document.querySelector("main[data-wording] h1");
  if (heading) heading.after(pin(canonical, () => ofWording(document.querySelector("main"))));
  for (const card of document.querySelectorAll(".card"))
    card.querySelector("h3, h4").append(" ", pin(new URL(card.querySelector("h3 a, h4 a").getAttribute("href").replace(/index\.html$/, ""), canonical).href, () => ofWording(card)));
  document.querySelector("main").addEventListener(
    "toggle",
    (event) => {
      const cell = event.target.closest?.(".matrix td");
      if (cell?.id && event.target.open && !cell.querySelector(".pin")) cell.append(pin(canonical + "#" + cell.id, () => ofCell(cell)));
    },
    true,
  );
})();
