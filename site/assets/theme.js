// The reader's choice of light or dark, before anything is painted.
try {
  const chosen = localStorage.getItem("carbonlex-theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // no storage: the system decides
}
