/**
 * The questions as schema.org's FAQPage (https://schema.org/FAQPage), for programs that read pages.
 * @param {{ title: string, answer: string }[]} questions with the text that the page shows
 * @returns {string} JSON that closes no script element
 */
export function faqPage(questions) {
  const mainEntity = questions.map(({ title, answer }) => ({ "@type": "Question", name: title, acceptedAnswer: { "@type": "Answer", text: answer } }));
  return JSON.stringify({ "@context": "https://schema.org", "@type": "FAQPage", mainEntity }).replaceAll("<", "\\u003c");
}

/** @type {any} a policy's name can be used once only */
let policy;

/**
 * @param {string} json
 * @returns {HTMLScriptElement} of data, which nothing runs
 * @throws {TypeError} where the page requires Trusted Types and allows no policy "helpdex-json-ld"
 */
export function dataScript(json) {
  const script = document.createElement("script");
  script.type = "application/ld+json";
  policy ??= /** @type {any} */ (globalThis).trustedTypes?.createPolicy("helpdex-json-ld", { createScript: (/** @type {string} */ text) => text });
  script.text = policy?.createScript(json) ?? json;
  return script;
}
