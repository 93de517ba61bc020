// Loader, component and client in one file, for a page that takes them from another host by one tag:
// <script type="module" src="https://cdn.example/help/app-HASH/single.js" integrity="…" crossorigin></script>
// The engine of the page's language, and what is seldom needed, still come from the bundle.
import { include } from "./app-code.js";
import { register } from "./register.js";
import * as widget from "./widget.js";

export { createClient, HelpdexError } from "./client.js";

include("widget.js", async () => widget);
// This file lies in the app folder, the bundle one above.
register(new URL("../helpdex.js", import.meta.url).href, "");
