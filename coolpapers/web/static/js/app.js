/** Where the page's scripts begin: each part is started once; the page is whole and usable before and without them. */

import { startActions } from "./actions.js";
import { choose, startAppearance } from "./appearance.js";
import { citePaper } from "./cite.js";
import { copyPaper } from "./copy.js";
import { startFilter } from "./filter.js";
import { startFormulaCopy } from "./formula-copy.js";
import { startHeader } from "./header.js";
import { startKeyboard } from "./keyboard.js";
import { startKeysDialog, openKeysDialog } from "./keys-dialog.js";
import { startPrinting } from "./print.js";
import { startSelectionCopy } from "./selection-copy.js";
import { startStars, toggleStar } from "./stars.js";
import { startTypesetting } from "./typeset.js";

startTypesetting();
startPrinting();
startActions({
  cite: citePaper,
  copy: copyPaper,
  density: (button) => choose("density", button),
  keys: openKeysDialog,
  star: toggleStar,
  theme: (button) => choose("theme", button),
});
startAppearance();
startStars();
startFilter();
startHeader();
startKeyboard();
startKeysDialog();
startSelectionCopy();
startFormulaCopy();
