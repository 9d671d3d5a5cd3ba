/** ESXi's vmkernel.log: `failed H:0x0 D:0x2 P:0x0 Valid sense data: 0x5 0x24 0x0`. */
import { digit, isBlank, numberAt } from "./hex.ts";
import type { Lines } from "./lines.ts";
import { numberFound, piecesOf, type Reader, senseFound } from "./reader.ts";
import type { Found } from "./types.ts";

const piece = piecesOf("vmware", "lines of ESXi's vmkernel about a SCSI command");

const letters = [
  ["H:", "host_status", "H: is ESXi's host status"],
  ["D:", "status", "D: is the status that the device gave"],
  ["P:", "plugin_status", "P: is the status of ESXi's multipathing plugin"],
] as const;

/** `H:0x0 D:0x2 P:0x0` from `at` on; undefined where not all three are there. */
function statusesAt(
  { line, at: offset }: Lines,
  at: number,
): { readonly list: Found[]; readonly to: number } | undefined {
  const list: Found[] = [];
  let next = at;
  for (const [letter, kind, note] of letters) {
    while (isBlank(line, next)) next++;
    const number = line.startsWith(letter, next) ? numberAt(line, next + letter.length) : undefined;
    if (!number) return undefined;
    list.push({ kind, value: number.value, from: offset + next, to: offset + number.to, note });
    next = number.to;
  }
  return { list, to: next };
}

/** Three numbers behind `label`, as ESXi prints a sense code. */
function senseBehind({ line, at: offset }: Lines, at: number, note: string): Found | undefined {
  const values: number[] = [];
  let next = at;
  let from = -1;
  for (let i = 0; i < 3; i++) {
    while (isBlank(line, next)) next++;
    const number = numberAt(line, next);
    if (!number) return undefined;
    if (from < 0) from = next;
    values.push(number.value);
    next = number.to;
  }
  return senseFound(values, offset + from, offset + next, note);
}

const valid = "ESXi says that the device gave this sense data";
const possible = "ESXi says that this sense data may be of a former command: it means something with D:0x2 only";

/** `Cmd(0x45b8c0a8) 0x2a,`, `Cmd 0x85 (0x4124008154c0, 3268)`, `Command 0x28 to device`. */
function operationCode({ line, at: offset }: Lines): Found | undefined {
  for (const word of ["Cmd(", "Cmd ", "Command ", "command "]) {
    const at = line.indexOf(word);
    if (at < 0) continue;
    let from = at + word.length;
    if (word === "Cmd(") {
      while (digit(line, from) >= 0 || line[from] === "x") from++;
      if (!line.startsWith(") ", from)) continue;
      from += 2;
    }
    const number = line.startsWith("0x", from) ? numberAt(line, from) : undefined;
    if (!number || number.value > 0xff) continue;
    const note = "the number behind the command's address is its operation code";
    return { kind: "operation_code", value: number.value, from: offset + from, to: offset + number.to, note };
  }
  return undefined;
}

const failed: Reader = (_core, lines) => {
  const { line } = lines;
  const statuses = statusesAt(lines, line.search(/(?<!\w)H:0x/));
  if (!statuses) return undefined;
  const label = line.indexOf("sense data:", statuses.to);
  const note = line.startsWith("Valid ", label - "Valid ".length) ? valid : possible;
  const sense = label < 0 ? undefined : senseBehind(lines, label + "sense data:".length, note);
  const code = operationCode(lines);
  return piece("command", [code, ...statuses.list, sense], true);
};

/** `Valid sense data: 0x5 0x24 0x0`, without the statuses before it. */
const senseAlone: Reader = (_core, lines, marker) => {
  const label = lines.line.indexOf(marker);
  const note = lines.line.startsWith("Valid ", label - "Valid ".length) ? valid : possible;
  const sense = senseBehind(lines, label + "sense data:".length, note);
  const rest = sense && lines.line.slice(sense.to - lines.at);
  return rest === undefined || /^[ ,]*0x/.test(rest) ? undefined : piece("command", [sense], true);
};

/** `nmp_ThrottleLogForDevice:3893: Cmd 0x89 (0x45dd57ec84c0, 2097288) to dev "naa.…" on path "vmhba3:C0:T6:L17" Failed:`: the statuses are in the next line, or cut off. */
const throttled: Reader = (_core, lines) => {
  const code = / (?:Cmd|[Cc]ommand) 0x[0-9a-f]{1,2} \(0x/.test(lines.line) ? operationCode(lines) : undefined;
  return piece("command", [code], true);
};

/** `StorageMonitor: 196: vmhba1:1:6:0 status = 2/0 0x5 0x24 0x0` of ESX 3.5: device status, host status, sense code. */
const monitor: Reader = (_core, lines) => {
  const { line, at } = lines;
  const label = /\bvmhba\d/.test(line) ? line.indexOf("status = ") : -1;
  const device = label < 0 ? undefined : numberAt(line, label + 9, 16);
  const host = device && line[device.to] === "/" ? numberAt(line, device.to + 1, 16) : undefined;
  if (!host) return undefined;
  const sense = senseBehind(lines, host.to, "ESX 3.5 has the sense code behind the statuses");
  const list = [
    numberFound("status", { ...device!, from: label + 9 }, at, "ESX 3.5 has the device's status first"),
    numberFound("host_status", { ...host, from: device!.to + 1 }, at, "ESX 3.5 has the host status second"),
    sense,
  ];
  return piece("command", list, true);
};

export const vmwareReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  ["H:0x", failed],
  ["sense data: 0x", senseAlone],
  ["StorageMonitor:", monitor],
  ["SCSI: ", monitor],
  ["NMP: nmp_", throttled],
];
