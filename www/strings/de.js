/** @type {import("./index.js").Strings} */
export const de = {
  clear: "Suche leeren",
  list: "Suchergebnisse",
  loading: "Hilfe wird geladen …",
  results: { one: "{n} Ergebnis", other: "{n} Ergebnisse" },
  resultsHint: "Mit den Pfeiltasten nach oben und unten auswählen.",
  closest: "Ähnlichste Treffer",
  zero: "Keine Antwort auf „{q}“ gefunden",
  zeroHint: "Versuchen Sie es mit weniger oder anderen Wörtern.",
  error: "Die Suche ist gerade nicht verfügbar",
  errorHint: "Sie können es noch einmal versuchen oder ohne sie fortfahren.",
  retry: "Noch einmal versuchen",
  plainSearch: "Einfache Suchseite verwenden",
  keys: ["wählen", "öffnen", "schließen"],
};
