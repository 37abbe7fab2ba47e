/**
 * Theme and density of the page, set on <html> before anything is painted: no flash of another theme, no jump.
 *
 * A classic script, loaded blocking in <head>; what it reads is written by preferences.js. Without storage (blocked by
 * the reader) the page follows the system and shows full abstracts.
 */
(() => {
  /** @param {string} name @param {string[]} values the first is what holds when nothing was chosen */
  const set = (name, values) => {
    let chosen = "";
    try {
      chosen = localStorage.getItem(`coolpapers.${name}`) ?? "";
    } catch {
      // Storage is switched off for this site: nothing was ever chosen.
    }
    document.documentElement.dataset[name] = values.includes(chosen) ? chosen : values[0];
  };
  set("theme", ["system", "light", "dark"]);
  set("density", ["full", "two", "titles"]);
})();
