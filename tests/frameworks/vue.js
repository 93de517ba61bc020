// The template is compiled in advance, as a build would: the runtime compiler needs eval.
import { createApp, defineComponent, h, ref } from "vue";

const Help = defineComponent({
  props: { mode: { type: String, required: true } },
  emits: ["question"],
  setup(props, { emit }) {
    const search = ref(null);
    return () => [
      h("help-search", { ref: search, theme: props.mode, "min-chars": 3, "onHelp:search": ({ detail }) => emit("question", detail.query) }, [
        h("form", { action: "/plain" }, [h("label", ["Ask ", h("input", { name: "q" })])]),
      ]),
      h("button", { id: "ask", onClick: () => search.value.search("refund") }, "Ask"),
    ];
  },
});

const App = defineComponent({
  setup() {
    const isShown = ref(true);
    const mode = ref("light");
    const asked = ref([]);
    return () => h("main", [
      h("button", { id: "toggle", onClick: () => (isShown.value = !isShown.value) }, "Toggle"),
      h("button", { id: "dark", onClick: () => (mode.value = "dark") }, "Dark"),
      h("p", { id: "asked" }, asked.value.join()),
      isShown.value ? h(Help, { mode: mode.value, onQuestion: (query) => asked.value.push(query) }) : null,
    ]);
  },
});

createApp(App).mount("#app");
