/** Styles of `<help-tree>`. */
export const treeStyles = `
.tree{padding:calc(var(--_space)*5);background:var(--_raised);border:1px solid var(--_line);border-radius:var(--_radius)}
.tree-title{margin:0 0 calc(var(--_space)*3);font-size:1em;line-height:1.35}
.progress{margin:0;font-size:.875em;color:var(--_muted)}
.heading{margin:0 0 calc(var(--_space)*2);font-size:1.25em;line-height:1.35}
.choices{display:flex;flex-direction:column;gap:calc(var(--_space)*2);margin:calc(var(--_space)*4) 0 0;padding:0;border:0;min-inline-size:0}
a.choice{text-decoration:none}
.actions{display:flex;flex-wrap:wrap;gap:0 calc(var(--_space)*5);margin-block-start:calc(var(--_space)*2)}
.contact{margin-block-start:calc(var(--_space)*3)}
`;
