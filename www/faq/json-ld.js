/**
 * The questions as schema.org's FAQPage (https://schema.org/FAQPage), for programs that read pages.
 * @param {{ title: string, answer: string }[]} questions with the text that the page shows
 * @returns {string} JSON that closes no script element
 */
export function faqPage(questions) {
  const mainEntity = questions.map(({ title, answer }) => ({ "@type": "Question", name: title, acceptedAnswer: { "@type": "Answer", text: answer } }));
  return JSON.stringify({ "@context": "https://schema.org", "@type": "FAQPage", mainEntity }).replaceAll("<", "\\u003c");
}
