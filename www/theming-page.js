// Knobs for the tokens that most sites set; what they make is shown at once, and as CSS to copy.

/** @typedef {import("./help-search.js").HelpSearchElement} HelpSearchElement */
/**
 * One thing to set.
 * @typedef {object} Knob
 * @property {string} name of a token without `--help-`, or of an attribute
 * @property {string} label
 * @property {"color"|"range"|"choice"} kind
 * @property {string} [unit] of a range
 * @property {[number, number]} [range]
 * @property {string[]} [choices]
 * @property {string} start where a knob stands that has not been turned: near what the element does by itself
 */

/** @type {Knob[]} */
const ATTRIBUTES = [
  { name: "preset", label: "Preset", kind: "choice", choices: ["", "plain", "card", "bordered", "pill", "docs"], start: "" },
  { name: "theme", label: "Theme", kind: "choice", choices: ["", "light", "dark"], start: "" },
];
/** @type {Knob[]} */
const TOKENS = [
  { name: "color-accent", label: "Accent", kind: "color", start: "#2250c9" },
  { name: "color-text", label: "Text", kind: "color", start: "#16202e" },
  { name: "color-surface", label: "Field", kind: "color", start: "#ffffff" },
  { name: "color-raised", label: "Panel", kind: "color", start: "#ffffff" },
  { name: "color-border", label: "Border", kind: "color", start: "#7d89a3" },
  { name: "color-mark-bg", label: "Marked words", kind: "color", start: "#fdeaa0" },
  { name: "radius", label: "Corners", kind: "range", unit: "px", range: [0, 28], start: "12" },
  { name: "field-block-size", label: "Height of the field", kind: "range", unit: "px", range: [44, 72], start: "52" },
  { name: "space", label: "Space", kind: "range", unit: "px", range: [3, 6], start: "4" },
  { name: "font-size", label: "Size of text", kind: "range", unit: "px", range: [16, 20], start: "16" },
  { name: "panel-max-block-size", label: "Height of the panel", kind: "range", unit: "px", range: [240, 600], start: "544" },
  { name: "font", label: "Font", kind: "choice", choices: ["", "system-ui, sans-serif", "Georgia, serif", "ui-monospace, monospace"], start: "" },
];

const page = document.documentElement;
const search = /** @type {HelpSearchElement} */ (document.querySelector("help-search"));
const knobs = /** @type {HTMLFormElement} */ (document.querySelector("#knobs"));
const code = /** @type {HTMLElement} */ (document.querySelector("#code"));
const copied = /** @type {HTMLElement} */ (document.querySelector("#copied"));
/** Values of the knobs that have been turned, by name. @type {Map<string, string>} */
const turned = new Map();

/** @param {Knob} knob */
function control({ name, label, kind, range = [0, 0], choices = [], start }) {
  const line = document.createElement("label");
  const input = document.createElement(kind === "choice" ? "select" : "input");
  if (input instanceof HTMLInputElement) {
    input.type = kind;
    [input.min, input.max] = range.map(String);
  } else input.append(...choices.map((choice) => new Option(choice || "as it is", choice)));
  input.name = name;
  input.value = start;
  input.addEventListener("input", () => turn(name, input.value));
  line.append(label, input);
  return line;
}

/**
 * @param {string} name
 * @param {string} value "" leaves it to the element
 */
function turn(name, value) {
  if (value) turned.set(name, value);
  else turned.delete(name);
  show();
}

/** Sets what has been turned, and nothing else. */
function show() {
  for (const { name } of ATTRIBUTES) {
    const value = turned.get(name);
    if (value) search.setAttribute(name, value);
    else search.removeAttribute(name);
  }
  const theme = turned.get("theme");
  if (theme) page.dataset.theme = theme;
  else delete page.dataset.theme;
  for (const { name } of TOKENS) search.style.removeProperty(`--help-${name}`);
  for (const [name, value] of tokens()) search.style.setProperty(name, value);
  code.textContent = css();
  copied.textContent = "";
}

/** @returns {[string, string][]} custom properties that have been set */
function tokens() {
  return TOKENS.flatMap(({ name, unit = "" }) => {
    const value = turned.get(name);
    return value ? [[`--help-${name}`, value + unit]] : [];
  });
}

function css() {
  const attributes = ATTRIBUTES.map(({ name }) => (turned.get(name) ? ` ${name}="${turned.get(name)}"` : "")).join("");
  const lines = tokens().map(([name, value]) => `  ${name}: ${value};`);
  const rule = lines.length ? ["help-search {", ...lines, "}"] : ["/* Nothing: the page's font and colours are inherited. */"];
  return [...(attributes ? [`/* <help-search${attributes}> */`] : []), ...rule].join("\n");
}

knobs.append(...[...ATTRIBUTES, ...TOKENS].map(control));
document.querySelector("#copy")?.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(css());
    copied.textContent = "Copied.";
  } catch {
    // Without https there is no clipboard; what is marked can be copied by hand.
    getSelection()?.selectAllChildren(code);
    copied.textContent = "Press Ctrl+C to copy what is marked.";
  }
});
document.querySelector("#reset")?.addEventListener("click", () => {
  turned.clear();
  knobs.replaceChildren(...[...ATTRIBUTES, ...TOKENS].map(control));
  show();
});
show();
