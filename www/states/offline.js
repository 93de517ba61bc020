import { h } from "../dom.js";

/** @import { Texts } from "../strings/index.js" */

/**
 * @param {Texts} texts
 * @param {Date|undefined} saved when the answers were stored on this device
 * @param {{ label: string, href: string }|undefined} phone which works without a network
 */
export function offlineBanner(texts, saved, phone) {
  const said = saved ? texts.fill("offline", { date: texts.date(saved) }) : texts.strings.offlineUnknown;
  const call = phone ? [" ", h("a", { class: "link", part: "link", href: phone.href }, phone.label)] : [];
  return [h("p", {}, said, ...call)];
}
