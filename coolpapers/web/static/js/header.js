/**
 * The header leaves on scrolling down and returns on scrolling up: `<html data-header="away">`, moved by the style sheet.
 */

// A trackpad trembles by a few pixels while it rests.
const TREMBLE_PX = 6;

/** Watches the scrolling. */
export function startHeader() {
  const header = document.querySelector("body > header");
  if (!header) return;
  const root = document.documentElement;
  let last = window.scrollY;
  window.addEventListener(
    "scroll",
    () => {
      const now = Math.max(window.scrollY, 0);
      if (Math.abs(now - last) < TREMBLE_PX) return;
      const down = now > last && now > header.clientHeight;
      last = now;
      if (down && !header.matches(":focus-within")) root.dataset.header = "away";
      else if (!down) delete root.dataset.header;
    },
    { passive: true },
  );
  header.addEventListener("focusin", () => delete root.dataset.header);
}
