/** Styles of an article as text, for constructable style sheets; tokens as in styles.js. */
export const articleStyles = `
.article{color:var(--_text);line-height:var(--help-article-line-height,1.6);overflow-wrap:anywhere;text-align:start;max-inline-size:var(--help-article-max-inline-size,42rem)}
.article :is(h1,h2,h3,h4,h5,h6){margin-block:1.4em .4em;line-height:1.25;text-wrap:balance;scroll-margin-block-start:1rem}
.article .article-title{margin-block:0 .3em;font-size:1.5em}
.article .article-body :is(h1,h2,h3){font-size:1.2em}
.article .article-body :is(h4,h5,h6){font-size:1.05em}
.article .article-title:focus{outline:none}
.article-path,.article-updated{margin:0;font-size:.875em;color:var(--_muted)}
.article-body>:first-child{margin-block-start:calc(var(--_space)*4)}
.article-body :is(p,ul,ol,dl,pre,blockquote,figure,details,.table){margin-block:calc(var(--_space)*3)}
.article-body :is(ul,ol){padding-inline-start:1.6em}
.article-body li+li{margin-block-start:var(--_space)}
.article-body dd{margin-inline-start:1.6em}
.article-body dt{font-weight:600}
.article a{color:var(--help-color-link,var(--_accent));text-underline-offset:.2em}
.article :is(a,summary,pre,.table):focus-visible{outline:var(--help-focus-ring-width,2px) solid var(--help-focus-ring-color,var(--_accent));outline-offset:2px;border-radius:2px}
.article-body img{max-inline-size:100%;block-size:auto;border-radius:calc(var(--_radius)*.5)}
.article-body figure{margin-inline:0}
.article-body figcaption{font-size:.875em;color:var(--_muted)}
.article-body :is(code,kbd,samp){font-family:var(--help-font-mono,ui-monospace,SFMono-Regular,Menlo,Consolas,monospace);font-size:.92em}
.article-body :not(pre)>code{padding:.1em .3em;border-radius:.3em;background:var(--_line)}
.article-body kbd{padding:.1em .4em;border:1px solid var(--_border);border-radius:.3em}
.article-body pre{padding:calc(var(--_space)*3);overflow-x:auto;border-radius:calc(var(--_radius)*.5);background:var(--_line);overflow-wrap:normal;direction:ltr;text-align:left;tab-size:4}
.article-body blockquote{margin-inline:0;padding-inline-start:calc(var(--_space)*4);border-inline-start:3px solid var(--_border)}
.article-body .table{overflow-x:auto;overflow-wrap:normal}
.article-body table{border-collapse:collapse;font-size:.95em}
.article-body caption{padding-block-end:calc(var(--_space)*2);font-weight:600;text-align:start}
.article-body :is(th,td){padding:calc(var(--_space)*1.5) calc(var(--_space)*3);border:1px solid color-mix(in srgb,var(--_text) 22%,var(--_surface));text-align:start;vertical-align:top}
.article-body th{background:var(--_line)}
.article-body summary{cursor:pointer;font-weight:600}
.article-body hr{border:0;border-block-start:1px solid var(--_border)}
.article-related{margin-block-start:calc(var(--_space)*6);padding-block-start:calc(var(--_space)*3);border-block-start:1px solid var(--_line)}
.article .article-related-title{margin-block:0 .4em;font-size:1em}
.article-related ul{margin:0;padding:0;list-style:none}
.article-related a,.article-full{display:inline-flex;align-items:center;min-block-size:1.75rem}
@media (forced-colors:active){.article-body :is(pre,:not(pre)>code){border:1px solid CanvasText}}
`;
