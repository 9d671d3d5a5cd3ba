/** Ten random CDBs of each command and kind of device, dissected by tshark and explained by ours: the same fields on the same bits, or a difference with its reason. */
import { beforeAll, expect, test } from "vitest";
import { loadSpec } from "../../hosts/build/generate/spec.mjs";
import { explain, type FieldNode, type StructureName } from "../../hosts/embed/index.ts";
import { loadCore, vectors } from "../hosts/core.ts";
import { Random } from "../common/random.ts";
import { describeWith, TSHARK } from "../common/requirements.ts";
import { fieldNames, partNames } from "./cdb-fields-names.ts";
import { dissect, type TheirField, UNDISSECTED } from "./cdb-fields.ts";
import type { Sent } from "./iscsi-capture.ts";

const EACH = 10;

/** A command as a device type has it. */
interface Command {
  /** Operation code, service action and, where it is not 0, device type: "28", "9e/10", "08@1". */
  readonly key: string;
  readonly operationCode: number;
  readonly serviceAction: number | undefined;
  readonly deviceType: number;
  readonly structure: StructureName;
  readonly size: number;
}

interface Difference {
  readonly commands: string;
  readonly tshark: string;
  readonly holdfast: string;
  readonly reason: string;
}

interface Spec {
  readonly layouts: { readonly [key: string]: StructureName };
  readonly structures: readonly { readonly id: string; readonly size: number; readonly clause: string }[];
}

const core = loadCore();
const spec = (await loadSpec()) as unknown as Spec;
const differences = vectors<Difference>("tshark-4.0.differences");

/** Commands of SPC are sent to all four kinds of device, but where a device type has another command of the code. */
function commands(): Command[] {
  return Object.entries(spec.layouts).flatMap(([layout, structure]) => {
    const [code = "", type] = layout.split("@");
    const [operationCode, serviceAction] = code.split("/").map((digits) => Number.parseInt(digits, 16));
    const { size, clause } = spec.structures.find(({ id }) => id === structure)!;
    const own = (deviceType: number) => `${code.slice(0, 2)}@${deviceType}` in spec.layouts;
    const types = /^SPC/.test(clause) ? [0, 1, 5, 8].filter((each) => !own(each)) : [0];
    return (type === undefined ? types : [Number.parseInt(type, 16)]).map((deviceType) => ({
      key: deviceType ? `${code}@${deviceType}` : code,
      ...{ operationCode: operationCode!, serviceAction, deviceType, structure, size },
    }));
  });
}

function randomCdb({ operationCode, serviceAction, size }: Command, random: Random): Uint8Array {
  const cdb = new Uint8Array(size).map(() => random.below(256));
  cdb[0] = operationCode;
  if (operationCode === 0x7f) cdb.set([size - 8, serviceAction! >> 8, serviceAction! & 0xff], 7);
  else if (serviceAction !== undefined) cdb[1] = (cdb[1]! & 0xe0) | serviceAction;
  return cdb;
}

const place = ({ bit, bits }: { bit: number; bits: number }): string =>
  bits % 8 === 0 && bit % 8 === 0
    ? `byte ${bit / 8}${bits > 8 ? `-${(bit + bits) / 8 - 1}` : ""}`
    : `byte ${bit >> 3} bit ${7 - (bit % 8)}${bits > 1 ? `, ${bits} bits` : ""}`;

/** What differs: what ours has on those bits, or that it has the field elsewhere; undefined where both say the same. */
function difference(theirs: TheirField, nodes: readonly FieldNode[]): string | undefined {
  const fields = nodes.filter(({ parent }) => parent === 0);
  const around = fields.filter(({ bit, bits }) => bit <= theirs.bit && bit + bits >= theirs.bit + theirs.bits);
  const part = around.find(({ name }) => name === partNames[theirs.name]);
  if (part) {
    const value =
      (part.value >> BigInt(part.bit + part.bits - theirs.bit - theirs.bits)) & ((1n << BigInt(theirs.bits)) - 1n);
    return value === theirs.value ? undefined : `${part.name} has another value there`;
  }
  const same = around.find(({ bits }) => bits === theirs.bits);
  const names = fieldNames[theirs.name] ?? [];
  if (same && names.includes(same.name))
    return same.value === theirs.value ? undefined : `${same.name} has another value`;
  const elsewhere = fields.find(({ name }) => names.includes(name));
  const there = elsewhere ?? fields.find(({ bit, bits }) => bit < theirs.bit + theirs.bits && bit + bits > theirs.bit);
  return there ? `${there.name}, ${place(there)}` : "nothing";
}

describeWith(TSHARK, "tshark", () => {
  const all = commands();
  const sent = all.flatMap((command) => {
    const random = new Random(Buffer.from(command.key).reduce((seed, byte) => seed * 31 + byte, 7)); // its own: others may come
    return Array.from({ length: EACH }, (): Sent & { command: Command } => ({
      command,
      deviceType: command.deviceType,
      cdb: randomCdb(command, random),
    }));
  });
  let dissected: TheirField[][];
  beforeAll(() => {
    dissected = dissect(sent);
  });

  test("shows the same fields on the same bits, but for the differences that are listed, each of which is there", () => {
    const found = new Map<string, { tshark: string; holdfast: string; keys: Set<string> }>();
    const without = new Set<string>();
    let equal = 0;
    for (const [i, { command, cdb }] of sent.entries()) {
      const theirs = dissected[i]!;
      const nodes = explain(core, command.structure, cdb);
      if (theirs.some(({ name }) => name === UNDISSECTED)) without.add(command.key);
      for (const field of theirs.filter(({ name }) => name !== UNDISSECTED)) {
        const holdfast = difference(field, nodes);
        const tshark = `${field.name}, ${place(field)}`;
        if (holdfast === undefined) equal++;
        else {
          const id = `${tshark} ${holdfast}`;
          if (!found.has(id)) found.set(id, { tshark, holdfast, keys: new Set() });
          found.get(id)!.keys.add(command.key);
        }
      }
    }
    console.log(
      `${sent.length} CDBs of ${all.length} commands, ${equal} fields alike, ${found.size} differences; tshark knows ${without.size} of the commands by name only`,
    );
    const listed = [...found.values()].map(({ tshark, holdfast, keys }) => ({
      ...{ commands: [...keys].join(" "), tshark, holdfast },
      reason: differences.find((known) => known.tshark === tshark && known.holdfast === holdfast)?.reason,
    }));
    expect(listed).toEqual(differences);
    for (const { reason } of differences) expect(reason).toMatch(/\w{4,}/);
    expect(sent.length).toBeGreaterThan(3000);
    expect(equal).toBeGreaterThan(20_000);
    expect(all.length - without.size).toBeGreaterThan(180);
  });

  test("names no field that the comparison does not know", () => {
    const known = new Set([...Object.keys(fieldNames), ...Object.keys(partNames), UNDISSECTED]);
    const names = new Set(dissected.flat().map(({ name }) => name));
    expect([...names].filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !names.has(name))).toEqual([]);
  });
});
