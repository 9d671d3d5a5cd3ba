/** The command table on the shipped module: test/vectors/commands.json has a CDB for every row, named by others where a source is given. */
import { describe, expect, test } from "vitest";
import {
  abi,
  type CommandDescription,
  commands,
  composeCdb,
  dataStructure,
  describe as describeStructure,
  explain,
  explainCdb,
  type FieldNode,
  findCommand,
} from "../../hosts/embed/index.ts";
import { hex, loadCore, unhex, vectors } from "./core.ts";
import { thrown } from "./command.ts";
import { tree } from "./tree.ts";

interface Row {
  readonly name: string;
  readonly cdb: string;
  readonly device_type: number;
  /** Name of OPERATION CODE, where it is not the command's. */
  readonly operation?: string;
  readonly action?: string;
  readonly source: string;
}

const core = loadCore();
const rows = vectors<Row>("commands");
const all = commands(core);
const keyOf = ({ operationCode, serviceAction, deviceTypes }: CommandDescription) =>
  `${operationCode.toString(16)}/${serviceAction?.toString(16)} of ${deviceTypes.join()}`;
/** Hexadecimal digits of a CDB that begins with these, then zeros. */
const cdb = (start: string, bytes: number) => start.padEnd(bytes * 2, "0");
const nameOf = (cdb: string, deviceType = 0) => {
  const { name, serviceActionName } = findCommand(core, unhex(cdb), deviceType);
  return serviceActionName === "" || serviceActionName === name ? name : `${name}, ${serviceActionName}`;
};

test("every row has its name, by a CDB of its own", () => {
  for (const row of rows) {
    const { name, operationName, serviceActionName } = findCommand(core, unhex(row.cdb), row.device_type);
    const { operation = row.name, action = "" } = row;
    expect([row.cdb, name, operationName, serviceActionName]).toEqual([row.cdb, row.name, operation, action]);
  }
  const reached = rows.map((row) => keyOf(findCommand(core, unhex(row.cdb), row.device_type)));
  expect(reached.sort()).toEqual(all.map(keyOf).sort());
  expect(new Set(reached).size).toBe(reached.length);
  expect(rows.filter(({ source }) => source !== "T10").length).toBeGreaterThan(330);
});

test("a command that is found is the one in the list, with the length of its own CDB", () => {
  for (const { cdb, device_type } of rows) {
    const data = unhex(cdb);
    const found = findCommand(core, data, device_type);
    const listed = all.find((command) => keyOf(command) === keyOf(found))!;
    expect(found).toEqual({ ...listed, length: data.length });
    expect(listed.length).toBeLessThanOrEqual(data.length);
  }
  expect(all.length).toBeGreaterThan(350);
  expect(thrown(() => core.check(core.exports.hf_command(all.length))).status).toBe("unknown_field");
  expect(thrown(() => core.check(core.exports.hf_command(-1))).status).toBe("unknown_field");
});

describe("three answers to what is no command", () => {
  test.each([
    ["", "short", "OPERATION CODE", 0, 0, 1],
    ["28", "short", "READ(10)", 0, 1, 10],
    ["280000000000000000", "short", "READ(10)", 0, 9, 10],
    ["a30c", "short", "MAINTENANCE IN", 0, 2, 12],
    ["5e", "short", "PERSISTENT RESERVE IN", 0, 1, 10],
    ["7f000000000000", "short", "VARIABLE LENGTH CDB", 0, 7, 10],
    ["7f00000000000018", "short", "VARIABLE LENGTH CDB", 0, 8, 32],
    ["7f000000000000180009", "short", "VARIABLE LENGTH CDB", 0, 10, 32],
    ["7e0000", "short", "EXTENDED CDB", 0, 3, 4],
    ["7e000008000000", "short", "EXTENDED CDB", 0, 7, 12],
  ])("%s: short", (cdb, status, field, bit, have, need) => {
    const { details, status: is } = thrown(() => findCommand(core, unhex(cdb)));
    expect({ is, ...details }).toEqual({ is: status, field, bit, have, need, sense: undefined });
  });

  test.each([
    ["02", 2],
    ["1f0000", 0x1f],
    ["60", 0x60],
    ["c1000000000000000000", 0xc1],
    ["ff", 0xff],
  ])("%s: unknown operation code", (cdb, have) => {
    const { details, status } = thrown(() => findCommand(core, unhex(cdb)));
    const sense = { key: 5, asc: 0x20, ascq: 0 };
    expect({ status, ...details }).toEqual({
      status: "unknown_operation_code",
      field: "OPERATION CODE",
      bit: 0,
      have,
      need: 0,
      sense,
    });
  });

  test.each([
    [cdb("5e04", 10), 4, 11],
    [cdb("a311", 12), 0x11, 11],
    [cdb("a3f1", 12), 0x11, 11],
    [cdb("8605", 16), 5, 11],
    [cdb("9d00", 16), 0, 11],
    [cdb("7f000000000000180013", 32), 0x13, 64],
    [cdb("3402", 10), 2, 11, 1],
  ])("%s: unknown service action", (cdb, have, bit, deviceType = 0) => {
    const { details, status } = thrown(() => findCommand(core, unhex(cdb), deviceType));
    const sense = { key: 5, asc: 0x24, ascq: 0 };
    expect({ status, ...details }).toEqual({
      status: "unknown_service_action",
      field: "SERVICE ACTION",
      bit,
      have,
      need: 0,
      sense,
    });
  });
});

