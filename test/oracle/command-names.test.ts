/** Names of commands: sg_decode_sense and sg_raw (sg3_utils 1.46) on random CDBs and on one of every command that they can be told, a block device's. */
import { expect, test } from "vitest";
import { CoreError, explainCdb, findCommand } from "../../hosts/embed/index.ts";
import { hex, loadCore, unhex, vectors } from "../hosts/core.ts";
import { Random, seed } from "../common/random.ts";
import { describeWith, SG3_UTILS } from "../common/requirements.ts";
import { run } from "./program.ts";

interface Difference {
  /** Operation code, and service action where it has a name of its own. */
  readonly case: string;
  readonly sg3_utils: string;
  readonly holdfast: string;
  readonly reason: string;
}

const core = loadCore();
const differences = vectors<Difference>("sg3-utils-1.46.differences");

const unknownOperationCode = "unknown operation code";
const unknownServiceAction = "unknown service action";
/** Operation codes with a field MODE, which sg3_utils takes for a service action. */
const hasMode = [0x3b, 0x3c, 0x9b];

/** sg3_utils' words as the standards spell them: in capitals, without the edition of OSD. */
function standard(words: string): string {
  if (/^(Opcode=|Vendor specific \[|Reserved \[)/.test(words)) return unknownOperationCode;
  const [name, action] = words.split(/ service action=/);
  const whole = name!.replace(/ \(osd(-2)?\)$/, "").replaceAll(" / ", "/");
  return `${whole.toUpperCase()}${action === undefined ? "" : `, ${unknownServiceAction}`}`;
}

function ours(cdb: Uint8Array): string {
  try {
    const { name, operationCode, serviceActionName } = findCommand(core, cdb);
    if (hasMode.includes(operationCode)) return `${name}, ${modeOf(cdb).meaning.toUpperCase() || unknownServiceAction}`;
    return serviceActionName === "" || serviceActionName === name ? name : `${name}, ${serviceActionName}`;
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    if (error.status === "unknown_operation_code") return unknownOperationCode;
    const [root] = explainCdb(core, cdb);
    return `${root!.name}, ${error.status === "unknown_service_action" ? unknownServiceAction : error.message}`;
  }
}

const modeOf = (cdb: Uint8Array) => explainCdb(core, cdb).find(({ name }) => name === "MODE")!;

/** What a difference is about: all service actions without a name are one case. */
function caseOf(cdb: Uint8Array, holdfast: string): string {
  const code = hex(cdb.subarray(0, 1));
  if (!hasMode.includes(cdb[0]!) && (holdfast.endsWith(unknownServiceAction) || holdfast === unknownOperationCode))
    return code;
  const { operationCode, serviceAction = hasMode.includes(operationCode) ? Number(modeOf(cdb).value) : undefined } =
    findCommand(core, cdb);
  return serviceAction === undefined
    ? code
    : `${code}/${serviceAction.toString(16).padStart(code === "7f" ? 4 : 2, "0")}`;
}

const lengths = [6, 10, 10, 10, 16, 12, 6, 6];

/** A CDB with any operation code, and of those with many service actions more than of others. */
function randomCdb(random: Random): Uint8Array {
  const many = [0x7f, 0x83, 0x84, 0x94, 0x95, 0x9e, 0x9f, 0xa3, 0xa4, 0x5e, 0x5f];
  const operationCode = random.below(2) ? random.of(many) : random.below(256);
  const cdb = Uint8Array.from({ length: operationCode === 0x7f ? 32 : lengths[operationCode >> 5]! }, () =>
    random.below(256),
  );
  cdb[0] = operationCode;
  if (operationCode === 0x7f) cdb.set([24, random.of([0, 0x18, 0x88, 0x8f]), random.below(256)], 7);
  if (operationCode === 0x7e) cdb.set([0, 6], 2);
  return cdb;
}

/** An operation code, and byte 1: where service actions and modes are. */
function cdbOf(operationCode: number, byte1: number): Uint8Array {
  const cdb = new Uint8Array(operationCode === 0x7f ? 32 : lengths[operationCode >> 5]!);
  cdb.set([operationCode, byte1]);
  return cdb;
}

/** One CDB of every command, of every operation code, and of every service action or mode of those that have some, unknown ones too. */
function everyCommand(): Uint8Array[] {
  const known = vectors<{ cdb: string }>("commands").map(({ cdb }) => unhex(cdb));
  const codes = Array.from({ length: 256 }, (_, operationCode) => cdbOf(operationCode, 0));
  const withActions = new Set([...hasMode, ...known.filter(hasServiceAction).map(([operationCode]) => operationCode!)]);
  const actions = [...withActions].flatMap((code) => Array.from({ length: 32 }, (_, action) => cdbOf(code, action)));
  const variableLength = Uint8Array.from([
    0x7f,
    ...Array<number>(6).fill(0),
    24,
    0xff,
    0xff,
    ...Array<number>(22).fill(0),
  ]);
  const extended = Uint8Array.from([0x7e, 0, 0, 6, 0, 0, 0, 0, 0, 0]);
  return [...known, ...codes, ...actions, variableLength, extended];
}

function hasServiceAction(cdb: Uint8Array): boolean {
  return cdb[0] !== 0x7f && findCommand(core, cdb).serviceAction !== undefined;
}

const decodeSense = (cdb: Uint8Array) => run("sg_decode_sense", ["--cdb", "-n", hex(cdb)]).out.trim();
const raw = (cdb: Uint8Array) => {
  const bytes = Array.from(cdb, (byte) => byte.toString(16).padStart(2, "0"));
  return /cdb to send: (.*) \[[0-9a-f ]*\]$/m.exec(run("sg_raw", ["-vvv", "/dev/null", ...bytes]).err)?.[1] ?? "";
};

describeWith(SG3_UTILS, "sg_decode_sense and sg_raw", () => {
  const random = new Random(seed);
  const cases = [...everyCommand(), ...Array.from({ length: 1000 }, () => randomCdb(random))];

  test(`1000 random CDBs and one of every command, seed ${seed}: the same names, but for the differences that are listed, each of which is there`, () => {
    const found = new Map<string, Omit<Difference, "reason">>();
    let equal = 0;
    for (const cdb of cases) {
      const [sg3_utils, holdfast] = [standard(decodeSense(cdb)), ours(cdb)];
      if (sg3_utils === holdfast) equal++;
      else found.set(caseOf(cdb, holdfast), { case: caseOf(cdb, holdfast), sg3_utils, holdfast });
    }
    const listed = differences.map(({ case: about, sg3_utils, holdfast }) => ({ case: about, sg3_utils, holdfast }));
    expect([...found.values()].sort((a, b) => a.case.localeCompare(b.case))).toEqual(listed);
    expect(equal).toBeGreaterThan(1200);
    for (const { reason } of differences) expect(reason).toMatch(/\w{4,}/);
  });

  test("sg_raw says what sg_decode_sense says", () => {
    const isReserved = ([operationCode]: Uint8Array) => operationCode! >> 5 === 3 && operationCode !== 0x7f; // sg_raw takes these for NVMe
    const some = cases.slice(-200).filter((cdb) => !isReserved(cdb));
    expect(some.length).toBeGreaterThan(150);
    for (const cdb of some) expect([hex(cdb), raw(cdb)]).toEqual([hex(cdb), decodeSense(cdb)]);
  });
});
