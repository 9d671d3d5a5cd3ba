/** QEMU's trace events (hw/scsi/trace-events, scsi/trace-events), one a line. */
import { findPairs, numberAfter, threeAfter } from "./hex.ts";
import type { Lines } from "./lines.ts";
import { found, type Reader, triple } from "./reader.ts";
import type { Found } from "./types.ts";

const why = "trace events of QEMU about a SCSI command";

/** lun and tag of an event. */
function requestOf(line: string): string {
  const part = (name: string) => numberAfter(line, `${name} `)?.value ?? numberAfter(line, `${name}=`)?.value;
  const [lun, tag] = [part("lun"), part("tag")];
  return tag === undefined ? "" : `${lun ?? ""}#${tag}`;
}

function numberFinding(
  { line, at }: Lines,
  label: string,
  kind: "operation_code" | "status" | "host_status",
): Found | undefined {
  const number = numberAfter(line, label);
  const note = `${label.trim()} of the event`;
  return number && { kind, value: number.value, from: at + number.from, to: at + number.to, note };
}

/** `key 0x06 asc 0x29 ascq 0x00`, or `sense=6/41/0` in decimal. */
function senseFinding({ line, at }: Lines): Found | undefined {
  const words = threeAfter(line, [" key ", " asc ", " ascq "]);
  const note = "sense key, ASC and ASCQ of the event";
  if (words) {
    const [key, asc, ascq] = words;
    const value = triple(key.value, asc.value, ascq.value);
    return { kind: "sense_code", value, from: at + key.from, to: at + ascq.to, note };
  }
  const numbers = /sense=(\d{1,3})\/(\d{1,3})\/(\d{1,3})/.exec(line);
  if (!numbers) return undefined;
  const value = triple(Number(numbers[1]), Number(numbers[2]), Number(numbers[3]));
  const from = at + numbers.index + "sense=".length;
  return { kind: "sense_code", value, from, to: at + numbers.index + numbers[0].length, note: `${note}, decimal` };
}

/** `cmd=0x5f service action=0x00` of the PR manager: the first two bytes of the CDB. */
function managed(lines: Lines): Found | undefined {
  const code = numberFinding(lines, "cmd=", "operation_code");
  const action = numberAfter(lines.line, "service action=");
  if (!code || !action) return code;
  const bytes = Uint8Array.of(code.value as number, action.value);
  return { ...code, bytes, to: lines.at + action.to, note: "bytes 0 and 1 of the CDB that goes to the PR helper" };
}

function cdb({ line, at }: Lines): Found | undefined {
  const data = line.indexOf("data=");
  const run = data < 0 ? undefined : findPairs(line, data + 5, 1);
  return run && found("cdb", run, at, "data= of the event is the CDB");
}

/** Events, and what they tell. */
const events: Readonly<Record<string, (lines: Lines) => readonly (Found | undefined)[]>> = {
  scsi_req_parsed: (lines) => [numberFinding(lines, " command ", "operation_code")],
  scsi_req_parsed_lba: (lines) => [numberFinding(lines, " command ", "operation_code")],
  scsi_req_parse_bad: (lines) => [numberFinding(lines, " command ", "operation_code")],
  scsi_req_build_sense: (lines) => [senseFinding(lines)],
  scsi_device_set_ua: (lines) => [senseFinding(lines)],
  scsi_disk_check_condition: (lines) => [senseFinding(lines)],
  scsi_disk_new_request: (lines) => [cdb(lines)],
  scsi_generic_send_command: (lines) => [cdb(lines)],
  scsi_disk_aio_sgio_command: (lines) => [numberFinding(lines, "cmd=", "operation_code")],
  scsi_generic_aio_sgio_command: (lines) => [numberFinding(lines, "cmd=", "operation_code")],
  scsi_generic_ioctl_sgio_command: (lines) => [numberFinding(lines, "cmd=", "operation_code")],
  scsi_generic_ioctl_sgio_done: (lines) => [
    numberFinding(lines, "cmd=", "operation_code"),
    numberFinding(lines, " status=", "status"),
    numberFinding(lines, "host_status=", "host_status"),
  ],
  scsi_generic_command_complete_noio: (lines) => [numberFinding(lines, " status=", "status")],
  virtio_scsi_cmd_req: (lines) => [numberFinding(lines, "cmd=", "operation_code")],
  virtio_scsi_cmd_resp: (lines) => [numberFinding(lines, " status=", "status")],
  pr_manager_execute: (lines) => [managed(lines)],
  pr_manager_run: (lines) => [managed(lines)],
};

/** Begins the events of a command where it is traced. */
const first = "virtio_scsi_cmd_req";

const event: Reader = (_core, lines, marker) => {
  const { line } = lines;
  const from = line.indexOf(marker);
  const blank = line.indexOf(" ", from);
  const name = line.slice(from, blank < 0 || blank > from + 50 ? from + 50 : blank);
  const list = (Object.hasOwn(events, name) ? events[name]!(lines) : []).filter((one) => one !== undefined);
  if (list.length === 0) return undefined;
  const [key, starts] = [requestOf(line), name === first || name === "scsi_device_set_ua"];
  return { source: "qemu-trace", why, key, slot: name, starts, found: list };
};

export const qemuReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["virtio_scsi_cmd_", event],
  ["scsi_req_", event],
  ["scsi_disk_", event],
  ["scsi_generic_", event],
  ["scsi_device_set_ua", event],
  ["pr_manager_", event],
];
