/** The same command by sg3_utils: sg_persist as far as it can, sg_raw for all. */
import { type Core, explain, explainCdb, hexOf, nameOfValue, type StructureName } from "../../embed/index.ts";
import { actionName, type OutAction } from "../standard.ts";
import type { Form } from "./link.ts";
import type { Built } from "./request.ts";
import { sgPersistName } from "./transport-id.ts";

/** A line for a shell, and what has to be said of it; without a line, why there is none. */
export interface ShellLine {
  readonly line: string;
  readonly remark: string;
}

/** Options of sg_persist by the standard's names. */
const outOptions: Readonly<Record<OutAction, string>> = {
  REGISTER: "register",
  RESERVE: "reserve",
  RELEASE: "release",
  CLEAR: "clear",
  PREEMPT: "preempt",
  "PREEMPT AND ABORT": "preempt-abort",
  "REGISTER AND IGNORE EXISTING KEY": "register-ignore",
  "REGISTER AND MOVE": "register-move",
  "REPLACE LOST RESERVATION": "replace-lost",
};
const inOptions: Readonly<Record<string, string>> = {
  "READ KEYS": "read-keys",
  "READ RESERVATION": "read-reservation",
  "REPORT CAPABILITIES": "report-capabilities",
  "READ FULL STATUS": "read-full-status",
};
/** Of sg_persist 1.46. */
const [mostData, mostPorts] = [8192, 32];
const device = "DEVICE";

/** Numbers of a structure's own fields. */
function valuesOf(core: Core, structure: StructureName, bytes: Uint8Array): (name: string) => bigint {
  const values = new Map(explain(core, structure, bytes).map(({ name, value }) => [name, value]));
  return (name) => values.get(name) ?? 0n;
}

const no = (remark: string): ShellLine => ({ line: "", remark });
const hex = (value: bigint) => value.toString(16);

export function sgPersistIn(core: Core, cdb: Uint8Array): ShellLine {
  const field = valuesOf(core, "pr_in_cdb", cdb);
  const name = nameOfValue(core, "pr_in_cdb", "SERVICE ACTION", Number(field("SERVICE ACTION")));
  const action = inOptions[name];
  const length = field("ALLOCATION LENGTH");
  if (action === undefined) return no("sg_persist has no option for this service action.");
  if (field("CONTROL") > 0n) return no("sg_persist always sends CONTROL 0.");
  if (length > mostData) return no(`sg_persist takes an ALLOCATION LENGTH of at most ${mostData}.`);
  return { line: `sg_persist --in --${action} --alloc-length=${hex(length)} ${device}`, remark: "" };
}

export function sgPersistOut(core: Core, form: Form, { groups, bytes, ports }: Built): ShellLine {
  const [cdb, list] = [valuesOf(core, "pr_out_cdb", bytes[0]!), valuesOf(core, groups[1]!.structure, bytes[1]!)];
  const action = actionName(core, Number(cdb("SERVICE ACTION")));
  if (action === undefined) return no("sg_persist has no option for this service action.");
  const moves = action === "REGISTER AND MOVE";
  const why = notBySgPersist(form, { action, ports: ports.length, scope: cdb("SCOPE"), control: cdb("CONTROL") }, list);
  if (why) return no(why);
  const names = form.ports.slice(0, ports.length).map((port, i) => sgPersistName(port) ?? hexOf(ports[i]!, ","));
  const listed = names.length > 1;
  const type = cdb("TYPE");
  const flag = (field: string, option: string) => (list(field) > 0n ? [option] : []);
  const words = [
    ...["sg_persist", "--out", `--${outOptions[action]}`],
    ...[`--param-rk=${hex(list("RESERVATION KEY"))}`, `--param-sark=${hex(list("SERVICE ACTION RESERVATION KEY"))}`],
    ...(type > 0n ? [`--prout-type=${hex(type)}`] : []),
    ...flag("APTPL", "--param-aptpl"),
    ...flag("ALL_TG_PT", "--param-alltgpt"),
    ...flag("UNREG", "--param-unreg"),
    ...(moves ? [`--relative-target-port=${hex(list("RELATIVE TARGET PORT IDENTIFIER"))}`] : []),
    ...(names.length > 0 ? [`--transport-id=${listed ? "-" : names[0]!}`] : []),
    device,
  ];
  const asBytes = form.ports.slice(0, ports.length).some((port) => sgPersistName(port) === undefined);
  const remark = asBytes
    ? "sg_persist has no name for every one of these TransportIDs, so it gets the bytes; it says that it cannot parse them, and sends them."
    : "";
  return { line: `${listed ? `printf '%s\\n' ${names.join(" ")} | ` : ""}${words.join(" ")}`, remark };
}

/** Why sg_persist cannot send this: "" where it can. */
function notBySgPersist(
  form: Form,
  cdb: { action: OutAction; ports: number; scope: bigint; control: bigint },
  list: (name: string) => bigint,
): string {
  if (cdb.scope > 0n) return "sg_persist always sends SCOPE 0.";
  if (cdb.control > 0n) return "sg_persist always sends CONTROL 0.";
  const byHand = ["PARAMETER LIST LENGTH", "TRANSPORTID PARAMETER DATA LENGTH", "TRANSPORTID LENGTH"];
  const given = byHand.find((name) => form.texts.has(name));
  if (given) return `sg_persist fills in ${given} itself.`;
  if (cdb.ports > mostPorts) return `sg_persist takes at most ${mostPorts} TransportIDs.`;
  if (cdb.action === "REGISTER AND MOVE") return cdb.ports === 1 ? "" : "sg_persist moves to exactly one TransportID.";
  if (list("SPEC_I_PT") > 0n && cdb.ports === 0) return "sg_persist sets SPEC_I_PT only with a TransportID.";
  return form.ports.slice(0, cdb.ports).some(({ kind }) => kind === "bytes")
    ? "sg_persist may pad or cut a TransportID that is of no kind."
    : "";
}

/** `list`: what is sent. Of another command it is not known how much data it has. */
export function sgRaw(core: Core, cdb: Uint8Array, list: Uint8Array | undefined): ShellLine {
  const bytes = hexOf(cdb);
  if (list) {
    const octal = Array.from(list, (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
    return {
      line: `printf '${octal}' > list.bin\nsg_raw -s ${list.length} -i list.bin ${device} ${bytes}`,
      remark: "",
    };
  }
  const allowed = allocationOf(core, cdb);
  if (allowed > 0) return { line: `sg_raw -r ${allowed} ${device} ${bytes}`, remark: "" };
  const remark = "Where the command has data, add -r LENGTH or -s LENGTH -i FILE.";
  return { line: `sg_raw ${device} ${bytes}`, remark };
}

function allocationOf(core: Core, cdb: Uint8Array): number {
  return Number(explainCdb(core, cdb).find(({ name }) => name === "ALLOCATION LENGTH")?.value ?? 0n);
}
