/**
 * Styles as text, for constructable style sheets: a strict Content-Security-Policy allows those.
 * Every `--help-*` token is read through a private `--_*` one, so a page can set it anywhere above.
 * Nothing here is physical (left, right): the interface mirrors itself.
 */

/** The field, needed by every page that embeds the element. */
export const shellStyles = `
:host{display:block;position:relative;
--_text:var(--help-color-text,CanvasText);
--_surface:var(--help-color-surface,Canvas);
--_muted:var(--help-color-muted,color-mix(in srgb,var(--_text) 70%,var(--_surface)));
--_border:var(--help-color-border,color-mix(in srgb,var(--_text) 52%,var(--_surface)));
--_line:color-mix(in srgb,var(--_text) 12%,var(--_surface));
--_accent:var(--help-color-accent,light-dark(#2250c9,#9db8ff));
--_radius:var(--help-radius,.75rem);
--_space:var(--help-space,.25rem);
--_block:var(--help-field-block-size,3.25rem)}
:host([hidden]){display:none}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
.shell{display:block;position:relative;font-family:var(--help-font,inherit);font-size:var(--help-font-size,inherit);line-height:var(--help-line-height,1.5);text-align:start}
.label{display:block;margin-block-end:calc(var(--_space)*2);font-weight:600}
.box{position:relative;color:var(--_text)}
.field{display:block;inline-size:100%;block-size:var(--_block);margin:0;padding-block:0;padding-inline:calc(var(--_space)*12) calc(var(--_space)*13);
font:inherit;font-size:max(1rem,16px);color:inherit;background:var(--_surface);border:1px solid var(--_border);border-radius:var(--_radius);
appearance:none;box-shadow:var(--help-field-shadow,none)}
.field::placeholder{color:var(--_muted);opacity:1}
.field::-webkit-search-cancel-button,.field::-webkit-search-decoration{display:none}
.field:focus-visible,.clear:focus-visible{outline:var(--help-focus-ring-width,2px) solid var(--help-focus-ring-color,var(--_accent));outline-offset:var(--help-focus-ring-offset,1px)}
.icon,.clear{position:absolute;inset-block:0}
.icon{inset-inline-start:calc(var(--_space)*4);block-size:100%;inline-size:1.25rem;fill:none;stroke:var(--_muted);stroke-width:2;stroke-linecap:round;pointer-events:none}
.clear{inset-inline-end:calc(var(--_space)*1.5);margin-block:auto;block-size:2.5rem;inline-size:2.5rem;max-block-size:100%;padding:0;color:var(--_muted);background:none;border:0;border-radius:calc(var(--_radius)*.7);cursor:pointer}
.clear svg{display:block;margin:auto;inline-size:1.1rem;block-size:1.1rem;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
.status{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (forced-colors:active){.field{border-color:FieldText}.icon{stroke:FieldText}.clear{color:ButtonText}}
`;

