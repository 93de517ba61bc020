import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";

function Help({ mode, onQuestion }) {
  const search = useRef(null);
  return (
    <>
      <help-search ref={search} theme={mode} min-chars={3} onhelp:search={({ detail }) => onQuestion(detail.query)}>
        <form action="/plain"><label>Ask <input name="q" /></label></form>
      </help-search>
      <button id="ask" onClick={() => search.current.search("refund")}>Ask</button>
    </>
  );
}

function App() {
  const [isShown, show] = useState(true);
  const [mode, setMode] = useState("light");
  const [asked, setAsked] = useState([]);
  return (
    <main>
      <button id="toggle" onClick={() => show(!isShown)}>Toggle</button>
      <button id="dark" onClick={() => setMode("dark")}>Dark</button>
      <p id="asked">{asked.join()}</p>
      {isShown && <Help mode={mode} onQuestion={(query) => setAsked((all) => [...all, query])} />}
    </main>
  );
}

createRoot(document.getElementById("app")).render(<App />);
