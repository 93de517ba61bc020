/**
 * What the elements beside the search field have in common. Every `--help-*` token is read through a
 * private `--_*` one, so a page can set it anywhere above. Nothing here is physical (left, right), and
 * nothing depends on the size of the page's root element.
 */
export const elementStyles = `
:host{display:block;
--_text:var(--help-color-text,CanvasText);
--_surface:var(--help-color-surface,Canvas);
--_raised:var(--help-color-raised,var(--_surface));
--_muted:var(--help-color-muted,color-mix(in srgb,var(--_text) 70%,var(--_surface)));
--_border:var(--help-color-border,color-mix(in srgb,var(--_text) 52%,var(--_surface)));
--_line:color-mix(in srgb,var(--_text) 14%,var(--_surface));
--_accent:var(--help-color-accent,light-dark(#2250c9,#9db8ff));
--_link:var(--help-color-link,var(--_accent));
--_radius:var(--help-radius,12px);
--_space:var(--help-space,4px);
--_ring:var(--help-focus-ring-width,2px) solid var(--help-focus-ring-color,var(--_accent))}
:host([hidden]){display:none}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
.frame{font-family:var(--help-font,inherit);font-size:var(--help-font-size,inherit);line-height:var(--help-line-height,1.5);font-weight:400;text-align:start;text-transform:none;text-indent:0;white-space:normal;color:var(--_text);overflow-wrap:anywhere}
.button,.choice{min-block-size:44px;padding:calc(var(--_space)*2) calc(var(--_space)*5);font:inherit;font-weight:600;text-align:start;border-radius:calc(var(--_radius)*.7);cursor:pointer}
.button{display:inline-flex;align-items:center;color:var(--help-color-on-accent,var(--_surface));background:var(--_accent);border:1px solid transparent;text-decoration:none}
.choice{display:block;inline-size:100%;font-weight:500;color:var(--_text);background:var(--_raised);border:1px solid var(--_border)}
.choice:hover{border-color:var(--_accent);background:color-mix(in srgb,var(--_accent) 8%,var(--_raised))}
.link{display:inline-flex;align-items:center;min-block-size:44px;padding:0;font:inherit;color:var(--_link);background:none;border:0;text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
:focus-visible{outline:var(--_ring);outline-offset:var(--help-focus-ring-offset,2px)}
[tabindex="-1"]:focus{outline:none}
.status{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (forced-colors:active){.button,.choice{border-color:ButtonText}}
`;

/** What articles are made of: headings, paragraphs, lists, code, tables, pictures. */
export const textStyles = `
.text>:first-child{margin-block-start:0}
.text>:last-child{margin-block-end:0}
.text :is(h2,h3,h4,h5,h6){margin-block:1em .4em;font-size:1.1em;line-height:1.35}
.text a{color:var(--_link);text-underline-offset:.2em}
.text img{max-inline-size:100%;block-size:auto}
.text pre{overflow:auto;padding:calc(var(--_space)*3);background:var(--_line);border-radius:calc(var(--_radius)*.5);white-space:pre-wrap}
.text .table{overflow-x:auto}
.text table{border-collapse:collapse}
.text :not(.table)>table{display:block;max-inline-size:100%;overflow-x:auto}
.text :is(th,td){padding:calc(var(--_space)*1.5) calc(var(--_space)*2.5);border:1px solid var(--_line);text-align:start}
.text blockquote{margin-inline:0;padding-inline-start:calc(var(--_space)*4);border-inline-start:3px solid var(--_line)}
`;
