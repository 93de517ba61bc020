/** Names the visit, as long as the page lives. It is nowhere stored. */
export const session = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
