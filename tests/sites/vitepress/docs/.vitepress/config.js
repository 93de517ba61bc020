import { withHelpdex } from "helpdex-plugins/vitepress";
import { defineConfig } from "vitepress";

export default withHelpdex(defineConfig({
  title: "Acme Help",
  base: "/docs/",
  cleanUrls: true,
  locales: { root: { label: "English", lang: "en" }, es: { label: "Español", lang: "es", themeConfig: { helpdexLabel: "Buscar" } } },
  themeConfig: { sidebar: [{ text: "Guide", items: [{ text: "Reset your password", link: "/guide/reset-password" }, { text: "Get a refund", link: "/guide/refunds" }] }] },
}));
