/** @import { Manifest } from "./manifest.js" */

/** Scripts that came with the loader, by file name. @type {Map<string, () => Promise<object>>} */
const included = new Map();

/**
 * @param {string} file name in the app folder
 * @param {() => Promise<object>} load its exports
 */
export function include(file, load) {
  included.set(file, load);
}

/**
 * Imports a script of the app folder. A page's loader can be older than what is deployed, and its
 * folder gone: then the manifest names the folder of now. Its scripts can be used if they are of the
 * same format; in any case the browser gets the new loader for the next page.
 * @param {string} file name in the app folder
 * @param {string} script URL of the loader
 * @param {Manifest} [manifest] that the loader holds; without it, the scripts lie beside the loader
 * @returns {Promise<{ code: any, manifest: Manifest|undefined }>} the module, and the manifest of the
 *   build that it is of; rejects with what is wrong and the cure
 */
export async function importApp(file, script, manifest) {
  const inside = included.get(file);
  if (inside) return { code: await inside(), manifest };
  const load = async (/** @type {Manifest|undefined} */ of, mark = "") => ({ code: await import(new URL((of?.app ?? "") + file + mark, script).href), manifest: of });
  try {
    return await load(manifest);
  } catch {
    /** @type {Manifest|undefined} */
    const fresh = await fetch(new URL("manifest.json", script), { cache: "reload" }).then((response) => response.json()).catch(() => {});
    const isOld = manifest && fresh && fresh.build !== manifest.build;
    if (isOld) fetch(script, { cache: "reload" }).catch(() => {});
    if (isOld && fresh.helpdex !== manifest.helpdex) throw new Error(`${script} is older than the bundle: reload the page; purge caches`);
    // A browser does not ask again for a module that has failed; the fragment makes it another one.
    return load(isOld ? fresh : manifest, "#again");
  }
}
