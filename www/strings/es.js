/** @type {import("./index.js").Strings} */
export const es = {
  clear: "Borrar la búsqueda",
  list: "Resultados de la búsqueda",
  loading: "Cargando la ayuda…",
  results: { one: "{n} resultado", many: "{n} de resultados", other: "{n} resultados" },
  resultsHint: "Elige con las flechas arriba y abajo.",
  closest: "Resultados más parecidos",
  zero: "No hay respuesta para «{q}»",
  zeroHint: "Prueba con menos palabras o con otras.",
  error: "La búsqueda no está disponible ahora",
  errorHint: "Puedes volver a intentarlo o seguir sin ella.",
  retry: "Volver a intentarlo",
  plainSearch: "Usar la página de búsqueda sencilla",
  keys: ["mover", "abrir", "cerrar"],
};
