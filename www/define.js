import { register } from "./register.js";

/**
 * The build writes the manifest between these quotes, so that a page knows every name at once;
 * without a build the file is fetched.
 */
register(import.meta.url, "__HELPDEX_MANIFEST__");
