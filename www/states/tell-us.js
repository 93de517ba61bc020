import { h } from "../dom.js";
import { commentField, giveThanks, sendButton } from "./reasons.js";

/** @import { Asked } from "../asking.js" */
/** @import { Parts } from "../parts.js" */

/**
 * Where nothing was found and the site asks for comments, whoever wants to can say what was missed.
 * @param {Asked} asked
 * @param {Parts} parts
 * @returns {Promise<HTMLElement[]>}
 */
export async function tellUs({ query, result: { queryId } }, { shell, events, texts, panel }) {
  if (shell.host.getAttribute("feedback") !== "comment") return [];
  await panel.styleViews();
  const { nodes, field } = commentField(texts, texts.strings.tellUs);
  const form = h("form", { class: "reasons", part: "tell-us" }, ...nodes, sendButton(texts));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const comment = field.value.trim();
    if (!comment) return;
    events.tell("no_results", { queryId, query, hitIds: [], comment });
    giveThanks(form, texts);
  });
  return [form];
}
