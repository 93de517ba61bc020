export { default } from "helpdex-plugins/vitepress/theme";
