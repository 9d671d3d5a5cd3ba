/** The page: unpacks the core, shows the tab that the link names. */
import { Core } from "../embed/index.ts";
import { benchTab } from "./bench/tab.ts";
import { copyText } from "./copy.ts";
import { decodeTab } from "./decode/tab.ts";
import type { Docs } from "./docs.ts";
import { element, keepingFocus } from "./dom.ts";
import { encodeTab } from "./encode/tab.ts";
import { readLink, writeLink } from "./link.ts";
import type { Page, Tab } from "./page.ts";

/** Both gzipped and in base64: hosts/build/web.mjs puts them in. */
declare const HOLDFAST_WASM: string;
declare const HOLDFAST_DOCS: string;

/** Milliseconds that a sentence stays in sight. */
const toldFor = 4000;

/** Milliseconds without a change before what came of it is said. */
const sayPause = 800;

/** What is the same for all tabs. */
type Shared = Omit<Page, "keep">;

const tabs: readonly Tab[] = [decodeTab, encodeTab, benchTab];

async function unpack(text: string): Promise<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  // A loop: Uint8Array.from takes several milliseconds of the first decode.
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  // Without a Blob, whose stream comes from another process.
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  void writer.write(bytes);
  void writer.close();
  return new Response(readable).arrayBuffer();
}

async function start(): Promise<void> {
  const [wasm, docs] = await Promise.all([unpack(HOLDFAST_WASM), unpack(HOLDFAST_DOCS)]);
  const module = await WebAssembly.compile(wasm);
  const said = document.getElementById("said")!;
  const say = (sentence: string, seen = false) => {
    said.textContent = sentence;
    said.className = seen ? "told" : "hidden";
    clearTimeout(toldTimer);
    clearTimeout(laterTimer);
    if (seen) toldTimer = setTimeout(() => (said.className = "hidden"), toldFor);
  };
  let [toldTimer, laterTimer]: (ReturnType<typeof setTimeout> | undefined)[] = [];
  const page: Shared = {
    core: Core.load(module),
    module,
    docs: JSON.parse(new TextDecoder().decode(docs)) as Docs,
    open: (tab, state) => {
      history.pushState(undefined, "", writeLink({ tab, state }));
      showAgain(show);
    },
    copy: async (text, what) =>
      say((await copyText(text)) ? `${what} copied.` : `${what} could not be copied: select it and copy.`, true),
    say: (sentence) => say(sentence),
    sayLater: (sentence) => {
      clearTimeout(laterTimer);
      laterTimer = setTimeout(() => say(sentence), sayPause);
    },
  };
  const keep = (tab: string, state: URLSearchParams, step: boolean) => {
    const address = writeLink({ tab, state });
    places.find(({ id }) => id === tab)!.link.setAttribute("href", address);
    if (address === location.hash || tab !== current()) return;
    if (step) history.pushState(undefined, "", address);
    else history.replaceState(undefined, "", address);
  };
  const places = buildTabs(page, keep);
  const current = () => tabs.find(({ id }) => id === readLink(location.hash).tab)?.id ?? tabs[0]!.id;
  const show = () => {
    const { state } = readLink(location.hash);
    for (const { id, title, root, link, display } of places) {
      root.hidden = id !== current();
      if (root.hidden) {
        link.removeAttribute("aria-current");
        continue;
      }
      link.setAttribute("aria-current", "page");
      link.setAttribute("href", writeLink({ tab: id, state }));
      document.title = `${title} · Holdfast`;
      display(state);
    }
  };
  window.addEventListener("popstate", () => showAgain(show));
  show();
  document.documentElement.dataset["ready"] = "true";
}

/** Keys go on from the content where what had the focus is gone, or hidden. */
function showAgain(show: () => void): void {
  const focused = document.activeElement;
  const main = document.getElementById("main")!;
  keepingFocus(show, () => main);
  if (focused !== document.body && document.activeElement?.checkVisibility() === false) main.focus();
}

type Keep = (tab: string, state: URLSearchParams, step: boolean) => void;

function buildTabs(page: Shared, keep: Keep) {
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
    const own: Page = { ...page, keep: (state, step = false) => keep(id, state, step) };
    const display = (state: URLSearchParams) => (shown ??= tab.mount(root, own))(state);
    return { id, title, root, link, display };
  });
}

start().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  document.getElementById("main")!.textContent =
    `The page cannot start in this browser (${reason}). It needs WebAssembly and DecompressionStream: browsers since 2023 have both.`;
});
