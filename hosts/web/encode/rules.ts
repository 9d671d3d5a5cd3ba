/**
 * The rules that a command breaks. None is written here: the emulated unit is asked, and where it refuses, it is asked again with fields changed,
 * until the fewest changes are found with which it says GOOD.
 */
import type { UnitAnswer } from "../../embed/index.ts";
import { clauseOf } from "../docs.ts";
import { type Form, withPort, withText } from "./link.ts";
import { build, type Built, type Context, numberOf, portField, targetOf } from "./request.ts";
import type { PortForm } from "./transport-id.ts";
import { type AskedUnit, pointedField, targetPorts } from "./unit.ts";

export interface Rule {
  /** The field that is refused, as in the form. */
  readonly field: string;
  /** What of it is refused, in words. */
  readonly name: string;
  /** With what the unit does the command. */
  readonly instead: string;
  /** The answer to this alone: everything else is changed. */
  readonly answer: UnitAnswer;
  /** What the sense data points to, "" for nothing. */
  readonly points: string;
  readonly clause: string;
}

export interface Verdict {
  readonly answer: UnitAnswer;
  /** Empty also where no change of few fields makes the command one that is taken. */
  readonly rules: readonly Rule[];
}

interface Change {
  readonly field: string;
  readonly name: string;
  /** "": the values that the unit takes. */
  readonly instead: string;
  readonly make: (form: Form) => Form;
}

const good = 0;
const mostChanges = 3;
/** Questions to the unit for one form: some 30 ms. */
const mostQuestions = 400;

/** Undefined while something that was typed is no value, and for what is no PERSISTENT RESERVE command. */
export function judge(context: Context, unit: AskedUnit, form: Form): Verdict | undefined {
  const { kind } = targetOf(context, form);
  if (kind !== "in" && kind !== "out") return undefined;
  const ask = (asked: Form) => answerTo(context, unit, asked);
  const answer = ask(form);
  if (answer === undefined) return undefined;
  if (answer.status === good) return { answer, rules: [] };
  const changes = changesOf(context, form).filter(({ make }) => make(form) !== form);
  const fewest = fewestChanges(changes, (set) => ask(applied(form, set))?.status === good);
  const takenValues = (field: string, alone: Form) => {
    const { choices } = build(context, alone)
      .groups.flatMap(({ fields }) => fields)
      .find(({ name }) => name === field)!;
    const taken = choices.filter(([value]) => ask(withText(alone, field, String(value)))?.status === good);
    return listed(taken.map(([value]) => value.toString(16).toUpperCase() + "h"));
  };
  const rules = fewest.map((change) => {
    const alone = applied(
      form,
      fewest.filter((one) => one !== change),
    );
    return ruleOf(
      context,
      alone,
      { ...change, instead: change.instead || takenValues(change.field, alone) },
      ask(alone)!,
    );
  });
  return { answer, rules };
}

const listed = (words: readonly string[]) =>
  [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" or ");

function answerTo(context: Context, unit: AskedUnit, form: Form): UnitAnswer | undefined {
  const { bytes, groups } = build(context, form);
  const [cdb, list] = bytes;
  if (cdb === undefined) return undefined;
  if (groups.length === 1) return unit.answerIn(cdb);
  if (list === undefined) return undefined;
  const key = (name: string) => BigInt(`0x${(form.texts.get(name) ?? "0").trim().replace(/^0x/i, "")}`);
  const type = groups[0]!.fields.find(({ name }) => name === "TYPE")!.initial;
  return unit.answerOut(cdb, list, {
    action: numberOf(form, "SERVICE ACTION"),
    type: form.texts.has("TYPE") ? numberOf(form, "TYPE") : Number(type),
    key: key("RESERVATION KEY"),
    serviceActionKey: key("SERVICE ACTION RESERVATION KEY"),
  });
}

