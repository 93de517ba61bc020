/** What is read in place of the list: articles, the question whether they helped, and contact: loaded with the first of these. */
export const viewStyles = `
:host(:not([mode=page])) .view{overflow-y:auto;overscroll-behavior:contain}
.view{padding:calc(var(--_space)*2) calc(var(--_space)*5) calc(var(--_space)*5)}
.bar{display:flex;flex-wrap:wrap;justify-content:space-between;gap:calc(var(--_space)*2);margin-block-end:calc(var(--_space)*2)}
.back{display:inline-flex;align-items:center;gap:.4em}
.chevron{inline-size:1.1em;block-size:1.1em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
.chevron:dir(rtl){scale:-1 1}
.view :is(h1,h2,h3,h4,h5,h6){margin-block:1em .4em;font-size:1.1em;line-height:1.3;overflow-wrap:anywhere}
.view #article-title{margin-block-start:.2em;font-size:1.35em}
[tabindex="-1"]:focus{outline:none}
[tabindex="-1"]:focus-visible{outline:var(--_ring);outline-offset:4px}
.reader :is(p,ul,ol,dl,pre,table,figure,blockquote,details){margin-block:0 .9em}
.reader{overflow-wrap:anywhere}
.reader :is(ul,ol){padding-inline-start:1.5em}
.reader a{color:var(--_link)}
.reader img{max-inline-size:100%;block-size:auto}
.reader figure{margin-inline:0}
.reader blockquote{margin-inline:0;padding-inline-start:1em;border-inline-start:3px solid var(--_line)}
.reader :is(pre,code,kbd,samp){font-family:ui-monospace,monospace;font-size:.92em}
.reader pre{padding:calc(var(--_space)*3);overflow-x:auto;background:color-mix(in srgb,var(--_text) 6%,var(--_raised));border-radius:.4em;direction:ltr;text-align:left}
.reader table{display:block;overflow-x:auto;border-collapse:collapse}
.reader :is(th,td){padding:calc(var(--_space)*2);border:1px solid var(--_line);text-align:start;vertical-align:top}
.reader summary{min-block-size:28px;cursor:pointer}
.updated,.muted{font-size:.875em;color:var(--_muted)}
.related ul{margin:0;padding:0;list-style:none}
.feedback:not(:empty){margin-block-start:calc(var(--_space)*5);padding-block-start:calc(var(--_space)*4);border-block-start:1px solid var(--_line)}
.feedback-answer:not(:empty){margin-block-start:calc(var(--_space)*4)}
.feedback-answer>*+*{margin-block-start:calc(var(--_space)*3)}
.choices{margin:0;padding:0;border:0;min-inline-size:0}
.choices legend{padding:0}
.choice{display:flex;align-items:center;gap:.6em;min-block-size:44px}
.choice input{inline-size:20px;block-size:20px;margin:0;flex:none;accent-color:var(--_accent)}
[aria-pressed=true]{color:var(--_selected-text);background:var(--_selected);border-color:var(--_accent);font-weight:600}
.next{display:block;inline-size:100%}
.reasons>*+*{display:block;margin-block-start:calc(var(--_space)*2)}
.view :is(textarea,input:not([type])),.more textarea{display:block;inline-size:100%;padding:calc(var(--_space)*2);font:inherit;font-size:max(1em,16px);color:inherit;background:var(--_surface);border:1px solid var(--_border);border-radius:.4em}
@media (forced-colors:active){[aria-pressed=true]{forced-color-adjust:none;color:HighlightText;background:Highlight}}
`;