test("the bits above SERVICE ACTION do not matter", () => {
  expect(nameOf(cdb("beff", 12), 5)).toBe("READ CD");
  expect(nameOf(cdb("a3ea", 12))).toBe("REPORT TARGET PORT GROUPS");
});

describe("device types", () => {
  test.each([
    ["its own", cdb("0100", 6), 1, "REWIND"],
    ["its own", cdb("a30c", 12), 5, "SEND KEY"],
    ["its own service action", cdb("a31d", 12), 1, "RECEIVE RECOMMENDED ACCESS ORDER"],
    ["its own service action", cdb("a31d", 12), 0, "REPORT PROVISIONING INITIALIZATION PATTERN"],
    ["its own, with service actions", cdb("3406", 10), 1, "READ POSITION, LONG FORM"],
    ["its own, without them", cdb("3406", 10), 0, "PRE-FETCH(10)"],
    ["that of all device types", cdb("a30c", 12), 1, "REPORT SUPPORTED OPERATION CODES"],
    ["that of all device types", cdb("1600", 6), 1, "RESERVE(6)"],
    ["that of all device types", cdb("b500", 12), 0x1f, "SECURITY PROTOCOL OUT"],
    ["that of block devices", cdb("2500", 10), 1, "READ CAPACITY(10)"],
    ["that of block devices", cdb("4801", 10), 1, "SANITIZE, OVERWRITE"],
    ["that of block devices, not the tape's", cdb("3406", 10), 8, "PRE-FETCH(10)"],
    ["that of block devices, not the tape's", cdb("9300", 16), 8, "WRITE SAME(16)"],
    ["any", cdb("4600", 10), 0, "GET CONFIGURATION"],
    ["any, the first", cdb("b600", 12), 0, "SEND VOLUME TAG"],
    ["any, the first", cdb("a300", 12), 0, "REPORT ASSIGNED/UNASSIGNED P_EXTENT"],
  ])("%s: %s of %i is %s", (_which, cdb, deviceType, expected) => {
    expect(nameOf(cdb, deviceType)).toBe(expected);
  });

  test("which have a command", () => {
    expect(findCommand(core, unhex(cdb("12", 6))).deviceTypes).toEqual(Array.from({ length: 32 }, (_, i) => i));
    expect(findCommand(core, unhex(cdb("42", 10)), 5).deviceTypes).toEqual([5]);
    expect(findCommand(core, unhex(cdb("0801", 6)), 0x14).deviceTypes).toEqual([0, 4, 7, 0x0e, 0x14]);
    expect(findCommand(core, unhex(cdb("0801", 6)), 1).deviceTypes).toEqual([1]);
  });

  test.each([32, 2 ** 32 - 1])("%i is none", (deviceType) => {
    for (const call of [findCommand, explainCdb, dataStructure])
      expect(thrown(() => call(core, unhex("12"), deviceType))).toMatchObject({
        status: "invalid_field",
        details: { field: "PERIPHERAL DEVICE TYPE", need: 31 },
      });
  });
});