/** What might be wrong: what stands alone before what much depends on. */
function changesOf(context: Context, form: Form): Change[] {
  const set = (field: string, text: string | undefined, instead: string): Change => ({
    ...{ field, name: field, instead },
    make: (before) => ((before.texts.get(field) ?? "") === (text ?? "") ? before : withText(before, field, text)),
  });
  const { groups } = build(context, form);
  const shown = groups.flatMap(({ fields }) => fields);
  const known = (name: string, value: number) =>
    shown.find((field) => field.name === name)?.choices.some(([one, words]) => one === value && words !== "");
  const changes = [
    ...(known("SERVICE ACTION", numberOf(form, "SERVICE ACTION"))
      ? []
      : [set("SERVICE ACTION", "0", "one that there is")]),
    set("PARAMETER LIST LENGTH", undefined, "the length of the list"),
    set("TRANSPORTID PARAMETER DATA LENGTH", undefined, "the length of the TransportIDs"),
    set("TRANSPORTID LENGTH", undefined, "the length of the TransportID"),
    set("SCOPE", undefined, ""),
    set("TYPE", "5", ""),
    ...portChanges(groups, form),
    set("RELATIVE TARGET PORT IDENTIFIER", "1", `1 to ${targetPorts}, which the emulated unit has`),
    set("RESERVATION KEY", "1", "the key that the sender has registered"),
    set("RESERVATION KEY", undefined, "0"),
    set("SERVICE ACTION RESERVATION KEY", "1", "a key other than 0"),
    ...["SPEC_I_PT", "ALL_TG_PT", "APTPL", "UNREG"].map((flag) => set(flag, undefined, "0")),
  ];
  return changes.filter(
    ({ field }) => shown.some(({ name }) => name === field) || field === "ports" || field.endsWith(".kind"),
  );
}

/** Each TransportID for another; REGISTER AND MOVE has exactly one. */
function portChanges(groups: Built["groups"], form: Form): Change[] {
  const list = groups[1];
  if (!list?.ports) return [];
  const others = form.ports.map((_, at) => ({
    field: portField(at, "kind"),
    name: `TransportID ${at + 1}`,
    instead: "one of a single initiator port that is not registered",
    make: (before: Form) => withPort(before, at, anyPort(at)),
  }));
  if (list.structure !== "pr_out_move_list" || form.ports.length === 1) return others;
  const one = (before: Form) => ({ ...before, ports: [...before.ports.slice(0, 1), anyPort(0)].slice(0, 1) });
  return [...others, { field: "ports", name: "TransportID", instead: "exactly one", make: one }];
}

/** An initiator port that nobody else is. */
const anyPort = (at: number): PortForm => ({
  kind: "sas",
  texts: new Map([["SAS ADDRESS", (0xfff0000 + at).toString(16)]]),
});

const applied = (form: Form, changes: readonly Change[]) => changes.reduce((before, { make }) => make(before), form);

/** The first of the smallest sets that will do; empty where none does. */
function fewestChanges(changes: readonly Change[], willDo: (set: readonly Change[]) => boolean): readonly Change[] {
  let questions = 0;
  for (let size = 1; size <= mostChanges; size++) {
    for (const set of setsOf(changes, size)) {
      if (++questions > mostQuestions) return [];
      if (new Set(set.map(({ field }) => field)).size === size && willDo(set)) return set;
    }
  }
  return [];
}

function* setsOf(changes: readonly Change[], size: number, from = 0): Generator<Change[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = from; i < changes.length; i++) {
    for (const rest of setsOf(changes, size - 1, i + 1)) yield [changes[i]!, ...rest];
  }
}

function ruleOf(context: Context, alone: Form, { field, name, instead }: Change, answer: UnitAnswer): Rule {
  const { core, docs } = context;
  const { groups } = build(context, alone);
  const [cdb, list = cdb] = groups.map(({ structure }) => structure);
  const home = groups.find(({ fields }) => fields.some((one) => one.name === field))?.structure ?? "transport_id";
  const points = answer.sense.length > 0 ? pointedField(core, answer.sense, cdb!, list!) : "";
  return { field, name, instead, answer, points, clause: clauseOf(docs, home) };
}
