"""What page translators do to a page, as a script: text is wrapped, moved and copied; `translate="no"` and
`.notranslate` are left alone, and nothing else is.

After the behaviour of Google's translator, which wraps each text node in two font elements, moves the inline parts of
a sentence into the order of the other language, and in part replaces elements by copies.
"""

from typing import Literal

from playwright.sync_api import Page

Mode = Literal["wrap", "reorder", "clone"]
MODES: tuple[Mode, ...] = ("wrap", "reorder", "clone")

_TRANSLATOR = r"""(mode) => {
  const KEPT = 'script, style, font, .notranslate, [translate=no]';
  const texts = root => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.data.trim() && !text.parentElement.closest(KEPT)) found.push(text);
    }
    return found;
  };
  const wrap = text => {
    const inner = document.createElement('font');
    const outer = document.createElement('font');
    outer.append(inner);
    text.replaceWith(outer);
    text.data = text.data.toUpperCase();
    inner.append(text);
  };
  const paragraphs = root => [...root.querySelectorAll('p, h2, h3')].filter(p => !p.closest('.notranslate'));
  window.translatePage = (root = document.body) => {
    texts(root).forEach(wrap);
    if (mode === 'reorder') for (const p of paragraphs(root)) p.append(...[...p.childNodes].reverse());
    if (mode === 'clone') for (const p of paragraphs(root)) p.replaceWith(p.cloneNode(true));
  };
  window.translateAlways = () => {
    const observer = new MutationObserver(() => {
      const fresh = texts(document.body);
      if (fresh.length === 0) return;
      const parents = new Set(fresh.map(text => text.parentElement.closest('p, h2, h3')).filter(Boolean));
      fresh.forEach(wrap);
      if (mode === 'reorder') for (const p of parents) p.append(...[...p.childNodes].reverse());
      if (mode === 'clone') for (const p of parents) if (p.isConnected) p.replaceWith(p.cloneNode(true));
    });
    window.translatePage();
    observer.observe(document.body, {childList: true, subtree: true, characterData: true});
  };
}"""


def install_translator(page: Page, mode: Mode) -> None:
    """Gives the page `translatePage()`, once over all there is, and `translateAlways()`, also for what comes later."""
    page.evaluate(_TRANSLATOR, mode)


def translated_share(page: Page) -> float:
    """How much of the abstracts' text outside formulas was translated, 0 to 1."""
    return float(
        page.evaluate(
            """() => {
              let all = 0, done = 0;
              for (const p of document.querySelectorAll('.summary')) {
                const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                  const text = walker.currentNode;
                  if (!text.data.trim() || text.parentElement.closest('.math, .tex')) continue;
                  all += 1;
                  done += text.parentElement.closest('font') !== null;
                }
              }
              return done / all;
            }"""
        )
    )
