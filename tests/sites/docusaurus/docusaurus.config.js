module.exports = {
  title: "Acme Help",
  url: "https://help.acme.example",
  baseUrl: "/docs/",
  future: { v4: true, faster: true },
  i18n: { defaultLocale: "en", locales: ["en", "es"] },
  plugins: [["@docusaurus/plugin-content-docs", { routeBasePath: "/", sidebarPath: undefined }]],
  themes: ["@docusaurus/theme-classic", "helpdex-plugins/docusaurus"],
  themeConfig: {
    navbar: { title: "Acme Help", items: [{ type: "docsVersionDropdown", position: "left" }, { type: "localeDropdown", position: "right" }] },
  },
};
