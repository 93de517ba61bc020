import { h } from "../dom.js";

/** @import { Texts } from "../strings/index.js" */

/** What can be wrong with an article, as events name it, and the key of its text. */
const REASONS = /** @type {const} */ ([
  ["missing_information", "reasonMissing"],
  ["inaccurate", "reasonInaccurate"],
  ["outdated", "reasonOutdated"],
  ["hard_to_understand", "reasonHard"],
  ["broken_link", "reasonBroken"],
  ["other", "reasonOther"],
]);

/**
 * @typedef {object} Reason
 * @property {"missing_information"|"inaccurate"|"outdated"|"hard_to_understand"|"broken_link"|"other"} reason
 * @property {string} [comment]
 */

let count = 0;

/**
 * Asks what is wrong with an article. Sent, it gives way to thanks.
 * @param {Texts} texts
 * @param {boolean} asksForComment whether there is a field for a comment
 * @param {(reason: Reason) => void} send
 * @returns {HTMLFormElement}
 */
export function reasonForm(texts, asksForComment, send) {
  const { strings } = texts;
  const radios = REASONS.map(([reason, key]) =>
    h("label", { class: "choice" }, h("input", { type: "radio", name: "reason", value: reason }), h("span", {}, strings[key])));
  const { nodes, field } = commentField(texts, strings.commentLabel);
  const form = h("form", { class: "reasons", part: "reasons" },
    h("fieldset", { class: "choices" }, h("legend", { class: "strong" }, strings.reasonLegend), ...radios),
    ...(asksForComment ? nodes : []), sendButton(texts));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const comment = field.value.trim();
    const reason = /** @type {Reason["reason"]|null} */ (new FormData(form).get("reason"));
    if (!reason && !comment) return;
    send({ reason: reason ?? "other", ...(comment && { comment }) });
    giveThanks(form, texts);
  });
  return form;
}

/**
 * @param {Texts} texts
 * @param {string} label
 * @returns {{ nodes: HTMLElement[], field: HTMLTextAreaElement }} a field with its label, and what should not be written there
 */
export function commentField({ strings }, label) {
  const id = `comment-${++count}`;
  const field = h("textarea", { id, part: "comment", rows: "3", maxlength: "1000", "aria-describedby": `${id}-privacy` });
  return { nodes: [h("label", { for: id }, label), field, h("p", { id: `${id}-privacy`, class: "muted" }, strings.commentPrivacy)], field };
}

/** @param {Texts} texts */
export function sendButton({ strings }) {
  return h("button", { type: "submit", class: "button-quiet", part: "button-secondary" }, strings.send);
}

/**
 * The focus was on a button that goes, so it moves to what is said instead, which reads it.
 * @param {HTMLElement} form
 * @param {Texts} texts
 */
export function giveThanks(form, { strings }) {
  const thanks = h("p", { tabindex: "-1" }, strings.thanks);
  form.replaceWith(thanks);
  thanks.focus();
}
