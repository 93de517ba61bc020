/** Styles of `<help-suggest>`. */
export const suggestStyles = `
.suggest{position:relative;padding:calc(var(--_space)*4) calc(var(--_space)*5);background:var(--_raised);border:1px solid var(--_line);border-radius:var(--_radius)}
.suggest-title{margin:0;padding-inline-end:48px;font-weight:600}
ul{margin:calc(var(--_space)*2) 0 0;padding:0;list-style:none}
li+li{border-block-start:1px solid var(--_line)}
li a{display:block;min-block-size:44px;padding-block:calc(var(--_space)*2);color:var(--_link);text-decoration:none}
li a>:first-child{text-decoration:underline;text-underline-offset:.2em}
.path{display:block;font-size:.8125em;color:var(--_muted)}
.dismiss{position:absolute;inset-block-start:4px;inset-inline-end:4px;inline-size:44px;block-size:44px;padding:0;color:var(--_muted);background:none;border:0;border-radius:calc(var(--_radius)*.7);cursor:pointer}
.dismiss svg{display:block;margin:auto;inline-size:18px;block-size:18px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
.dismiss:hover{color:var(--_text)}
`;
