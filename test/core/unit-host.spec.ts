// What a host may send, and what the unit knows of commands that it does nothing for.
import { put16, put8 } from "../../assembly/bytes";
import { start } from "../../assembly/unit/event";
import { execute } from "../../assembly/unit/execute";
import { INPUT, NEXUS, Status } from "../../assembly/generated/records";
import {
  attention, begin, command, GOOD, IN_CDB, NO_SUCH_COMMAND, on, putTransportId, read, refused, RESERVE, send,
} from "./unit";

describe("PERSISTENT RESERVE IN", () => {
  it("is refused with an unknown service action", () => {
    begin();
    for (let action: u32 = 4; action < 32; action++) refused(read(1, action), IN_CDB, action.toString());
  });
});

describe("other commands", () => {
  it("are refused when they are not known, whatever their length", () => {
    begin();
    refused(command(1, 0x02, 1), NO_SUCH_COMMAND);
    refused(command(1, 0xff, 1), NO_SUCH_COMMAND);
    refused(command(1, 0x60, 260), NO_SUCH_COMMAND);
    memory.fill(INPUT, 0, 32);
    put8(INPUT, 0xa3);
    put8(INPUT + 1, 0x1f);
    refused(send(1, 12, 0), IN_CDB);
    put8(INPUT, 0x7f);
    put16(INPUT + 8, 0x7777);
    refused(send(1, 32, 0), IN_CDB);
  });

  it("come from an initiator port and a target port that are some", () => {
    begin();
    putTransportId(NEXUS, 1);
    memory.fill(INPUT, 0, 16);
    expect<i32>(execute(6, 0, 24, 1)).toBe(GOOD);
    expect<i32>(execute(6, 0, 24, 0)).toBe(Status.INVALID_FIELD);
    expect<i32>(execute(6, 0, 24, 3)).toBe(Status.INVALID_FIELD);
    expect<i32>(execute(6, 0, 24, -1)).toBe(Status.INVALID_FIELD);
    expect<i32>(execute(6, 0, 23, 1)).toBe(Status.SHORT);
    expect<i32>(execute(6, 0, 25, 1)).toBe(Status.TRAILING);
    expect<i32>(execute(6, 0, 257, 1)).toBe(Status.TOO_LONG);
    expect<i32>(execute(6, 0, -1, 1)).toBe(Status.TOO_LONG);
    expect<i32>(execute(0, 0, 24, 1)).toBe(Status.SHORT);
    expect<i32>(execute(5, 0, 24, 1)).toBe(Status.SHORT);
    expect<i32>(execute(6, 65539, 24, 1)).toBe(Status.TOO_LONG);
    expect<i32>(execute(65545, 0, 24, 1)).toBe(Status.TOO_LONG);
    expect<i32>(execute(-1, 1, 24, 1)).toBe(Status.TOO_LONG);
    expect<i32>(execute(6, 65538, 24, 1)).toBe(GOOD);
    put8(NEXUS, 0x0f);
    expect<i32>(execute(6, 0, 24, 1)).toBe(Status.INVALID_FIELD);
    expect<u32>(attention(on(2, 1))).toBe(0);
  });

  it("go to a unit that was started with what there is", () => {
    expect<i32>(start(2, 1)).toBe(Status.INVALID_FIELD);
    expect<i32>(start(-1, 1)).toBe(Status.INVALID_FIELD);
    expect<i32>(start(0, 0)).toBe(Status.INVALID_FIELD);
    expect<i32>(start(0, 17)).toBe(Status.INVALID_FIELD);
    expect<i32>(start(0, 16)).toBe(0);
  });
});
