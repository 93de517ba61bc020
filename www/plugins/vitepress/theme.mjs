// VitePress: the default theme with the search in its bar.
import { useData, useRouter, withBase } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { defineComponent, h, onMounted, onUnmounted, ref } from "vue";
import { followHits, loadSearch } from "../browser.mjs";
import "../launcher.css";
import "./theme.css";

/** The button that opens the search; drawn once the bundle's script is there. */
export const HelpLauncher = defineComponent({
  name: "HelpLauncher",
  setup() {
    const { path, label, shortcut } = __HELPDEX__;
    const { lang, theme } = useData();
    const router = useRouter();
    const ready = ref(false);
    let stop = () => {};
    onMounted(() => {
      stop = followHits(withBase("/"), (address) => router.go(address));
      loadSearch(withBase(`/${path}/`)).then(() => (ready.value = true), (error) => console.info(error.message));
    });
    onUnmounted(() => stop());
    const attributes = { reader: "link", preset: "docs", ...(shortcut && { shortcut }) };
    return () => h("div", { class: "helpdex-launcher" }, ready.value ? [h("help-launcher", { key: lang.value, ...attributes }, theme.value.helpdexLabel ?? label)] : []);
  },
});

/** @type {import("vitepress").Theme} */
export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "nav-bar-content-before": () => h(HelpLauncher) }),
};
