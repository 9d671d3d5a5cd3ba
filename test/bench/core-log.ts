/** A million lines of a kernel's log, of which a fifth is SCSI, in one text. */
import { type Core, findEvents } from "../../hosts/embed/index.ts";
import { median } from "./report.ts";

const lines = 1_000_000;
const times = 3;
/** Lines of the log for each command that failed, its own four among them. */
const each = 20;

export interface LogTime {
  readonly lines: number;
  readonly events: number;
  readonly mebibytes: number;
  /** Median. */
  readonly seconds: number;
}

export function readLog(core: Core): LogTime {
  console.error("measuring log lines");
  const text = Array.from({ length: lines }, (_, i) => line(i)).join("\n");
  const seconds: number[] = [];
  let events = 0;
  for (let i = 0; i < times; i++) {
    const start = process.hrtime.bigint();
    events = 0;
    for (const { findings } of findEvents(core, text)) if (findings.some(({ kind }) => kind === "cdb")) events++;
    seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  if (events !== lines / each) throw new Error(`${events} commands are found in the log, not ${lines / each}`);
  return { lines, events, mebibytes: text.length / 2 ** 20, seconds: median(seconds) };
}

function line(i: number): string {
  const command = Math.floor(i / each);
  const time = `[${(i / 1000).toFixed(6).padStart(12)}]`;
  const disk = `sd ${command % 4}:0:0:${command % 7}: [sd${"abcdefg"[command % 7]!}] tag#${command % 512}`;
  switch (i % each) {
    case 0:
      return `${time} ${disk} FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_OK cmd_age=0s`;
    case 1:
      return `${time} ${disk} Sense Key : Unit Attention [current]`;
    case 2:
      return `${time} ${disk} Add. Sense: Registrations preempted`;
    case 3:
      return `${time} ${disk} CDB: Persistent reserve out 5f 01 05 00 00 00 00 00 18 00`;
    default:
      return `${time} audit: type=1400 audit(1763712000.${i % 1000}:${i}): apparmor="STATUS" operation="profile_load" pid=${i % 32768}`;
  }
}
