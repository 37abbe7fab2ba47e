// Formulas on stdin, one JSON object a line ({"tex", "display"}) → on stdout for each null when MathJax typesets it
// cleanly, else the message of its complaint. Arguments: the folder of mathjax-config.js, the folder of MathJax.
//
// The configuration is the page's own, packages and macros included. Two packages are left out because they hide
// what is asked for here: noundefined and noerrors show a formula's source instead of complaining. Parsing needs no
// document, so MathJax gets an adaptor that has none.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [scripts, vendor] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { configuration } = await import(pathToFileURL(`${scripts}/mathjax-config.js`));

const config = configuration({ home: vendor, ready() {}, failed() {} });
const HIDING = ["noundefined", "noerrors"];
config.loader.load = config.loader.load.filter(
  (part) => /^(core|input|\[tex\])/.test(part) && !HIDING.includes(part.replace("[tex]/", "")),
);
config.loader.require = (file) => require(file);
config.tex.packages = config.tex.packages.filter((name) => !HIDING.includes(name));
delete config.tex.noundefined;
config.tex.formatError = (_jax, error) => {
  throw error;
};
await new Promise((resolve, reject) => {
  config.startup.ready = resolve;
  config.loader.failed = reject;
  globalThis.MathJax = config;
  require(`${vendor}/startup.js`);
});

const { TeX } = MathJax._.input.tex_ts;
const { AbstractMathDocument } = MathJax._.core.MathDocument;
const { STATE } = MathJax._.core.MathItem;
const page = new AbstractMathDocument({}, { body: () => ({}) }, { InputJax: [new TeX(MathJax.config.tex)] });

function complaint({ tex, display }) {
  try {
    page.convert(tex, { display, end: STATE.COMPILED });
    return null;
  } catch (error) {
    return error.message;
  }
}

const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
process.stdout.write(lines.map((line) => `${JSON.stringify(complaint(JSON.parse(line)))}\n`).join(""));
