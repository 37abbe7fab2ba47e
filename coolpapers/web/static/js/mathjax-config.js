/**
 * How MathJax is set up here: which parts are loaded, and what a formula may do.
 *
 * Formulas come from strangers. Without newcommand, require, html and action a formula defines nothing that later ones
 * would see, loads nothing, links nowhere; ui/safe refuses what is left. All files come from this site's vendor folder.
 * Measured with MathJax 4.1.3, 2026-11-22: its one-file builds take twice as long to the first formula (they bring
 * speech and an explorer), and the default paths ask a server elsewhere for the fonts.
 */

import { MACROS } from "./macros.js";

const PACKAGES = Object.freeze([
  "ams",
  "amscd",
  "configmacros",
  "noundefined",
  "noerrors",
  "textmacros",
  "boldsymbol",
  "braket",
  "cancel",
  "color",
  "extpfeil",
  "upgreek",
]);

const PARTS = Object.freeze([
  "core",
  "input/tex-base",
  ...PACKAGES.map((name) => `[tex]/${name}`),
  "output/chtml",
  "a11y/assistive-mml",
  "ui/safe",
]);

/** The files of MathJax that every formula needs, below its folder: what to fetch while startup.js is on its way. */
export const FILES = Object.freeze([
  ...PARTS.map((part) => `${part.replace("[tex]", "input/tex/extensions")}.js`),
  "fonts/mathjax-newcm-font/chtml.js",
]);

/**
 * The value of `window.MathJax` before startup.js runs.
 * @param {object} wiring
 * @param {string} wiring.home the address of MathJax's folder, without a slash at the end
 * @param {() => void} wiring.ready called when everything is loaded
 * @param {(error: Error) => void} wiring.failed called when a part cannot be loaded
 */
export function configuration({ home, ready, failed }) {
  return {
    loader: {
      paths: { mathjax: home, fonts: `${home}/fonts` },
      load: [...PARTS],
      failed,
    },
    startup: { typeset: false, ready },
    tex: {
      packages: ["base", ...PACKAGES],
      inlineMath: [["\\(", "\\)"]],
      displayMath: [["\\[", "\\]"]],
      processEscapes: false,
      processEnvironments: false,
      processRefs: false,
      tags: "none",
      // Two papers may use one label; MathJax would print an error into the second.
      ignoreDuplicateLabels: true,
      // An unknown command shows as it is written, not in red: here it is the author's private macro, no mistake.
      noundefined: { color: "", background: "", size: "" },
      macros: MACROS,
    },
    output: {
      font: "mathjax-newcm",
      // MathJax's own ways to treat a wide formula are worked out once; wide-formulas.js follows the window.
      displayOverflow: "overflow",
      // The font of error texts would be a style attribute, which the content security policy refuses.
      merrorFont: "",
    },
    options: {
      ignoreHtmlClass: ".*",
      processHtmlClass: "math",
      safeOptions: { allow: { URLs: "none", classes: "none", cssIDs: "none", styles: "none" } },
    },
  };
}
