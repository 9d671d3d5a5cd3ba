/** A step and its answer in words. */
import { type Core, dataStructure, explain, nameIn, nameOfValue, type StructureName } from "../../embed/index.ts";
import { senseFormat } from "../decode/guess.ts";
import { headline } from "../decode/headline.ts";
import { keyText, senseDataWords, standardHex } from "../notation.ts";
import { actionName, isMove, usesType } from "../standard.ts";
import type { Done } from "./model.ts";
import { commandOf, type Initiator, initiatorName, type Step } from "./steps.ts";

export interface AnswerWords {
  readonly words: string;
  readonly tone: "good" | "bad" | "warn";
}

const eventWords = {
  power_on: "Power off, and on again",
  logical_unit_reset: "LOGICAL UNIT RESET",
  nexus_loss: "I_T nexus loss",
  information_lost: "The reservation information is lost",
};

/** What was done. */
export function stepWords(
  core: Core,
  step: Step,
  initiators: readonly Initiator[],
  nameOfCdb: (cdb: Uint8Array) => string,
): string {
  if (step.kind === "event") {
    const who = step.event === "nexus_loss" ? `: ${initiatorName(initiators[step.who]!)}` : "";
    return `${eventWords[step.event]}${who}`;
  }
  const who = initiatorName(initiators[step.who]!);
  if (step.kind === "command") return `${who}: ${nameOfCdb(step.cdb)}`;
  const ports = step.ports.map((port) => initiatorName(initiators[port]!)).join(" and ");
  const parts = [
    `key ${keyText(step.key)}`,
    ...(step.serviceActionKey > 0n ? [`service action key ${keyText(step.serviceActionKey)}`] : []),
    ...(usesType(core, step.serviceAction) ? [nameOfValue(core, "pr_out_cdb", "TYPE", step.type)] : []),
    ...(ports ? [`${isMove(core, step.serviceAction) ? "to" : "also for"} ${ports}`] : []),
    ...(step.aptpl ? ["APTPL"] : []),
    ...(step.unregister ? ["UNREG"] : []),
  ];
  const action = actionName(core, step.serviceAction) ?? `service action ${standardHex(step.serviceAction)}`;
  return `${who}: ${action}, ${parts.join(", ")}`;
}

/** The bytes that came back, none for an event: data, or else sense data; and what they are, as far as that is known. */
export function answerBytes(
  core: Core,
  { step, answer }: Done,
  initiators: readonly Initiator[],
): { readonly bytes: Uint8Array; readonly structure: StructureName | undefined } {
  if (step.kind === "event" || answer === undefined) return { bytes: new Uint8Array(), structure: undefined };
  if (answer.data.length === 0) return { bytes: answer.sense, structure: senseFormat(core, answer.sense) };
  const { structure } = dataStructure(core, commandOf(core, step, initiators).cdb) ?? {};
  return { bytes: answer.data, structure };
}

/** What the data that came back says, "" where there is none. */
export function dataWords(core: Core, done: Done, initiators: readonly Initiator[]): string {
  const { bytes, structure } = answerBytes(core, done, initiators);
  if (done.answer?.data.length === 0 || bytes.length === 0 || structure === undefined) return "";
  return headline(explain(core, structure, bytes), bytes);
}

/** What came of it. */
export function answerWords(core: Core, { answer }: Pick<Done, "answer">): AnswerWords {
  if (answer === undefined) return { words: "happened", tone: "good" };
  const status = nameIn(core, "scsi_status", answer.status) || `status ${answer.status.toString(16)}h`;
  if (status === "GOOD")
    return { words: answer.data.length > 0 ? `GOOD, ${answer.data.length} bytes` : "GOOD", tone: "good" };
  if (status !== "CHECK CONDITION") return { words: status, tone: "bad" };
  return { words: `${status}: ${senseDataWords(core, answer.sense)}`, tone: "warn" };
}
