/** What a tab of the page gets, and what it gives. */
import type { Core } from "../embed/index.ts";
import type { Docs } from "./docs.ts";

export interface Page {
  readonly core: Core;
  /** For emulated logical units, which are instances of their own. */
  readonly module: WebAssembly.Module;
  readonly docs: Docs;
  /** Puts the tab's state into the link to it, and into the page's own while it is shown; `step`: as a new entry of the browser's history. */
  keep(state: URLSearchParams, step?: boolean): void;
  /** Goes to another tab with a state. */
  open(tab: string, state: URLSearchParams): void;
  /** Copies text, and says and shows so. */
  copy(text: string, what: string): Promise<void>;
  /** Says a sentence to screen readers. */
  say(sentence: string): void;
  /** Says it where nothing else is to be said for a while: while one types, only what comes of it is said. */
  sayLater(sentence: string): void;
}

export interface Tab {
  readonly id: string;
  readonly title: string;
  /** Builds the tab in `root`, once. Returns what shows a state out of the link. */
  mount(root: HTMLElement, page: Page): (state: URLSearchParams) => void;
}
