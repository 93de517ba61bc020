/** @import { Manifest } from "./manifest.js" */

/** Scripts that came with the loader in one file, by file name. @type {Map<string, object>} */
const included = new Map();

/**
 * @param {string} file name in the app folder
 * @param {object} module its exports
 */
export function include(file, module) {
  included.set(file, module);
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
  if (included.has(file)) return { code: included.get(file), manifest };
  const url = appUrl(file, script, manifest);
  try {
    return { code: await import(url), manifest };
  } catch (error) {
    const fresh = await deployedManifest(script);
    const isOld = manifest && fresh && fresh.build !== manifest.build;
    if (isOld) fetch(script, { cache: "reload" }).catch(() => {});
    if (isOld && fresh.helpdex !== manifest.helpdex) {
      throw new Error(`this page's ${script} is older than the bundle: reload the page; if that does not help, purge that file from the caches in between`);
    }
    const next = isOld ? fresh : manifest;
    // A browser does not ask again for a module that has failed; the fragment makes it another one.
    return { code: await importAgain(`${appUrl(file, script, next)}#again`, error), manifest: next };
  }
}

/**
 * @param {string} url
 * @param {unknown} error of the first attempt
 */
async function importAgain(url, error) {
  try {
    return await import(url);
  } catch {
    throw new Error(`${url.replace("#again", "")} is missing or blocked: deploy the whole output folder, and allow its origin in script-src (${error})`);
  }
}

/**
 * @param {string} file
 * @param {string} script
 * @param {Manifest} [manifest]
 */
function appUrl(file, script, manifest) {
  return new URL(`${manifest?.app ?? ""}${file}`, script).href;
}

/**
 * @param {string} script URL of the loader, which lies beside the manifest
 * @returns {Promise<Manifest|undefined>} undefined if it cannot be had
 */
async function deployedManifest(script) {
  try {
    return await (await fetch(new URL("manifest.json", script), { cache: "reload" })).json();
  } catch {
    return undefined;
  }
}
