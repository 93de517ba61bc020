/**
 * Styles as text, for constructable style sheets: a strict Content-Security-Policy allows those.
 * Every `--help-*` token is read through a private `--_*` one, so a page can set it anywhere above.
 * Nothing here is physical (left, right): the interface mirrors itself. Nothing depends on the size
 * of the page's root element; letter and word spacing are the page's or the reader's.
 * This is what every page needs that embeds the element: the field, and what a preset makes of it.
 */
export const shellStyles = `
:host{display:block;
--_text:var(--help-color-text,CanvasText);
--_surface:var(--help-color-surface,Canvas);
--_muted:var(--help-color-muted,color-mix(in srgb,var(--_text) 70%,var(--_surface)));
--_border:var(--help-color-border,color-mix(in srgb,var(--_text) 52%,var(--_surface)));
--_accent:var(--help-color-accent,light-dark(#2250c9,#9db8ff));
--_radius:var(--help-radius,12px);
--_space:var(--help-space,4px);
--_block:var(--help-field-block-size,52px);
--_ring:var(--help-focus-ring-width,2px) solid var(--help-focus-ring-color,var(--_accent))}
:host([hidden]),[hidden]{display:none!important}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
:host([preset=plain]){--_radius:var(--help-radius,0px)}
:host([preset=pill]){--_radius:var(--help-radius,26px)}
:host([preset=docs]){--_radius:var(--help-radius,8px);--_block:var(--help-field-block-size,44px)}
:host([preset=bordered]){--_border:var(--help-color-border,var(--_text))}
:host([preset=card]) .shell{padding:calc(var(--_space)*5);background:var(--help-color-raised,var(--_surface));border:1px solid var(--_border);border-radius:var(--_radius)}
*,::before{box-sizing:border-box}
.shell{display:block;position:relative;font-family:var(--help-font,inherit);font-size:var(--help-font-size,max(1em,16px));line-height:var(--help-line-height,1.5);font-weight:400;text-align:start;text-transform:none;text-indent:0;white-space:normal}
.label{display:block;margin-block-end:calc(var(--_space)*2);color:var(--help-color-text,inherit);font-weight:600}
.box{position:relative;color:var(--_text)}
.field{display:block;inline-size:100%;block-size:var(--_block);margin:0;padding-block:0;padding-inline:calc(var(--_space)*12) calc(var(--_space)*13);
font:inherit;font-size:max(1em,16px);color:inherit;background:var(--_surface);border:1px solid var(--_border);border-radius:var(--_radius);
appearance:none}
:host([preset=plain]) .field{border-width:0 0 2px}
.field::placeholder{color:var(--_muted);opacity:1}
:focus-visible{outline:var(--_ring);outline-offset:var(--help-focus-ring-offset,1px)}
.icon{position:absolute;inset-block:0;inset-inline-start:calc(var(--_space)*4);block-size:100%;inline-size:20px;color:var(--_muted);fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;pointer-events:none}
.button{min-block-size:44px;padding:0 calc(var(--_space)*5);font:inherit;color:var(--help-color-on-accent,var(--_surface));background:var(--_accent);border:0;border-radius:var(--_radius);cursor:pointer}
.dialog{margin:0 auto;padding:16px;inline-size:100%;max-inline-size:720px;block-size:100%;max-block-size:none;background:var(--_surface);border:0}
`;
