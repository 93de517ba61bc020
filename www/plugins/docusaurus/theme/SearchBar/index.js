// Docusaurus: the search bar of the default theme. No JSX, since packages are not compiled.
import { useHistory, useLocation } from "@docusaurus/router";
import useBaseUrl from "@docusaurus/useBaseUrl";
import useDocusaurusContext from "@docusaurus/useDocusaurusContext";
import { usePluginData } from "@docusaurus/useGlobalData";
import { translate } from "@docusaurus/Translate";
import { createElement, useEffect, useState } from "react";
import { followHits, loadSearch } from "../../../browser.mjs";
import "../../../launcher.css";
import "../../theme.css";

export default function SearchBar() {
  const { path, label, shortcut, versions } = usePluginData("helpdex");
  const { i18n: { currentLocale } } = useDocusaurusContext();
  const base = useBaseUrl("/");
  const history = useHistory();
  const { pathname } = useLocation();
  const [ready, setReady] = useState(false);
  useEffect(() => followHits(base, (address) => history.push(address)), [base, history]);
  useEffect(() => {
    loadSearch(`${base}${path}/`).then(() => setReady(true), (error) => console.info(error.message));
  }, [base, path]);
  const bundle = versions.find((version) => `${pathname}/`.startsWith(`${version.path.replace(/\/$/, "")}/`))?.bundle ?? path;
  const attributes = { reader: "link", preset: "docs", src: `${base}${bundle}/`, lang: currentLocale, ...(shortcut && { shortcut }) };
  const text = translate({ id: "helpdex.label", message: label, description: "What the button says that opens the search" });
  return createElement("div", { className: "helpdex-launcher" }, ready && createElement("help-launcher", { key: bundle, ...attributes }, text));
}
