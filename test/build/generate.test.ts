/** What the generator makes of a description, and what it refuses. */
import { describe, expect, test } from "vitest";
import { packReply } from "../../hosts/build/generate/codes.mjs";
import { checkCommands, checkLayouts } from "../../hosts/build/generate/commands.mjs";
import { layOut } from "../../hosts/build/generate/layout.mjs";
import { camel, pascal, upper } from "../../hosts/build/generate/names.mjs";
import { inOrder, kind, Packer } from "../../hosts/build/generate/pack.mjs";
import { checkStructures, loadSpec } from "../../hosts/build/generate/spec.mjs";
import { mark, Text } from "../../hosts/build/generate/text.mjs";

interface Placed {
  name: string;
  start: number;
  bits: number;
  offset: number;
}
const field = (name: string, byte: number, bits: number, more = {}) => ({ name, byte, bits, doc: "", ...more });
const structure = (size: number, fields: object[], more = {}) => ({
  id: "it",
  name: "It",
  clause: "",
  doc: "",
  size,
  fields,
  ...more,
});
const counting = field("LENGTH", 0, 8, { countsFrom: 1 });
const choice = (cases: object, otherwise: string) => ({ id: "choice", cases, otherwise });
const names = (size: number, fields: object[]) => {
  const [checked] = checkStructures([structure(size, fields)]) as { fields: Placed[] }[];
  return checked!.fields.map(({ start, bits, name }) => `${start}+${bits} ${name}`);
};

test("gaps become reserved fields: before, between, within a group, behind", () => {
  const parts = [field("P", 2, 2, { bit: 5 })];
  expect(names(4, [field("A", 0, 4, { bit: 3 }), field("G", 2, 8, { parts })])).toEqual([
    "0+4 Reserved",
    "4+4 A",
    "8+8 Reserved",
    "16+8 G",
    "16+2 Reserved",
    "18+2 P",
    "20+4 Reserved",
    "24+8 Reserved",
  ]);
});

test("a gap of more than 64 bits is bytes, and the bits before and behind whole ones", () => {
  const fields = [field("A", 0, 3), field("B", 11, 1, { bit: 4 })];
  expect(names(12, fields)).toEqual([
    "0+3 A",
    "3+5 Reserved",
    "8+80 Reserved",
    "88+3 Reserved",
    "91+1 B",
    "92+4 Reserved",
  ]);
});

describe("refused", () => {
  test.each<[string, object[]]>([
    ["it: B overlaps the field before it", [structure(2, [field("A", 0, 9), field("B", 1, 8)])]],
    ["it: A ends behind bit 8", [structure(1, [field("A", 0, 9)])]],
    ["it: P ends behind bit 8", [structure(2, [field("A", 0, 8, { parts: [field("P", 0, 9)] })])]],
    ["it: A is not 1 to 64 bits wide", [structure(16, [field("A", 0, 65)])]],
    ["it: A is not 1 to 64 bits wide", [structure(1, [field("A", 0, 0)])]],
    ["it: A is not whole bytes", [structure(2, [field("A", 0, 12, { kind: "bytes" })])]],
    ["it has two fields named A", [structure(2, [field("A", 0, 8), field("A", 1, 8)])]],
    [
      "it has two fields that count its bytes",
      [structure(2, [field("A", 0, 8, { countsFrom: 1 }), field("B", 1, 8, { countsFrom: 2 })])],
    ],
    ["the identifier it is used twice", [structure(1, []), structure(1, [])]],
    ["it names nobody, which is no structure", [structure(1, [counting], { rest: { kind: "list", of: "nobody" } })]],
    ["choice names nobody, which is no structure", [structure(1, []), choice({ 0: "nobody" }, "it")]],
    ["choice names nobody, which is no structure", [structure(1, []), choice({ 0: "it" }, "nobody")]],
    ["it names nobody, which is no structure", [structure(1, [field("A", 0, 8, { of: "nobody" })])]],
    ["choice names nobody, which is no structure", [structure(1, []), { ...choice({}, "it"), inside: "nobody" }]],
    [
      "it has no field N that counts a region",
      [structure(1, [counting], { rest: [{ kind: "bytes", name: "", countedBy: "N" }] })],
    ],
    ["it: A is not whole bytes", [structure(2, [field("A", 0, 12, { of: "it" })])]],
    [
      "it: P is a part, and cannot have parts",
      [structure(1, [field("A", 0, 8, { parts: [field("P", 0, 8, { parts: [field("Q", 0, 8)] })] })])],
    ],
  ])("%s", (message, structures) => {
    expect(() => checkStructures(structures)).toThrow(`spec: ${message}`);
  });

  test("a reply by a name that nobody has", async () => {
    const spec = await loadSpec();
    expect(() => packReply(spec, { status: "FINE" })).toThrow("no value is named FINE");
    expect(packReply(spec, { status: "RESERVATION CONFLICT" })).toBe(0x18000000);
    expect(packReply(spec, { key: "ILLEGAL REQUEST", additional: "INVALID FIELD IN CDB" })).toBe(0x02052400);
  });
});

