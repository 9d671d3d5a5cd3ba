/** The page: unpacks the core, shows the tab that the link names. */
import { Core } from "../embed/index.ts";
import { benchTab } from "./bench/tab.ts";
import { copyText } from "./copy.ts";
import { decodeTab } from "./decode/tab.ts";
import { element } from "./dom.ts";
import { encodeTab } from "./encode/tab.ts";
import { readLink, writeLink } from "./link.ts";
import type { Docs, Page, Tab } from "./page.ts";

/** Both gzipped and in base64: hosts/build/web.mjs puts them in. */
declare const HOLDFAST_WASM: string;
declare const HOLDFAST_DOCS: string;

const tabs: readonly Tab[] = [decodeTab, encodeTab, benchTab];

async function unpack(text: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function start(): Promise<void> {
  const [wasm, docs] = await Promise.all([unpack(HOLDFAST_WASM), unpack(HOLDFAST_DOCS)]);
  const module = await WebAssembly.compile(wasm);
  const said = document.getElementById("said")!;
  const say = (sentence: string) => void (said.textContent = sentence);
  const page: Page = {
    core: Core.load(module),
    module,
    docs: JSON.parse(new TextDecoder().decode(docs)) as Docs,
    keep: (state, step = false) => {
      const address = writeLink({ tab: current(), state });
      if (address === location.hash) return;
      if (step) history.pushState(undefined, "", address);
      else history.replaceState(undefined, "", address);
    },
    open: (tab, state) => {
      history.pushState(undefined, "", writeLink({ tab, state }));
      show();
    },
    copy: async (text, what) =>
      say((await copyText(text)) ? `${what} copied.` : `${what} could not be copied: select it and copy.`),
    say,
  };
  const places = buildTabs(page);
  const current = () => tabs.find(({ id }) => id === readLink(location.hash).tab)?.id ?? tabs[0]!.id;
  const show = () => {
    for (const { id, root, link } of places) {
      root.hidden = id !== current();
      link.toggleAttribute("aria-current", id === current());
    }
    places.find(({ id }) => id === current())!.display(readLink(location.hash).state);
  };
  window.addEventListener("popstate", show);
  show();
  document.documentElement.dataset["ready"] = "true";
}

function buildTabs(page: Page) {
  const main = document.getElementById("main")!;
  main.replaceChildren();
  return tabs.map((tab) => {
    const { id, title } = tab;
    const root = element("section", { id: `tab-${id}`, "aria-label": title, hidden: true });
    const link = element("a", { href: `#${id}` }, title);
    main.append(root);
    document.getElementById("tabs")!.append(link);
    // Built when it is first shown: the first decode does not wait for the other tabs.
    let shown: ReturnType<Tab["mount"]> | undefined;
    const display = (state: URLSearchParams) => (shown ??= tab.mount(root, page))(state);
    return { id, root, link, display };
  });
}

start().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  document.getElementById("main")!.textContent =
    `The page cannot start in this browser (${reason}). It needs WebAssembly and DecompressionStream: browsers since 2023 have both.`;
});
