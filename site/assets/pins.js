// Pins on what can be collected: the cells of comparisons, the wordings. They know what a collection has to tell of each.
(() => {
  const { make, pins, keep } = window.carbonlex;
  const html = document.documentElement;
  const canonical = document.querySelector('link[rel="canonical"]').href;
  const text = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  // The words alone: the numbers of readings among them are the page's.
  const words = (quote) => {
    const own = quote.cloneNode(true);
    for (const number of own.querySelectorAll("sup")) number.remove();
    return text(own);
  };
  const quoted = (scope) => [...scope.querySelectorAll("q, blockquote")].map((q) => [q.lang || html.lang, words(q)]);
  const ofCell = (cell) => {
    const table = cell.closest("table");
    const column = table.tHead.rows[0].cells[cell.cellIndex];
    return {
      title: [text(column.querySelector("a") || column), text(cell.parentElement.cells[0])].join(html.dataset.colon),
      where: text(table.caption),
      said: [...cell.querySelectorAll(".values summary")].map(text).join(html.dataset.semicolon) || text(cell.querySelector(".silent, .unread")),
      quotes: quoted(cell),
      signs: [...cell.querySelectorAll(".values .sign")].map(text),
    };
  };
  const ofWording = (scope, name = scope.querySelector("h1, h3 a span, h4 a span")) => ({
    title: text(name),
    named: name.lang,
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
  };
  const pin = (address, read) => {
    const button = make("button", { type: "button", class: "pin", "aria-pressed": pins().some((p) => p.address === address) }, html.dataset.pin);
    button.addEventListener("click", () => toggle(button, address, read));
    return button;
  };
  const lead = document.querySelector("main[data-wording] .lead");
  if (lead) lead.after(pin(canonical, () => ofWording(document.querySelector("main"))));
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
