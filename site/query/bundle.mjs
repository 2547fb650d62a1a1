// Bundles what the query page runs into site/vendor/, with the licences of all that is in it.

import { build } from "esbuild";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const OUT = join(ROOT, "site", "vendor");
const packages = new Set(["oxigraph"]);

mkdirSync(OUT, { recursive: true });
for (const [entry, name] of [["page.js", "query.js"], ["worker.js", "worker.js"]]) {
  const made = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, "site", "query", entry)],
    outfile: join(OUT, name),
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    define: { "import.meta.url": '""' },
    metafile: true,
    logLevel: "warning",
  });
  for (const input of Object.keys(made.metafile.inputs)) {
    const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
}
const engine = readFileSync(join(ROOT, "node_modules", "oxigraph", "web_bg.wasm"));
writeFileSync(join(OUT, "oxigraph.wasm.gz"), gzipSync(engine, { level: 9 }));

const licences = [...packages].sort().map((name) => {
  const folder = join(ROOT, "node_modules", name);
  const { version, license, repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const where = repository?.url ?? repository ?? "";
  const text = file && existsSync(join(folder, file)) ? `\n${readFileSync(join(folder, file), "utf8").trim()}\n` : "";
  return `${name} ${version}: ${license}\n${where}\n${text}`;
});
writeFileSync(join(OUT, "LICENSES.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));
console.log(`bundled ${packages.size} packages into ${relative(ROOT, OUT)}`);
