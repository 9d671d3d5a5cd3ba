/** The kernel's trace events of SCSI (include/trace/events/scsi.h): scsi_dispatch_cmd_start, _done, _error, _timeout. */
import type { Core } from "../core.ts";
import { threeAfter } from "./hex.ts";
import type { Lines } from "./lines.ts";
import { pairsBehind, type Reader, statusBehind, triple } from "./reader.ts";
import type { Found } from "./types.ts";

const why = "trace events of the Linux kernel about a SCSI command";

/** `sense=(key=0x5 asc=0x24 ascq=0x0)`; all zeros say that there is none. */
function senseOf({ line, at }: Lines): Found | undefined {
  const open = line.indexOf("sense=(");
  if (open < 0) return undefined;
  const rest = line.slice(open, open + 60);
  const numbers = threeAfter(rest, ["key=", " asc=", "ascq="]);
  if (!numbers) return undefined;
  const [key, asc, ascq] = numbers;
  if (key.value + asc.value + ascq.value === 0) return undefined;
  return {
    kind: "sense_code",
    value: triple(key.value, asc.value, ascq.value),
    from: at + open + key.from,
    to: at + open + ascq.to,
    note: "key=, asc= and ascq= of the event",
  };
}

function statuses(core: Core, lines: Lines): readonly (Found | undefined)[] {
  return [
    statusBehind(core, lines, "driver=", "driver_status", "driver= of the event's result"),
    statusBehind(core, lines, "host=", "host_status", "host= of the event's result"),
    statusBehind(core, lines, "status=", "status", "status= of the event's result"),
  ];
}

const event: Reader = (core, lines, marker) => {
  const list = lines.line.includes("result=(") ? [...statuses(core, lines), senseOf(lines)] : [];
  const bytes = pairsBehind(lines, lines.line.indexOf(marker) + marker.length, 1);
  if (!bytes) return undefined;
  const cdb: Found = { ...bytes, kind: "cdb", note: "raw= of the event" };
  const there = [cdb, ...list.filter((one) => one !== undefined)];
  return { source: "linux-trace", why, key: "", slot: "event", starts: true, found: there };
};

export const traceReaders: readonly (readonly [marker: string, reader: Reader])[] = [[" raw=", event]];
