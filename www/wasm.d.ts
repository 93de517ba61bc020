/** What wasm-bindgen generates; written down here because www/wasm/ exists only after a build. */

interface WasmEngine {
  search(text: string, limit: number): Uint32Array;
  row(doc: number): string;
  snippet_needs(docs: Uint32Array): Uint32Array;
  snippet(doc: number): string;
  snippet_spans(): Uint32Array;
  snippet_section(): string;
  replacements(): string;
  article_needs(doc: number): Uint32Array;
  article(doc: number): string;
  /** Nothing, [0, document] or [1, shard to load first]. */
  find(id: string): Uint32Array;
  shard_name(shard: number): string;
  load_shard(shard: number, bytes: Uint8Array): void;
  free(): void;
}

interface WasmSettler {
  input(text: string, now: number): number;
  /** Nothing, or [sequence, replaces, reformulation of]. */
  settle(reason: "pause" | "enter" | "open", now: number): Int32Array;
  settled(): string;
  free(): void;
}

interface EngineGlue {
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Engine: new (root: Uint8Array) => WasmEngine;
  Settler: new () => WasmSettler;
}

declare module "*/helpdex_tracker.js" {
  export default function init(options: { module_or_path: string | URL }): Promise<unknown>;
  export class Tracker {
    constructor(options: object);
    search(event: object): void;
    click(event: object): void;
    flush(): void;
    free(): void;
  }
}
