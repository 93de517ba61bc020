/** @type {import("./index.js").Strings} */
export const pl = {
  clear: "Wyczyść wyszukiwanie",
  list: "Wyniki wyszukiwania",
  loading: "Wczytywanie pomocy…",
  results: { one: "{n} wynik", few: "{n} wyniki", many: "{n} wyników", other: "{n} wyniku" },
  resultsHint: "Wybierz strzałkami w górę i w dół.",
  closest: "Najbliższe wyniki",
  zero: "Brak odpowiedzi na „{q}”",
  zeroHint: "Spróbuj użyć mniej słów albo innych słów.",
  error: "Wyszukiwanie jest teraz niedostępne",
  errorHint: "Możesz spróbować ponownie lub poradzić sobie bez niego.",
  retry: "Spróbuj ponownie",
  plainSearch: "Przejdź do zwykłej strony wyszukiwania",
  keys: ["wybór", "otwórz", "zamknij"],
};
