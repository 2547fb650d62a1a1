// Search over the names of all pages: exact first, then beginnings, then anywhere. Works from the file system too.
(() => {
  const root = document.currentScript.dataset.root.replace(/index\.html$/, "");
  const input = document.querySelector('input[type="search"]');
  const results = document.getElementById("search-results");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").toLowerCase();
  const rank = (entry, wanted) => {
    const title = plain(entry.title), words = plain(entry.words);
    if (title === wanted) return 0;
    if (words.split(" ").includes(wanted)) return 1;
    if (title.startsWith(wanted)) return 2;
    return title.includes(wanted) || words.includes(wanted) ? 3 : -1;
  };
  const search = () => {
    results.replaceChildren();
    const wanted = plain(input.value.trim());
    if (!wanted) return;
    const found = window.carbonlexIndex.map((entry) => [rank(entry, wanted), entry]).filter(([r]) => r >= 0);
    found.sort((a, b) => a[0] - b[0] || a[1].title.localeCompare(b[1].title));
    for (const [, entry] of found.slice(0, 30)) {
      const link = document.createElement("a");
      link.href = root + entry.address + "index.html";
      link.textContent = entry.title + (entry.where ? " — " + entry.where : "");
      results.append(link);
    }
  };
  input.addEventListener("input", search);
  const asked = new URLSearchParams(location.search).get("q"); // an address with ?q=… can be kept and cited
  if (asked) {
    input.value = asked;
    search();
  }
})();
