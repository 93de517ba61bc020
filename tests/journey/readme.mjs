// What the README tells a newcomer to do, word for word.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const HEADING = "## Your own articles on your own page";

/** @returns {Promise<{ commands: string[], snippet: string }>} the lines of the section's first shell block, and its HTML */
export async function firstSteps() {
  const readme = await readFile(join(import.meta.dirname, "../../README.md"), "utf8");
  const section = readme.split(/^(?=## )/m).find((each) => each.startsWith(HEADING));
  const block = (language) => section?.match(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "m"))?.[1];
  const [shell, snippet] = [block("sh"), block("html")];
  if (!shell || !snippet) throw new Error(`README.md: the section "${HEADING}" needs a block of sh and one of html`);
  return { commands: shell.split("\n").filter((line) => line && !line.startsWith("#")), snippet };
}
