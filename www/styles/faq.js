/** Styles of `<help-faq>`. */
export const faqStyles = `
.faq-title{margin:0 0 calc(var(--_space)*3);font-size:1.25em;line-height:1.35}
details{border-block-end:1px solid var(--_line)}
details:first-of-type{border-block-start:1px solid var(--_line)}
summary{display:flex;align-items:center;justify-content:space-between;gap:calc(var(--_space)*4);min-block-size:48px;padding-block:calc(var(--_space)*3);font-weight:600;list-style:none;cursor:pointer;border-radius:calc(var(--_radius)*.5)}
summary::-webkit-details-marker{display:none}
summary::after{content:"";flex:none;inline-size:8px;block-size:8px;margin-inline-end:4px;border:solid var(--_muted);border-width:0 2px 2px 0;rotate:45deg;translate:0 -2px;transition:rotate var(--help-motion-duration,.12s)}
details[open]>summary::after{rotate:225deg;translate:0 2px}
summary:hover{color:var(--_link)}
.answer{padding-block-end:calc(var(--_space)*4)}
.answer p:first-child{margin-block-start:0}
@media (prefers-reduced-motion:reduce){summary::after{transition:none}}
@media (forced-colors:active){summary::after{border-color:ButtonText}}
`;