describe("fields of a CDB", () => {
  const lines = (cdb: string, deviceType = 0) => tree(explainCdb(core, unhex(cdb), deviceType), unhex(cdb));

  test("the root is the command, OPERATION CODE and SERVICE ACTION have their names", () => {
    for (const { cdb, device_type, ...row } of rows) {
      const nodes = explainCdb(core, unhex(cdb), device_type);
      const meaning = (field: string) => nodes.find((node) => node.parent === 0 && node.name === field)?.meaning;
      expect([cdb, nodes[0]!.name, meaning("OPERATION CODE")]).toEqual([cdb, row.name, row.operation ?? row.name]);
      if (row.action !== undefined) expect([cdb, meaning("SERVICE ACTION")]).toEqual([cdb, row.action]);
    }
  });

  test("besides names they are those of the layout", () => {
    const bare = ({ bit, bits, parent, value, flags, index }: FieldNode) => [bit, bits, parent, value, flags, index];
    for (const { cdb, device_type } of rows) {
      const { structure } = findCommand(core, unhex(cdb), device_type);
      const plain = explain(core, structure, unhex(cdb));
      expect(explainCdb(core, unhex(cdb), device_type).map(bare)).toEqual(plain.map(bare));
    }
  });

  test("in every device type, of every operation code, whole or not, with nothing left out", () => {
    const flag = abi.enumerations.node_flag;
    for (let code = 0; code < 256; code++) {
      for (const deviceType of [0, 1, 5, 8, 0x12, 0x1f]) {
        for (const length of [1, 2, 6, 9, 10, 12, 16, 32]) {
          const cdb = new Uint8Array(length).fill(0x11).fill(code, 0, 1);
          const nodes = explainCdb(core, cdb, deviceType);
          const leaves = nodes.filter((_, i) => i > 0 && !nodes.some(({ parent }) => parent === i));
          expect([code, leaves.reduce((sum, { bits }) => sum + bits, 0)]).toEqual([code, length * 8]);
          expect(nodes[0]!.flags & flag.group).toBe(flag.group);
        }
      }
    }
  });

  test.each<[string, string[]]>([
    ["", ["CDB of 6 bytes (truncated)"]],
    ["12", ["INQUIRY (truncated)", "  OPERATION CODE = 12 INQUIRY"]],
    ["a3", ["MAINTENANCE IN (truncated)", "  OPERATION CODE = a3 MAINTENANCE IN"]],
    ["5e", ["PERSISTENT RESERVE IN (truncated)", "  OPERATION CODE = 5e PERSISTENT RESERVE IN"]],
    [
      "5f07",
      [
        "PERSISTENT RESERVE OUT (truncated)",
        "  OPERATION CODE = 5f PERSISTENT RESERVE OUT",
        "  SERVICE ACTION = 7 REGISTER AND MOVE",
      ],
    ],
    [
      "a312000000000000000000010203",
      [
        "MAINTENANCE IN",
        "  OPERATION CODE = a3 MAINTENANCE IN",
        "  SERVICE ACTION = 12",
        "  CONTROL = 1",
        "  Trailing bytes 0203 (trailing)",
      ],
    ],
    ["c10203", ["CDB", "  OPERATION CODE = c1", "  Command specific 0203"]],
    ["020000000400", ["CDB of 6 bytes", "  OPERATION CODE = 2", "  Command specific 00000004"]],
    ["60", ["CDB", "  OPERATION CODE = 60"]],
    [
      "7f000000000000028888",
      [
        "FLUSH",
        "  OPERATION CODE = 7f VARIABLE LENGTH CDB",
        "  ADDITIONAL CDB LENGTH = 2",
        "  SERVICE ACTION = 8888 FLUSH",
      ],
    ],
    ["7e00000400010203", ["EXTENDED CDB", "  OPERATION CODE = 7e EXTENDED CDB", "  EXTENDED CDB LENGTH = 4"]],
  ])("%s", (cdb, expected) => {
    expect(lines(cdb).slice(0, expected.length)).toEqual(expected);
  });
});

describe("composed", () => {
  test("every command: the codes are its own", () => {
    for (const command of all) {
      const cdb = composeCdb(core, command, {});
      const deviceType = command.deviceTypes.length === 32 ? 0 : command.deviceTypes[0]!;
      expect(keyOf(findCommand(core, cdb, deviceType))).toBe(keyOf(command));
      expect(cdb.length).toBe(command.length);
    }
  });

  test("with values, and with bytes behind", () => {
    const byName = (name: string, action = "") =>
      all.find((command) => command.name === name && command.serviceActionName === action)!;
    const out = byName("PERSISTENT RESERVE OUT", "PREEMPT AND ABORT");
    expect(hex(composeCdb(core, out, { TYPE: 5, "PARAMETER LIST LENGTH": 24 }))).toBe("5f050500000000001800");
    const create = byName("CREATE", "CREATE");
    expect(hex(composeCdb(core, create, {}, new Uint8Array(6).fill(1)))).toBe("7f000000000000088802010101010101");
    expect(describeStructure(core, create.structure).regions.length).toBe(1);
  });
});
