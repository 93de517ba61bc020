/** The panel under the field and what a popup needs, loaded with the first intent to search. */
export const panelStyles = `
:host{--_line:color-mix(in srgb,var(--_text) 12%,var(--_surface));
--_selected:var(--help-color-selected-bg,color-mix(in srgb,var(--_accent) 11%,var(--_raised)));
--_selected-text:var(--help-color-selected-text,var(--_text));
--_mark:var(--help-color-mark-bg,light-dark(#fdeaa0,#6b5207));
--_mark-text:var(--help-color-mark-text,inherit);
--_link:var(--help-color-link,var(--_accent));
--_danger:var(--help-color-danger,light-dark(#b3261e,#ffb4ab));
--_success:var(--help-color-success,light-dark(#1b6e3c,#8ddba8));
--_raised:var(--help-color-raised,var(--_surface))}
.status{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.clear,.close{padding:0;color:var(--_muted);background:none;border:0;border-radius:calc(var(--_radius)*.7);cursor:pointer}
.clear{position:absolute;inset-block:0;inset-inline-end:calc(var(--_space)*1.5);margin-block:auto;block-size:40px;inline-size:40px;max-block-size:100%}
.close{float:inline-end;block-size:44px;inline-size:44px;margin:-10px}
.cross{display:block;margin:auto;inline-size:18px;block-size:18px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
:is(.clear,.close):hover{color:var(--_text);background:var(--_line)}
.shell{cursor:auto}
.field::-webkit-search-cancel-button{display:none}
.panel{display:flex;flex-direction:column;color:var(--_text);outline-offset:-2px}
.panel:focus{outline:none}
:host(:not([mode=page])) .panel{overflow:hidden;max-block-size:var(--help-panel-max-block-size,min(544px,max(240px,var(--_room,70vh))))}
:host(:not([mode=page],[mode=dialog])) .panel{position:absolute;z-index:var(--help-z-index,50);inset-block-start:calc(100% + var(--_space)*2);inset-inline:0;margin-inline:auto;max-inline-size:var(--help-panel-max-inline-size,none);
background:var(--_raised);border:1px solid color-mix(in srgb,var(--_text) 18%,var(--_surface));border-radius:min(var(--_radius),20px);
box-shadow:var(--help-shadow,0 1px 2px rgb(0 0 0/.08),0 16px 40px -8px rgb(0 0 0/.28));animation:appear var(--help-motion-duration,.12s) ease-out}
:host([mode=dialog]) .panel{max-block-size:none;min-block-size:0;margin-block-start:calc(var(--_space)*3)}
:host([mode=dialog]) .shell{display:flex;flex-direction:column;max-block-size:100%}
:host([mode=dialog]) .close{position:absolute;inset-block-start:calc(var(--_space)*3);inset-inline-end:calc(var(--_space)*4)}
:host([preset=bordered]) .panel{border-color:var(--_border)}
:host([preset=card]) .shell{box-shadow:var(--help-shadow,0 1px 3px rgb(0 0 0/.2))}
@keyframes appear{from{opacity:0;translate:0 -4px}}
@media (max-width:640px){.dialog{inset-block-start:var(--_window-top,0);block-size:var(--_window,100%)}}
@media (min-width:641px){.dialog{inset-block-start:8vh;block-size:84vh;border-radius:min(calc(var(--_radius)*1.3),24px)}}
.dialog::backdrop{background:rgb(0 0 0/.5)}
p{margin:0;overflow-wrap:anywhere}
.banner,.urgent{padding:calc(var(--_space)*3) calc(var(--_space)*5);border-block-end:1px solid var(--_line)}
.urgent{border-inline-start:4px solid var(--_danger)}
.note{padding:calc(var(--_space)*3) calc(var(--_space)*5) var(--_space);font-size:.875em;color:var(--_muted)}
.note strong{font-weight:600;color:var(--_text)}
.undo{display:inline-block;min-block-size:28px;padding:0 calc(var(--_space)*1.5);font:inherit;color:var(--_link);background:none;border:0;border-radius:.3em;text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
.list{padding:calc(var(--_space)*2);min-block-size:96px;scroll-padding-block:calc(var(--_space)*2)}
[role=listbox]{flex-shrink:99;overflow-y:auto;overscroll-behavior:contain}
.list ol{margin:0;padding:0;list-style:none}
.heading{display:block;margin:0;padding:calc(var(--_space)*2) calc(var(--_space)*3) var(--_space);font-size:.8125em;font-weight:600;color:var(--_muted)}
.option{position:relative;display:flex;flex-direction:column;padding:calc(var(--_space)*2.5) calc(var(--_space)*3);padding-inline-start:calc(var(--_space)*3 - 3px);border-inline-start:3px solid transparent;border-radius:min(calc(var(--_radius)*.7),14px);scroll-margin-block:calc(var(--_space)*2);min-block-size:44px;justify-content:center}
.option[role]{cursor:pointer;content-visibility:auto;contain-intrinsic-block-size:auto 99px}
.option+.option{margin-block-start:2px}
.option:hover{background:color-mix(in srgb,var(--_text) 5%,var(--_raised))}
.option[aria-selected=true]{color:var(--_selected-text);background:var(--_selected);border-inline-start-color:var(--_accent)}
.title,.path,.snippet{display:block;overflow-wrap:anywhere;text-align:start}
.path{order:-1;text-align:match-parent;font-size:.8125em;line-height:1.4;min-block-size:1.4em;color:var(--_muted);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.language{margin-inline-end:.6em;padding-inline:.4em;border-radius:.35em;font-size:.92em;background:var(--_line)}
.section{font-weight:600}
.section::before{content:"› "}
.title{font-weight:600;line-height:1.35}
.row-heading{margin:0;font-size:1em}
.row-link{display:block;padding-block:.35em;color:var(--_link);text-underline-offset:.2em}
.snippet{margin-block-start:2px;font-size:.875em;line-height:1.45;block-size:2.9em;color:var(--_muted);overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.option[aria-selected=true] :is(.path,.snippet){color:color-mix(in srgb,var(--_selected-text) 78%,var(--_selected))}
.option.pending .snippet::before{content:"";display:block;inline-size:72%;block-size:.7em;margin-block:.4em;border-radius:.35em;background:var(--_line);animation:wait .3s .25s both}
@keyframes wait{from{opacity:0}}
mark{padding-inline:.08em;margin-inline:-.08em;border-radius:.2em;color:var(--_mark-text);background:var(--_mark)}
.snippet mark{color:var(--_text)}
.message{padding:calc(var(--_space)*5);text-align:start}
.message p+p{margin-block-start:var(--_space);color:var(--_muted)}
.more{padding:0 calc(var(--_space)*5) calc(var(--_space)*4);flex:0 1 auto;overflow-y:auto}
.strong{font-weight:600}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:calc(var(--_space)*2) calc(var(--_space)*4);margin-block-start:calc(var(--_space)*3)}
.button-quiet{min-block-size:44px;padding:calc(var(--_space)*1.5) calc(var(--_space)*4);font:inherit;color:var(--_text);background:none;border:1px solid var(--_border);border-radius:min(calc(var(--_radius)*.7),14px);text-align:start;overflow-wrap:anywhere;cursor:pointer}
.button-quiet:hover{background:var(--_line)}
a.button{display:inline-flex;align-items:center;text-decoration:none}
.link{display:inline-flex;align-items:center;min-block-size:44px;color:var(--_link);text-underline-offset:.2em}
.banner .link{min-block-size:24px}
button.link{padding:0;font:inherit;background:none;border:0;text-decoration:underline;cursor:pointer}
.footer{display:flex;flex:none;justify-content:space-between;gap:calc(var(--_space)*4);padding:calc(var(--_space)*2) calc(var(--_space)*5);font-size:.8125em;color:var(--_muted);border-block-start:1px solid var(--_line)}
.keys{display:flex;flex-wrap:wrap;gap:calc(var(--_space)*4)}
.keys kbd{display:inline-block;min-inline-size:1.7em;margin-inline-end:.4em;padding-inline:.35em;font:inherit;font-size:.92em;text-align:center;border:1px solid var(--_line);border-radius:.35em}
.busy .icon{stroke-dasharray:6 5;animation:turn 1s linear infinite}
@keyframes turn{to{stroke-dashoffset:-22}}
@media (hover:none),(max-width:480px){.keys{display:none}}
@media (prefers-reduced-motion:reduce){*,::before{animation:none!important}}
@media (forced-colors:active){.panel{border-color:CanvasText}.option{forced-color-adjust:none;color:CanvasText;background:Canvas}.row-link{color:LinkText}.path,.snippet{color:CanvasText}
.option[aria-selected=true],.option[aria-selected=true] :is(.path,.snippet,mark){color:HighlightText;background:Highlight}
.option[aria-selected=true]{border-inline-start-color:HighlightText}mark{font-weight:700;text-decoration:underline}.button{color:ButtonText;outline:1px solid ButtonText}}
`;
