/** What one would write without the core: the two commands in plain TypeScript, with what our decoder returns. Here to be measured. */
import type { Cdb } from "../../hosts/embed/index.ts";

const inActions = ["READ KEYS", "READ RESERVATION", "REPORT CAPABILITIES", "READ FULL STATUS"];
const outActions = [
  "REGISTER",
  "RESERVE",
  "RELEASE",
  "CLEAR",
  "PREEMPT",
  "PREEMPT AND ABORT",
  "REGISTER AND IGNORE EXISTING KEY",
  "REGISTER AND MOVE",
  "REPLACE LOST RESERVATION",
];

/** Bytes in, object out; throws for what is none of the two commands. */
export function decodeInTypeScript(data: Uint8Array): Cdb {
  const [operationCode] = data;
  if (data.length < 10) throw new Error(`${data.length} bytes are there, 10 are needed`);
  if (operationCode !== 0x5e && operationCode !== 0x5f)
    throw new Error(`no command with operation code ${operationCode}`);
  const out = operationCode === 0x5f;
  const serviceAction = data[1]! & 0x1f;
  const action = (out ? outActions : inActions)[serviceAction];
  if (action === undefined) throw new Error(`there is no service action ${serviceAction}`);
  return {
    operationCode,
    serviceAction,
    scope: out ? data[2]! >> 4 : 0,
    type: out ? data[2]! & 0xf : 0,
    length: out ? ((data[5]! << 24) | (data[6]! << 16) | (data[7]! << 8) | data[8]!) >>> 0 : (data[7]! << 8) | data[8]!,
    control: data[9]!,
    command: out ? "PERSISTENT RESERVE OUT" : "PERSISTENT RESERVE IN",
    action,
  };
}

/**
 * `count` CDBs, `stride` bytes apart, to six numbers each (operation code, service action, scope, type, length, control) in `rows`; of one
 * that is refused only 0. Returns how many were decoded.
 */
export function decodeManyInTypeScript(data: Uint8Array, count: number, stride: number, rows: Uint32Array): number {
  let decoded = 0;
  for (let i = 0; i < count; i++) {
    const at = i * stride;
    const row = i * 6;
    const out = data[at] === 0x5f;
    const serviceAction = data[at + 1]! & 0x1f;
    if ((!out && data[at] !== 0x5e) || serviceAction >= (out ? outActions.length : inActions.length)) {
      rows.fill(0, row, row + 6);
      continue;
    }
    rows[row] = data[at]!;
    rows[row + 1] = serviceAction;
    rows[row + 2] = out ? data[at + 2]! >> 4 : 0;
    rows[row + 3] = out ? data[at + 2]! & 0xf : 0;
    rows[row + 4] = (out ? (data[at + 5]! << 24) | (data[at + 6]! << 16) : 0) | (data[at + 7]! << 8) | data[at + 8]!;
    rows[row + 5] = data[at + 9]!;
    decoded++;
  }
  return decoded;
}
