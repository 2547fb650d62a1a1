// The page of what the reader has collected: shown, taken away as CSV or Markdown, printed, cleared. Pins are kept by carbonlex.js.
(() => {
  const { folder, make, keep } = window.carbonlex;
  const place = document.getElementById("collected");
  const tools = document.querySelector(".tools");
  const words = place.dataset;
  let pins = window.carbonlex.pins().filter((pin) => pin && typeof pin.address === "string" && /^https?:/.test(pin.address));
  const quotes = (pin) => (Array.isArray(pin.quotes) ? pin.quotes : []);
  const cited = (pin) => pin.citation || [pin.title, pin.where, `carbonlex ${pin.version || ""}`.trim(), pin.address].filter(Boolean).join(", ");
  // The address on this copy of the site: below the same root as this page.
  const here = (pin) => {
    const own = document.querySelector('link[rel="canonical"]').href.slice(0, -`${folder}collection/`.length);
    const root = document.documentElement.dataset.root;
    if (!pin.address.startsWith(own)) return pin.address;
    const [path, anchor] = pin.address.slice(own.length).split("#");
    return root + path + "index.html" + (anchor ? "#" + anchor : "");
  };
  const show = () => {
    tools.hidden = !pins.length;
    place.replaceChildren(
      ...(pins.length
        ? pins.map((pin) => {
            const lang = pin.lang || "en";
            const remove = make("button", { type: "button", class: "pin" }, words.remove);
            remove.addEventListener("click", () => {
              pins = pins.filter((other) => other !== pin);
              keep(pins);
              show();
            });
            return make(
              "article",
              { class: "card" },
              make("h2", { lang: pin.named || lang }, make("a", { href: here(pin) }, pin.title || pin.address)),
              make("p", { class: "where", lang }, pin.where || ""),
              ...(pin.said ? [make("p", { lang }, make("strong", {}, pin.said))] : []),
              ...quotes(pin).map(([lang, text]) => make("blockquote", { lang }, text)),
              make("p", { class: "citation where", lang: pin.citation ? "en" : lang }, cited(pin)),
              remove,
            );
          })
        : [make("p", {}, words.empty)]),
    );
  };
  const save = (name, type, content) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  // RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe.
  const cell = (value) => `"${String(value ?? "").replace(/^(?=[=+\-@\t\r])/, "'").replace(/"/g, '""')}"`;
  const csv = () =>
    [["address", "title", "where", "said", "quotes", "citation", "version"], ...pins.map((pin) => [
      pin.address, pin.title, pin.where, pin.said, quotes(pin).map(([lang, text]) => `[${lang}] ${text}`).join("\n"), cited(pin), pin.version,
    ])].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  const plain = (value) => String(value ?? "").replace(/[\\`*_{}[\]<>#|]/g, "\\$&").replace(/\s+/g, " ");
  const markdown = () =>
    pins.map((pin) => [
      `## ${plain(pin.title)}`, plain(pin.where), plain(pin.said),
      ...quotes(pin).map(([lang, text]) => `> ${plain(text)} (${lang})`),
      plain(cited(pin)), `<${encodeURI(decodeURI(pin.address))}>`,
    ].filter(Boolean).join("\n\n")).join("\n\n") + "\n";
  tools.querySelector(".csv").addEventListener("click", () => save("carbonlex.csv", "text/csv", csv()));
  tools.querySelector(".markdown").addEventListener("click", () => save("carbonlex.md", "text/markdown", markdown()));
  tools.querySelector(".print").addEventListener("click", () => print());
  tools.querySelector(".clear").addEventListener("click", () => {
    pins = [];
    keep(pins);
    show();
  });
  show();
})();
