/** assembly/generated/codes.ts and failures.ts: SCSI status, sense keys, service actions, types and additional sense codes by name; what a Linux failure code stands for. */
import { upper } from "./names.mjs";

export function renderNames(spec) {
  return [
    renderEnum("ScsiStatus", "SCSI status", spec.statuses),
    renderEnum("SenseKey", "SENSE KEY", spec.senseKeys),
    renderEnum("SenseDescriptorType", "DESCRIPTOR TYPE of a sense data descriptor", spec.descriptorTypes),
    renderEnum("ServiceActionIn", "SERVICE ACTION of PERSISTENT RESERVE IN", spec.inServiceActions),
    renderEnum("ServiceActionOut", "SERVICE ACTION of PERSISTENT RESERVE OUT", spec.outServiceActions),
    renderEnum("ReservationType", "TYPE of a reservation", spec.types),
    renderEnum("Additional", "ADDITIONAL SENSE CODE << 8 | ADDITIONAL SENSE CODE QUALIFIER", spec.additionalSense),
  ].join("\n");
}

export function renderEnum(name, doc, values) {
  const members = Object.entries(values).map(([value, text]) => `  ${upper(text)} = 0x${Number(value).toString(16)},`);
  return `/** ${doc} */\nexport const enum ${name} {\n${members.join("\n")}\n}\n`;
}

export function renderFailures(spec) {
  const pack = (reply) => `0x${packReply(spec, reply).toString(16).padStart(8, "0")}`;
  const rows = (list) =>
    [...list]
      .sort((a, b) => a.code - b.code)
      .map((row) => `  ${row.code}, ${pack(row.reply)}, // ${row.name}`)
      .join("\n");
  return `// Rows of a code and its reply: SCSI status << 24 | SENSE KEY << 16 | ADDITIONAL SENSE CODE << 8 | QUALIFIER.
export const ERRNO_ROWS: i32 = ${spec.errnoRows.length};
export const ERRNO: usize = memory.data<u32>([
${rows(spec.errnoRows)}
]);
export const HOST_STATUS_ROWS: i32 = ${spec.hostStatusRows.length};
export const HOST_STATUS: usize = memory.data<u32>([
${rows(spec.hostStatusRows)}
]);
export const UNKNOWN_FAILURE: u32 = ${pack(spec.unknownFailure)};
export const DRIVER_TIMEOUT: u32 = ${spec.helper.driverTimeout};
`;
}

/** Exported for the generator's own test. */
export function packReply(spec, reply) {
  if ("status" in reply) return (codeOf(spec.statuses, reply.status) << 24) >>> 0;
  const key = codeOf(spec.senseKeys, reply.key);
  return (
    ((codeOf(spec.statuses, "CHECK CONDITION") << 24) |
      (key << 16) |
      codeOf(spec.additionalSense, reply.additional)) >>>
    0
  );
}

function codeOf(values, name) {
  const code = Object.keys(values).find((value) => values[value] === name);
  if (code === undefined) throw new Error(`spec: no value is named ${name}`);
  return Number(code);
}