/** The panel under the field, loaded with the first intent to search. */
export const panelStyles = `
:host{--_selected:var(--help-color-selected-bg,color-mix(in srgb,var(--_accent) 11%,var(--_raised)));
--_selected-text:var(--help-color-selected-text,var(--_text));
--_mark:var(--help-color-mark-bg,light-dark(#fdeaa0,#6b5207));
--_mark-text:var(--help-color-mark-text,inherit);
--_raised:var(--help-color-raised,var(--_surface))}
.clear:hover{color:var(--_text);background:var(--_line)}
.panel{position:absolute;z-index:var(--help-z-index,50);inset-block-start:calc(100% + var(--_space)*2);inset-inline:0;margin-inline:auto;max-inline-size:var(--help-panel-max-inline-size,none);
display:flex;flex-direction:column;max-block-size:var(--help-panel-max-block-size,min(34rem,max(15rem,var(--_room,70vh))));overflow:hidden;
color:var(--_text);background:var(--_raised);border:1px solid color-mix(in srgb,var(--_text) 18%,var(--_surface));border-radius:var(--_radius);
box-shadow:var(--help-shadow,0 1px 2px rgb(0 0 0/.08),0 16px 40px -8px rgb(0 0 0/.28));animation:appear var(--help-motion-duration,.12s) ease-out}
@keyframes appear{from{opacity:0;translate:0 -4px}}
.note{padding:calc(var(--_space)*3) calc(var(--_space)*5) var(--_space);font-size:.875em;color:var(--_muted)}
.note p{margin:0;overflow-wrap:anywhere}
.note strong{font-weight:600;color:var(--_text)}
.undo{display:inline-block;min-block-size:1.75rem;padding:0 calc(var(--_space)*1.5);font:inherit;color:var(--help-color-link,var(--_accent));background:none;border:0;border-radius:.3em;text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
.list{margin:0;padding:calc(var(--_space)*2);list-style:none;overflow-y:auto;overscroll-behavior:contain;min-block-size:0;scroll-padding-block:calc(var(--_space)*2)}
.option{position:relative;display:flex;flex-direction:column;padding:calc(var(--_space)*2.5) calc(var(--_space)*3);padding-inline-start:calc(var(--_space)*3 - 3px);border-inline-start:3px solid transparent;border-radius:calc(var(--_radius)*.7);cursor:pointer;scroll-margin-block:calc(var(--_space)*2)}
.option+.option{margin-block-start:2px}
.option:hover{background:color-mix(in srgb,var(--_text) 5%,var(--_raised))}
.option[aria-selected=true]{color:var(--_selected-text);background:var(--_selected)}
.option[aria-selected=true]{border-inline-start-color:var(--_accent)}
.title,.path,.snippet{display:block;overflow-wrap:anywhere;text-align:start}
.path{order:-1;text-align:match-parent;font-size:.8125em;line-height:1.4;min-block-size:1.4em;color:var(--_muted);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.language{margin-inline-end:.6em;padding-inline:.4em;border-radius:.35em;font-size:.92em;background:var(--_line)}
.section{font-weight:600}
.section::before{content:"› "}
.title{font-weight:600;line-height:1.35}
.snippet{margin-block-start:2px;font-size:.875em;line-height:1.45;block-size:2.9em;color:var(--_muted);overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.option[aria-selected=true] :is(.path,.snippet){color:color-mix(in srgb,var(--_selected-text) 78%,var(--_selected))}
.option.pending .snippet::before{content:"";display:block;inline-size:72%;block-size:.7em;margin-block:.4em;border-radius:.35em;background:var(--_line);animation:wait .3s .25s both}
@keyframes wait{from{opacity:0}}
mark{padding-inline:.08em;margin-inline:-.08em;border-radius:.2em;color:var(--_mark-text);background:var(--_mark)}
.snippet mark{color:var(--_text)}
.message{padding:calc(var(--_space)*5);text-align:start}
.message p{margin:0;overflow-wrap:anywhere}
.message p+p{margin-block-start:var(--_space);color:var(--_muted)}
.strong{font-weight:600}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:calc(var(--_space)*2) calc(var(--_space)*5);margin-block-start:calc(var(--_space)*4)}
.button{min-block-size:2.75rem;padding:0 calc(var(--_space)*5);font:inherit;font-weight:600;color:var(--help-color-on-accent,var(--_surface));background:var(--_accent);border:1px solid transparent;border-radius:calc(var(--_radius)*.7);cursor:pointer}
.link{display:inline-flex;align-items:center;min-block-size:2.75rem;color:var(--help-color-link,var(--_accent));text-underline-offset:.2em}
.button:focus-visible,.link:focus-visible,.undo:focus-visible{outline:var(--help-focus-ring-width,2px) solid var(--help-focus-ring-color,var(--_accent));outline-offset:2px}
.footer{display:flex;justify-content:space-between;gap:calc(var(--_space)*4);padding:calc(var(--_space)*2) calc(var(--_space)*5);font-size:.8125em;color:var(--_muted);border-block-start:1px solid var(--_line)}
.keys{display:flex;gap:calc(var(--_space)*4)}
.keys kbd{display:inline-block;min-inline-size:1.7em;margin-inline-end:.4em;padding-inline:.35em;font:inherit;font-size:.92em;text-align:center;border:1px solid var(--_line);border-radius:.35em}
.busy .icon{stroke-dasharray:6 5;animation:turn 1s linear infinite}
@keyframes turn{to{stroke-dashoffset:-22}}
@media (hover:none),(max-width:30rem){.keys{display:none}}
@media (prefers-reduced-motion:reduce){.panel,.busy .icon,.option.pending .snippet::before{animation:none}}
@media (forced-colors:active){.panel{border-color:CanvasText}.option{forced-color-adjust:none;color:CanvasText;background:Canvas}.path,.snippet{color:CanvasText}
.option[aria-selected=true],.option[aria-selected=true] :is(.path,.snippet,mark){color:HighlightText;background:Highlight}
.option[aria-selected=true]{border-inline-start-color:HighlightText}mark{font-weight:700;text-decoration:underline}.button{border-color:ButtonText}}
`;
