/** What a survey is drawn with, whoever asks; it reads the private tokens that all elements have. */
export const surveyStyles = `
.survey .choices{display:block;inline-size:fit-content;max-inline-size:100%;margin:calc(var(--_space)*3) 0 0;padding:0;border:0;min-inline-size:0}
.survey legend{padding:0;font-weight:600}
.survey .scale{display:flex;flex-wrap:wrap;gap:var(--_space)}
.survey .score{display:flex;flex-direction:column;align-items:center;gap:2px;min-inline-size:28px;padding:4px}
.survey .score input{inline-size:24px;block-size:24px;margin:0;accent-color:var(--_accent)}
.survey .scale-ends{display:flex;justify-content:space-between;gap:calc(var(--_space)*4);margin:var(--_space) 0;font-size:.875em;color:var(--_muted)}
.survey .actions{display:flex;flex-wrap:wrap;align-items:center;gap:calc(var(--_space)*2) calc(var(--_space)*4);margin-block-start:calc(var(--_space)*3)}
.survey .button-quiet{min-block-size:44px;padding:calc(var(--_space)*1.5) calc(var(--_space)*4);font:inherit;color:var(--_text);background:none;border:1px solid var(--_border);border-radius:calc(var(--_radius)*.7);cursor:pointer}
.survey .button-quiet:hover{background:var(--_line)}
`;
