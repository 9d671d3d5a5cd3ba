/** What single drivers and the target of Linux log of a command, beside the lines that all of them have. */
import { compose, explain } from "../codec.ts";
import type { Core } from "../core.ts";
import { looseBytes, numberAfter } from "./hex.ts";
import type { Lines } from "./lines.ts";
import { commandOf } from "./linux.ts";
import { statusOf } from "./names.ts";
import { found, numberFound, piecesOf, type Reader, senseFound } from "./reader.ts";
import type { FindingKind, Found } from "./types.ts";

const piece = piecesOf("linux-kernel", "lines of the Linux kernel about a SCSI command");

/** The number behind `label`, in hexadecimal with and without 0x. */
const numberBehind = ({ line, at }: Lines, label: string, kind: FindingKind, note: string): Found | undefined =>
  numberFound(kind, numberAfter(line, label, 16), at, note);

/** `hv_storvsc <GUID>: tag#205 cmd 0xa3 status: scsi 0x2 srb 0x86 hv 0xc0000001`, and as it was before 5.13: `cmd 0x85 scsi status 0x2 srb status 0x6`. */
const storvsc: Reader = (_core, lines, marker) => {
  const code = numberBehind(
    lines,
    " cmd 0x",
    "operation_code",
    "cmd of Hyper-V's storage driver is the operation code",
  );
  const note = "scsi of Hyper-V's storage driver is the status; srb and hv are Windows' own";
  const status = numberBehind(lines, marker, "status", note);
  return code && status && piece("command", [code, status], true);
};

/** `mpt3sas_cm0: scsi_status(check condition)(0x02), scsi_state(autosense valid )(0x01)`. */
const mptStatus: Reader = (_core, { line, at }, marker) => {
  const number = numberAfter(line, ")(0x", 16, line.indexOf(marker));
  return piece("status", [numberFound("status", number, at, "scsi_status of the driver")]);
};

const mptNumbers = /^(?:[\s>|]*)\[0x([0-9a-f]{2}),0x([0-9a-f]{2}),0x([0-9a-f]{2})\]/;

/** `mpt3sas_cm0: [sense_key,asc,ascq]: [0x06,0x29,0x00], count(18)`, in mail the numbers are in the next line. */
const mptSense: Reader = (_core, lines, marker) => {
  const behind = lines.line.indexOf(marker) + marker.length;
  const here = mptNumbers.exec(lines.line.slice(behind, behind + 30));
  const next = here ? undefined : lines.peek();
  const numbers = here ?? (next && mptNumbers.exec(next.line.slice(0, 60)));
  if (!numbers) return undefined;
  if (!here) lines.advance();
  const values = numbers.slice(1, 4).map((digits) => Number.parseInt(digits, 16));
  const to = lines.at + (here ? behind : 0) + numbers[0].length;
  const note = "sense key, ASC and ASCQ as the driver prints them";
  return piece("sense", [senseFound(values, to - "[0x06,0x29,0x00]".length, to, note)]);
};

/** Sense key, ASC and ASCQ of sense data in fixed format of which the first and the fourth word of 32 bits are known; undefined where it is none. */
function fixedSense(core: Core, first: number, fourth: number): readonly number[] | undefined {
  const sense = compose(core, "fixed_sense", {});
  const words = new DataView(sense.buffer);
  words.setUint32(0, first);
  words.setUint32(12, fourth);
  const nodes = explain(core, "fixed_sense", sense);
  const field = (wanted: string) => nodes.find(({ name }) => name === wanted)!;
  if (field("RESPONSE CODE").meaning === "") return undefined;
  const fields = ["SENSE KEY", "ADDITIONAL SENSE CODE", "ADDITIONAL SENSE CODE QUALIFIER"];
  return fields.map((name) => Number(field(name).value));
}

/** `lpfc 0000:41:00.0: 0:(0):9024 FCP command x5f failed: x2 SNS x70000600 x2a030000`: the first words of sense data and the fourth, sense data in fixed format. */
const lpfc: Reader = (core, lines, marker) => {
  const { line, at } = lines;
  const numbers = /^([0-9a-f]{1,2}) failed: x([0-9a-f]{1,2})\s+SNS x([0-9a-f]{1,8}) x([0-9a-f]{1,8})\b/.exec(
    line.slice(line.indexOf(marker) + marker.length),
  );
  if (!numbers) return undefined;
  const from = at + line.indexOf(marker) + marker.length;
  const [code, status, first, fourth] = numbers.slice(1, 5).map((digits) => Number.parseInt(digits, 16)) as [
    number,
    number,
    number,
    number,
  ];
  const place = { from, to: from + numbers[0].length };
  const list: Found[] = [
    { kind: "operation_code", value: code, ...place, note: "the number behind FCP command x is the operation code" },
    { kind: "status", value: status, ...place, note: "the number behind failed: x is the status" },
  ];
  const values = fixedSense(core, first, fourth);
  const note = "words of sense data in fixed format behind SNS";
  return piece("command", values ? [...list, senseFound(values, place.from, place.to, note)] : list, true);
};

/** `sd 2:2:3:0: [sdd] megasas: RESET cmd=28 retries=0`. */
const megasas: Reader = (_core, lines, marker) =>
  piece(
    "command",
    [numberBehind(lines, marker, "operation_code", "cmd of the driver is the operation code")],
    true,
    commandOf(lines.line),
  );

/** LIO: `srpt/10.16.69.39: Unsupported SCSI Opcode 0xa3, sending CHECK_CONDITION.` */
const unsupported: Reader = (core: Core, lines, marker) => {
  const code = numberBehind(lines, marker, "operation_code", "the operation code that the target does not know");
  const label = "CHECK_CONDITION";
  const from = lines.at + lines.line.indexOf(label);
  const note = "the target's words for its status";
  const status: Found = { kind: "status", value: statusOf(core, label)!, from, to: from + label.length, note };
  return code && piece("command", from < lines.at ? [code] : [code, status], true);
};

/** `[DEBUG_SCSI_CMD] tcmu_cdb_debug_info:1026 : 12 0 0 0 24 0`. */
const tcmu: Reader = (_core, lines, marker) => {
  const { line, at } = lines;
  const run = looseBytes(line, line.indexOf(": ", line.indexOf(marker)) + 1, 6);
  return run && piece("command", [found("cdb", run, at, "the bytes that tcmu-runner logs of a command")], true);
};

/** `Command 12 SCSI CDB 0x28 at LBA 0 for 8 blocks timed out.` */
const tcmuTimeout: Reader = (_core, { line, at }, marker) => {
  if (!line.includes(" timed out")) return undefined;
  const note = "the operation code of a command that tcmu-runner gave up";
  return piece("command", [numberFound("operation_code", numberAfter(line, marker, 16), at, note)], true);
};

export const driverReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  [" status: scsi ", storvsc],
  [" scsi status 0x", storvsc],
  ["scsi_status(", mptStatus],
  ["[sense_key,asc,ascq]:", mptSense],
  ["FCP command x", lpfc],
  ["RESET cmd=", megasas],
  ["nsupported SCSI Opcode 0x", unsupported],
  ["[DEBUG_SCSI_CMD]", tcmu],
  ["SCSI CDB 0x", tcmuTimeout],
];
