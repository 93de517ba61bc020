import { CONTACT } from "./contact.js";

/** Own labels in Arabic, so that a page from right to left holds no English. */
const LABELS = { email: "راسلنا", chat: "الدردشة", phone: "اتصل بنا" };
const channels = Object.entries(CONTACT.channels).map(([id, channel]) => [id, { ...channel, label: LABELS[id] }]);

/** Everything that a site can offer beside its articles, in both languages. */
export const SITE = {
  top: { en: ["password", "2fa", "delivery"], ar: ["password", "cancel"] },
  suggest: { en: [{ match: "/states*", ids: ["card"] }], ar: [{ match: "/states*", ids: ["pdf"] }] },
  contact: { en: CONTACT, ar: { ...CONTACT, channels: Object.fromEntries(channels) } },
};
