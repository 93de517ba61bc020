/** @import { Manifest } from "./manifest.js" */

/**
 * Imports a script of the app folder.
 * @param {string} file name in the app folder
 * @param {string} script URL of the loader
 * @param {Manifest} [manifest] that the loader holds; without it, the scripts lie beside the loader
 * @returns {Promise<{ code: any, manifest: Manifest|undefined }>} the module, and the manifest of the build that it is of
 */
export async function importApp(file, script, manifest) {
  return { code: await import(new URL(`${manifest?.app ?? ""}${file}`, script).href), manifest };
}
