import starlight from "@astrojs/starlight";
import { defineConfig, passthroughImageService } from "astro/config";
import { starlightHelpdex } from "helpdex-plugins/astro";

export default defineConfig({
  site: "https://help.acme.example",
  base: "/docs",
  image: { service: passthroughImageService() },
  integrations: [
    starlight({
      title: "Acme Help",
      locales: { root: { label: "English", lang: "en" }, es: { label: "Español", lang: "es" } },
      plugins: [starlightHelpdex()],
    }),
  ],
});
