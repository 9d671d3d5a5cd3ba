/** What a link of this tab says. */
import { unknownName } from "../link.ts";
import { readTarget, type Target } from "./guess.ts";

/** `as` and `at` are "" and -1 where it says nothing. */
export interface State {
  readonly text: string;
  /** Which of the pieces of a log. */
  readonly find: number;
  readonly as: Target | "";
  /** PERIPHERAL DEVICE TYPE. */
  readonly deviceType: number;
  /** The chosen node. */
  readonly at: number;
}

export const empty: State = { text: "", find: 0, as: "", deviceType: 0, at: -1 };

/** Characters of a link: programs cut longer ones. */
export const longestLink = 8000;

/** Characters at the start that edited text keeps. */
const kept = 4;

/** Text that was edited is still taken for what was said; other text is for what it looks like. */
export function withText({ text: former, as, deviceType }: State, text: string): State {
  const edited = former.length >= kept && former.slice(0, kept) === text.slice(0, kept);
  return { ...empty, text, as: edited ? as : "", deviceType };
}

export function readState(link: URLSearchParams): State {
  const number = (name: string, otherwise: number) => {
    const text = link.get(name) ?? "";
    return /^\d{1,6}$/.test(text) ? Number(text) : otherwise;
  };
  return {
    text: link.get("in") ?? "",
    find: number("find", 0),
    as: readTarget(link.get("as")) ?? "",
    deviceType: number("pdt", 0) & 0x1f,
    at: number("at", -1),
  };
}

/** A sentence where the link names a structure that there is not, else "". */
export function unreadWords(link: URLSearchParams): string {
  const name = link.get("as") ?? "";
  return name === "" || readTarget(name) ? "" : unknownName(name, "structure");
}

export function writeState({ text, find, as, deviceType, at }: Partial<State>): URLSearchParams {
  const link = new URLSearchParams();
  if (text) link.set("in", text);
  if (find) link.set("find", String(find));
  if (as) link.set("as", as);
  if (deviceType) link.set("pdt", String(deviceType));
  if (at !== undefined && at >= 0) link.set("at", String(at));
  return link;
}
