/**
 * Authors' private macros that nearly always mean the same: they stand in abstracts without their definition.
 *
 * Chosen by reading: each name occurs unknown to MathJax in 161,038 formulas of 100,000 arXiv records (2026-11), and
 * its uses agree. Left out on purpose are names with two meanings in use (`\la` is λ, ≲ and ⟨; `\ra` is → and ⟩) and
 * whatever would need an argument where authors also write none.
 */

const CAPITALS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/**
 * @param {string[]} names
 * @param {(name: string) => string} meaning
 * @returns {Record<string, string>}
 */
const each = (names, meaning) => Object.fromEntries(names.map((name) => [name, meaning(name)]));

/** @param {string} names separated by blanks */
const words = (names) => names.split(" ");

const BLACKBOARD = {
  ...each(words("A C E F H K N P Q R T Z"), (name) => `\\mathbb{${name}}`),
  ...each(words("CC FF HH KK NN PP QQ RR ZZ"), (name) => `\\mathbb{${name[0]}}`),
  ...each(words("IC IF IN IP IQ IR IZ BC BQ BR BZ"), (name) => `\\mathbb{${name[1]}}`),
  ...each(words("bA bC bF bH bK bN bP bQ bR bS bT bZ"), (name) => `\\mathbb{${name[1]}}`),
  ...each(CAPITALS.map((letter) => `bb${letter}`), (name) => `\\mathbb{${name[2]}}`),
  ...each(words("Rd Rn Zn Cn"), (name) => `\\mathbb{${name[0]}}^${name[1]}`),
  ...each(words("real reals Real Reals"), () => "\\mathbb{R}"),
  ...each(words("complex Complex"), () => "\\mathbb{C}"),
  CP: "\\mathbb{CP}",
  RP: "\\mathbb{RP}",
  Fq: "\\mathbb{F}_q",
  Gm: "\\mathbb{G}_m",
  rationals: "\\mathbb{Q}",
};

const LETTERS = {
  ...each(CAPITALS.map((letter) => `c${letter}`), (name) => `\\mathcal{${name[1]}}`),
  ...each(CAPITALS.map((letter) => `cal${letter}`), (name) => `\\mathcal{${name[3]}}`),
  ...each(CAPITALS.map((letter) => `${letter}cal`), (name) => `\\mathcal{${name[0]}}`),
  ...each(words("mcA mcB mcC mcD mcF mcK mcL mcM mcP"), (name) => `\\mathcal{${name[2]}}`),
  ...each(words("fa fb fg fh fk fm fn fp"), (name) => `\\mathfrak{${name[1]}}`),
  ...each(words("frakm frako"), (name) => `\\mathfrak{${name[4]}}`),
  ...each(words("bfA bfG bfP bfU bfr bfw"), (name) => `\\mathbf{${name[2]}}`),
  M: "\\mathcal{M}",
  g: "\\mathfrak{g}",
  gl: "\\mathfrak{gl}",
  bigO: "\\mathcal{O}",
  Oh: "\\mathcal{O}",
  softO: "\\tilde{\\mathcal{O}}",
  otilde: "\\tilde{O}",
};

const GREEK = {
  ...each(words("eps epsi veps vareps varep ve vp ep"), () => "\\varepsilon"),
  ...each(words("al alp"), () => "\\alpha"),
  ...each(words("ga gam"), () => "\\gamma"),
  ...each(words("lam lamda"), () => "\\lambda"),
  ...each(words("La Lam Lamda"), () => "\\Lambda"),
  ...each(words("vphi vf"), () => "\\varphi"),
  be: "\\beta",
  de: "\\delta",
  De: "\\Delta",
  Ga: "\\Gamma",
  ka: "\\kappa",
  om: "\\omega",
  Om: "\\Omega",
  si: "\\sigma",
  Si: "\\Sigma",
  th: "\\theta",
  vth: "\\vartheta",
  ze: "\\zeta",
};

// Letter shapes of other packages, with the argument they take there.
const SHAPES = {
  ...each(words("bm bold mathbold"), () => "\\boldsymbol"),
  ...each(words("mathbbm mathds mbb bb"), () => "\\mathbb"),
  ...each(words("Cal mc EuScript cl"), () => "\\mathcal"),
  ...each(words("goth lie mf go"), () => "\\mathfrak"),
  ...each(words("ol ov"), () => "\\overline"),
  roman: "\\mathrm",
  scr: "\\mathscr",
  textsc: "\\text",
  ensuremath: ["{#1}", 1],
  wt: "\\widetilde",
  wh: "\\widehat",
  Tilde: "\\tilde",
  Hat: "\\hat",
};

const OPERATORS = {
  ...each(
    words(
      "Ad Alt Ann Aut BMO Coass Der End Ext GL Gal Gr Hom Ind Inn Irr Isom Ker Lie Lip Map Mat Out PGL PSL PSU Poly " +
        "Proj Rep SL SO SU Sp Spec Stab Sym Tor Tr Vect Vol ad adj arctanh aut card conv curl depth diag diam " +
        "dist dom fin grad id im poly polylog proj rank reg sech sdepth sgn supp tr vol",
    ),
    (name) => `\\operatorname{${name}}`,
  ),
  Supp: "\\operatorname{supp}",
  esssup: "\\operatorname*{ess\\,sup}",
  ...each(words("AC MIP NC NEXP NL NP OPT PSPACE"), (name) => `\\mathsf{${name}}`),
};

const SIGNS = {
  ...each(words("lsim simlt lta ltap lapprox lesim simle approxlt"), () => "\\lesssim"),
  ...each(words("gsim simgt gta gtap gapprox gesim simge approxgt"), () => "\\gtrsim"),
  half: "\\tfrac12",
  ot: "\\otimes",
  dag: "\\dagger",
  ddag: "\\ddagger",
  dbar: "\\bar\\partial",
  ds: "\\displaystyle",
  degree: "^\\circ",
  hdots: "\\ldots",
  llbracket: "[\\![",
  rrbracket: "]\\!]",
  textless: "<",
  textgreater: ">",
  sp: "^",
  sb: "_",
  slash: "/",
  sm: "\\setminus",
  surjects: "\\twoheadrightarrow",
  ...each(words("MeV GeV TeV keV Mpc kpc"), (name) => `\\mathrm{${name}}`),
  ...each(words("gev tev"), (name) => `\\mathrm{${name[0].toUpperCase()}eV}`),
  ...each(words("Msun msun Msol"), () => "M_\\odot"),
};

/** The macros as MathJax's configmacros takes them. */
export const MACROS = Object.freeze({
  ...BLACKBOARD,
  ...LETTERS,
  ...GREEK,
  ...SHAPES,
  ...OPERATORS,
  ...SIGNS,
});