describe("commands", () => {
  const letters = { D: 0, T: 1, R: 5 };
  const command = (operationCode: number, types: string, serviceAction?: number) => ({
    ...(serviceAction === undefined ? {} : { serviceAction }),
    operationCode,
    types,
    name: `${operationCode}/${serviceAction ?? ""} of ${types}`,
  });
  const family = (operationCode: number, types: string) => ({ operationCode, types, name: `family of ${types}` });

  test.each([
    ["one code twice", [command(1, "D"), command(1, "DT")], []],
    ["one service action twice", [command(1, "T", 2), command(1, "T", 2)], [family(1, "T")]],
    ["with and without service action", [command(1, "D"), command(1, "D", 2)], [family(1, "D")]],
    ["two names of an operation code", [], [family(1, "D"), family(1, "T")]],
    ["a command and an operation code that has service actions", [command(1, "D")], [family(1, "D")]],
    ["two commands of all device types", [command(1, "*"), command(1, "*")], []],
  ])("refused: %s", (_what, list, families) => {
    expect(() => checkCommands(list, families, letters)).toThrow(/^spec: the commands .* have one code$/);
  });

  test("refused: a service action of an operation code without a name, and a device type that is none", () => {
    expect(() => checkCommands([command(1, "D", 2)], [], letters)).toThrow(
      "the operation code of 1/2 of D has no name",
    );
    expect(() => checkCommands([command(1, "D"), command(1, "X")], [], letters)).toThrow("X is no device type");
  });

  const layouts = (commandLayouts: Record<string, string>, list: object[]) =>
    checkLayouts(
      { commandLayouts, deviceTypes: letters, genericLayouts: { plain: ["plain"], action: ["action"] } },
      list,
    ) as string[];

  test("layouts: of a service action, of a device type, of block devices; else generic", () => {
    const list = [
      command(1, "D"),
      command(1, "T"),
      command(1, "R"),
      command(2, "*", 3),
      command(2, "*", 4),
      command(3, "*"),
    ];
    const given = { "01": "of disks", "01@1": "of tapes", "02/03": "of one", "02": "of the rest" };
    expect(layouts(given, list)).toEqual(["of disks", "of tapes", "plain", "of one", "of the rest", "plain"]);
    expect(layouts({}, [command(2, "*", 3)])).toEqual(["action"]);
  });

  test("refused: a command with two layouts, and a layout of no command", () => {
    expect(() => layouts({ "01": "a", "01@1": "b" }, [command(1, "DT")])).toThrow("has two layouts: b, a; make it two");
    expect(layouts({ "01": "a", "01@1": "a" }, [command(1, "DT")])).toEqual(["a"]);
    expect(() => layouts({ "01@5": "a" }, [command(1, "DT")])).toThrow("the layout 01@5 is of no command");
  });

  test("in order of their codes, else as they are given", () => {
    const list = [command(2, "T"), command(2, "D"), command(1, "D", 3), command(1, "D", 1), command(1, "R")];
    const sorted = checkCommands(list, [family(1, "D")], letters) as { name: string }[];
    expect(sorted.map(({ name }) => name)).toEqual(["1/ of R", "1/1 of D", "1/3 of D", "2/ of T", "2/ of D"]);
  });
});

test("records are laid out as C does", () => {
  const fields = ["u8", "u16", "u8", "u64", "u8"].map((type, i) => ({ name: `f${i}`, type }));
  const [record] = layOut([{ fields }]) as { fields: Placed[]; size: number }[];
  expect(record!.fields.map(({ offset }) => offset)).toEqual([0, 2, 4, 8, 16]);
  expect(record!.size).toBe(24);
});

test("texts are kept once, by number, with capitals as small letters, and room for what they are in memory", () => {
  const text = new Text();
  const { room, size } = text;
  const list = ["READ(6)", "Write Exclusive", "is ATA", "x"];
  expect(list.map((name) => text.add(name))).toEqual([2, 3, 4, 5]);
  expect([text.add("is ATA"), text.add("Reserved"), text.count]).toEqual([4, 1, 6]);
  const marked = ["read(6)", "\x02write \x02exclusive", "\x01is \x03ata\x03", "\x01x"];
  expect(list.map((name) => mark(name))).toEqual(marked);
  expect(text.size - size).toBe(marked.join("").length + 4);
  expect(text.room - room).toBe(9 + 17 + 8 + 3);
  for (const other of ["", "\x02", "\u00fc"]) expect(() => text.add(other)).toThrow("is not printable ASCII");
});

test("numbers of all sizes are packed, and no others", () => {
  const packer = new Packer(new Text());
  packer.put(kind.VALUE, 0, 1, 127, 128, 0xfffffffe);
  for (const number of [-1, 1.5, 0xffffffff]) expect(() => packer.put(kind.VALUE, number)).toThrow("cannot be packed");
});

test("names of values and of ranges lie in order, and have no value in common", () => {
  const range = { first: 2, last: 5, name: "range" };
  expect(inOrder({ 7: "seven", 1: "one" }, [range])).toEqual([
    { first: 1, last: 1, name: "one" },
    range,
    { first: 7, last: 7, name: "seven" },
  ]);
  expect(() => inOrder({ 5: "five" }, [range])).toThrow("five overlaps another name's values");
  expect(() => inOrder({}, [{ first: 3, last: 2, name: "none" }])).toThrow("none overlaps");
});

test("names", () => {
  expect([camel("SERVICE ACTION"), camel("SPEC_I_PT"), pascal("pr_in_cdb"), upper("I/O PROCESS TERMINATED")]).toEqual([
    "serviceAction",
    "specIPt",
    "PrInCdb",
    "I_O_PROCESS_TERMINATED",
  ]);
});
