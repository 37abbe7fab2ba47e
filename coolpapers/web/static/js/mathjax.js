/** MathJax itself, loaded once and only when asked for. */

import { configuration, FILES } from "./mathjax-config.js";

// vendor/ keeps its names when the site's own files get hashed ones.
const HOME = new URL("../vendor/mathjax", import.meta.url).href;

/**
 * @typedef {object} MathJaxInterface
 * @property {(elements: HTMLElement[]) => Promise<void>} typesetPromise
 * @property {(elements: HTMLElement[]) => void} typeset throws when a part of the font is still to be loaded
 * @property {(elements?: HTMLElement[]) => void} typesetClear
 * @property {(tex: string, options: {display: boolean}) => Promise<HTMLElement>} tex2chtmlPromise
 */

/** @type {Promise<MathJaxInterface> | undefined} */
let loading;

/** @type {MathJaxInterface | undefined} for those that cannot wait */
export let loadedMathJax;

/**
 * MathJax, ready to typeset; rejected when its files are not to be had (formulas then stay TeX).
 * @returns {Promise<MathJaxInterface>}
 */
export function loadMathJax() {
  loading ??= new Promise((resolve, reject) => {
    const ready = () => {
      // a11y/assistive-mml sets this for a menu that is not loaded; MathJax would warn of it.
      delete window.MathJax.config.options.menuOptions;
      window.MathJax.startup.defaultReady();
      window.MathJax.startup.promise.then(() => {
        loadedMathJax = window.MathJax;
        resolve(window.MathJax);
      }, reject);
    };
    window.MathJax = configuration({ home: HOME, ready, failed: reject });
    const script = document.createElement("script");
    script.src = `${HOME}/startup.js`;
    // Before its own parts, which are asked for in the same moment.
    script.fetchPriority = "high";
    script.addEventListener("error", () => reject(new Error("MathJax is not in the static files")));
    document.head.append(script, ...FILES.map((file) => preload(`${HOME}/${file}`)));
  });
  return loading;
}

/**
 * Without it the parts are asked for only when startup.js has run: one more round trip to the first formula.
 * @param {string} address
 * @returns {HTMLLinkElement}
 */
function preload(address) {
  const link = document.createElement("link");
  link.rel = "preload";
  link.as = "script";
  link.href = address;
  return link;
}
