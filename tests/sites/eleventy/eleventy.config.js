import helpdex from "helpdex-plugins/eleventy";

export default function (eleventy) {
  eleventy.addPlugin(helpdex);
  eleventy.addPassthroughCopy({ "node_modules/helpdex-plugins/launcher.css": "launcher.css" });
}

export const config = { pathPrefix: "/docs/", dir: { input: "content", includes: "../_includes" } };
