/** What `renderContact` draws, whoever shows it; it reads the private tokens that all elements have. */
export const contactStyles = `
.contact{text-align:start;overflow-wrap:anywhere}
.contact .contact-title{margin:calc(var(--_space)*2) 0 calc(var(--_space)*4);font-size:1.125em;line-height:1.35}
.contact-offers{display:flex;flex-direction:column;align-items:flex-start}
.contact-hours,.contact-closed,.contact-strong{margin:0}
.contact-closed,.contact-strong{font-weight:600}
.contact-hours{margin-block:0 calc(var(--_space)*3);font-size:.875em;color:var(--_muted)}
.contact-draft{margin-block:calc(var(--_space)*3);padding:calc(var(--_space)*4);border:1px solid var(--_line);border-radius:var(--_radius)}
.contact-view{margin:0}
.contact-view dt,.contact-fields legend,.contact-fields label:not(.contact-article){margin-block-start:calc(var(--_space)*2);font-size:.875em;color:var(--_muted)}
.contact-view dd{margin:0}
.contact-fields fieldset{margin:0;padding:0;border:0;min-inline-size:0}
.contact-fields label{display:block}
.contact-query{display:block;inline-size:100%;margin-block-start:var(--_space);padding:calc(var(--_space)*2);font:inherit;font-size:max(1em,16px);color:var(--_text);background:var(--_surface);border:1px solid var(--_border);border-radius:calc(var(--_radius)*.7);resize:vertical}
.contact-fields .contact-article{display:flex;gap:calc(var(--_space)*2);align-items:flex-start;min-block-size:28px;padding-block:2px}
.contact-article input{inline-size:20px;block-size:20px;margin:2px 0 0;flex:none;accent-color:var(--_accent)}
.contact :is(.button,.link){display:inline-flex;align-items:center;min-block-size:44px;font:inherit;border-radius:calc(var(--_radius)*.7);cursor:pointer}
.contact .button{padding:calc(var(--_space)*2) calc(var(--_space)*5);font-weight:600;color:var(--help-color-on-accent,var(--_surface));background:var(--_accent);border:1px solid transparent;text-decoration:none}
.contact .link{padding:0;color:var(--help-color-link,var(--_accent));background:none;border:0;text-decoration:underline;text-underline-offset:.2em}
@media (forced-colors:active){.contact .button{color:ButtonText;border-color:ButtonText}}
`;
