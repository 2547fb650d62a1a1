// Search: names first, exactly, then by their parts; then the words of the pages, where the site is served.
(() => {
  const html = document.documentElement;
  const root = html.dataset.root || "./";
  const { folder, make } = window.carbonlex;
  const home = root + folder;
  const served = location.protocol.startsWith("http");
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
  // What is listed answers nothing any more, and what is still looked for comes too late.
  const begin = () => {
    delete results.dataset.answers;
    return ++turn;
  };
  const clear = () => {
    begin();
    results.replaceChildren();
  };
  const search = async () => {
    const mine = begin();
    const asked = prepare(input.value);
    if (!asked.plain) return clear();
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
      clear();
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
    if (!input.form.contains(event.target)) clear();
  });
  input.value ||= new URLSearchParams(location.search).get("q") || "";
  if (input.value) search();
  else known();
})();
