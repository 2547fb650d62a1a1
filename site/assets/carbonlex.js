// What scripts add to every page: light and dark, search, the day of a comparison, what was collected. Without them every page is whole.
(() => {
  const html = document.documentElement;
  const root = html.dataset.root || "./";
  const folder = html.lang === "en" ? "" : html.lang + "/";
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

  const load = (name) => document.head.append(make("script", { src: root + "static/" + name }));

  // Search comes when a reader turns to it, or with an address with ?q=…, which can be kept and cited.
  const input = document.querySelector('input[type="search"]');
  const seek = () => load("search.js");
  if (document.activeElement === input || new URLSearchParams(location.search).get("q")) seek();
  else input.addEventListener("focus", seek, { once: true });

  // Cells and wordings that the reader collects; they stay in this browser. What pins them comes where there are any.
  const KEY = "carbonlex-pins";
  const pins = () => {
    try {
      const found = JSON.parse(stored(KEY) || "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  };
  const keep = (kept) => {
    stored(KEY, JSON.stringify(kept));
    count();
  };
  window.carbonlex = { folder, make, pins, keep }; // for what comes later
  const count = () => {
    const shown = document.querySelector(".collected");
    if (!shown) return;
    const number = pins().length;
    shown.hidden = !number;
    shown.querySelector("b").textContent = number;
  };
  count();
  if (document.querySelector("main[data-wording], .card, .matrix")) load("pins.js");
})();
