import { findData } from "../../assembly/command/data";
import { explainCdb } from "../../assembly/command/explain";
import { describeCommand, findCommand } from "../../assembly/command/find";
import { commandOf, DEVICE_TYPES, NONE } from "../../assembly/command/table";
import { put8 } from "../../assembly/bytes";
import { COMMANDS } from "../../assembly/generated/commands";
import { CommandRecord, ErrorRecord, INPUT, INPUT_SIZE, LAST_ERROR, NODES, NodeRecord, RECORD, Status } from "../../assembly/generated/records";
import { textOf } from "./texts";
import { bytes, count, number, text } from "./vectors";

function record(): CommandRecord {
  return changetype<CommandRecord>(RECORD);
}
function error(): ErrorRecord {
  return changetype<ErrorRecord>(LAST_ERROR);
}
/** Puts a CDB into the input buffer: its first two bytes, then zeros. */
function cdb(operationCode: u32, second: u32): void {
  memory.fill(INPUT, 0, 64);
  put8(INPUT, operationCode);
  put8(INPUT + 1, second);
}

describe("a command", () => {
  it("is found by its vector, and is what is said of its number", () => {
    const rows = count("commands");
    expect<i32>(rows).toBe(COMMANDS);
    for (let row = 0; row < rows; row++) {
      const length = bytes("commands", row, "cdb", INPUT);
      const found = findCommand(length, <i32>number("commands", row, "device_type"));
      const title = text("commands", row, "name");
      expect<string>(textOf(record().name)).toBe(title);
      expect<i32>(describeCommand(found)).toBe(Status.OK, title);
      expect<string>(textOf(record().name)).toBe(title);
    }
  });

  it("is one of three answers when it is none", () => {
    cdb(0x12, 0);
    expect<i32>(findCommand(0, 0)).toBe(Status.SHORT);
    expect<i32>(findCommand(5, 0)).toBe(Status.SHORT);
    expect<u32>(error().need).toBe(6);
    expect<i32>(findCommand(6, 0) >= 0).toBe(1);
    cdb(0xc0, 0);
    expect<i32>(findCommand(1, 0)).toBe(Status.UNKNOWN_OPERATION_CODE);
    expect<u8>(error().asc).toBe(0x20);
    cdb(0xa3, 0x11);
    expect<i32>(findCommand(12, 0)).toBe(Status.UNKNOWN_SERVICE_ACTION);
    expect<u8>(error().asc).toBe(0x24);
    expect<u32>(error().bit).toBe(11);
  });

  it("may be any of the device's type, and of no type that there is not", () => {
    for (let code = 0; code < 256; code++) {
      const known = commandOf(code, 0, 0) != NONE;
      for (let type: u32 = 0; type < DEVICE_TYPES; type++) {
        if (code != 0x34 && code != 0xa3 && code != 0xa4) expect<bool>(commandOf(code, 0, type) != NONE).toBe(known, code.toString());
      }
    }
    expect<i32>(findCommand(6, DEVICE_TYPES)).toBe(Status.INVALID_FIELD);
    expect<i32>(findCommand(INPUT_SIZE + 1, 0)).toBe(Status.TOO_LONG);
  });
});

describe("a CDB", () => {
  it("is explained at every length, from every node on", () => {
    for (let code = 0; code < 256; code++) {
      cdb(code, 0x10);
      for (let length = 0; length < 40; length++) {
        const all = explainCdb(length, 0, 0);
        expect<i32>(all > 0).toBe(1, code.toString());
        const last = changetype<NodeRecord>(NODES + (all - 1) * 32).bit;
        expect<i32>(explainCdb(length, 0, all - 1)).toBe(1, code.toString());
        expect<u32>(changetype<NodeRecord>(NODES).bit).toBe(last, code.toString());
      }
    }
    expect<i32>(explainCdb(6, -1, 0)).toBe(Status.INVALID_FIELD);
    expect<i32>(explainCdb(INPUT_SIZE + 1, 0, 0)).toBe(Status.TOO_LONG);
  });

  it("has data only where it is a command", () => {
    cdb(0x5f, 0x07);
    expect<i32>(findData(10, 0, 0)).toBe(Status.OK);
    expect<i32>(findData(9, 0, 0)).toBe(Status.SHORT);
    expect<i32>(findData(10, 0, -1)).toBe(Status.TOO_LONG);
    expect<i32>(findData(10, 0, INPUT_SIZE - 9)).toBe(Status.TOO_LONG);
    cdb(0x5f, 0x1f);
    expect<i32>(findData(10, 0, 0)).toBe(Status.UNKNOWN_SERVICE_ACTION);
  });
});
