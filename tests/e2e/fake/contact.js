/** Ways to contact somebody, as a build writes them. */
export const CONTACT = {
  levels: 2,
  table: {
    LLL: ["email", "chat"], LLH: ["chat", "phone"], LHL: ["phone", "chat"], LHH: ["phone", "chat"],
    HLL: ["email", "chat"], HLH: ["chat", "email"], HHL: ["phone", "chat"], HHH: ["phone", "chat"],
  },
  rules: [{ match: "hacked|stolen", set: { severity: "high" } }],
  channels: {
    email: { label: "Write to us", form: "#contact" },
    chat: { label: "Chat", event: true, wait_minutes: 5 },
    phone: { label: "Call us", href: "tel:+34910000000" },
  },
};
