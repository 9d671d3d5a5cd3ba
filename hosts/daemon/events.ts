/** Sentences for what happens to clients. */
import { getSystemErrorMap } from "node:util";
import { abi } from "../embed/index.ts";

export interface Sentence {
  /** From how many -v on it is said. */
  readonly level: number;
  readonly text: string;
}

const reasons = abi.enumerations.plan_reason;
const planSentences = new Map<number, string>([
  [reasons.no_descriptor, "closed: its request came without a file descriptor"],
  [reasons.many_descriptors, "closed: its request came with more than one file descriptor"],
  [reasons.not_persistent_reserve, "closed: its request is neither PERSISTENT RESERVE IN nor PERSISTENT RESERVE OUT"],
  [reasons.too_long, `closed: its request asks for more than ${abi.helper.data} bytes of data`],
  [reasons.read_only, "refused: its PERSISTENT RESERVE OUT came with a descriptor that is open for reading only"],
  [
    reasons.multipath,
    "refused: its PERSISTENT RESERVE OUT is for a dm-multipath map, and would reach the disk by one path only; give the guest a single path, or use a helper with multipath support",
  ],
]);

/** Why a request was closed or refused by the core's plan (`plan_reason`). */
export function planSentence(reason: number): string {
  return planSentences.get(reason) ?? "closed";
}

/** `limits`: of the server, where one was met. */
export function eventSentence(
  kind: string,
  reason: string,
  code: number,
  limits: { readonly threads: number; readonly queuePerDevice: number; readonly clients: number },
): Sentence {
  if (kind === "open") return { level: 2, text: "connected" };
  if (kind === "busy") return { level: 0, text: busySentence(reason, limits) };
  if (kind === "full")
    return {
      level: 0,
      text: `not accepted: ${limits.clients} are connected already; raise --max-clients if there are so many`,
    };
  if (kind === "accept-failed") return { level: 0, text: `cannot be accepted: ${errnoName(code)}; trying again` };
  switch (reason) {
    case "plan":
      return { level: 0, text: planSentence(code) };
    case "fault":
      return { level: 0, text: "closed: the helper failed on its request" };
    case "lost":
      return {
        level: 0,
        text: "closed: the file descriptor of its request could not be received; are too many files open?",
      };
    case "greeting":
      return { level: 1, text: "closed: it asks for features that are not supported" };
    case "cut":
      return { level: 1, text: "left in the middle of a request" };
    case "error":
      return { level: 1, text: `closed: ${errnoName(code)}` };
    default:
      return { level: 2, text: "disconnected" };
  }
}

function busySentence(reason: string, limits: { readonly threads: number; readonly queuePerDevice: number }): string {
  return reason === "device"
    ? `answered BUSY: ${limits.queuePerDevice} commands wait for its device already; does the device hang?`
    : `answered BUSY: ${limits.threads} commands are in flight already; do devices hang?`;
}

function errnoName(code: number): string {
  const [name, text] = getSystemErrorMap().get(-code) ?? [`errno ${code}`, ""];
  return text ? `${name}, ${text}` : name;
}
