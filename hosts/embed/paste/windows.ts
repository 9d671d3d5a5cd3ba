/** Binary data of Windows' storage events, as Event Viewer shows it: an IO_ERROR_LOG_PACKET (learn.microsoft.com, "Decode the data section of an Event ID 51"). */
import { triple } from "./reader.ts";
import type { Found } from "./types.ts";

/** Offsets: the error code is little-endian, its upper half is 8004h (a warning) or C004h (an error). */
const [errorCode, dump] = [0x0c, 0x28];
const [retried, paging] = [0x99, 0x33];
/** Of SRB_STATUS: there is sense data. */
const autosenseValid = 0x80;

/** What the data of an event has of a command; undefined for other bytes. */
export function eventData({ bytes: shown, from, to }: Found): readonly Found[] | undefined {
  const bytes = shown && (isPacket(shown) ? shown : swapped(shown));
  if (!bytes || !isPacket(bytes)) return undefined;
  const id = bytes[errorCode]! | (bytes[errorCode + 1]! << 8);
  const found = (one: Omit<Found, "from" | "to">): Found => ({ ...one, from, to });
  const status = (at: number) =>
    found({ kind: "status", value: bytes[at]!, note: `byte ${at} of the event's data: ScsiStatus` });
  if (id === retried && bytes.length >= dump + 4)
    return [
      status(dump + 1),
      found({
        kind: "operation_code",
        value: bytes[dump + 3]!,
        note: "byte 43 of the event's data: the operation code of the command that is tried again",
      }),
    ];
  if (id !== paging || bytes.length < 0x46) return undefined;
  const value = triple(bytes[0x3e]! & 0x0f, bytes[0x3d], bytes[0x3c]);
  const sense = found({ kind: "sense_code", value, note: "bytes 60 to 62 of the event's data: ASCQ, ASC, sense key" });
  const cdb = found({ kind: "cdb", bytes: bytes.slice(0x40, 0x50), note: "the event's data from byte 64 on: the CDB" });
  return [status(0x38), ...(bytes[0x39]! & autosenseValid ? [sense] : []), cdb];
}

const isPacket = (bytes: Uint8Array): boolean =>
  bytes.length >= dump + 4 &&
  bytes[errorCode + 2] === 0x04 &&
  (bytes[errorCode + 3] === 0x80 || bytes[errorCode + 3] === 0xc0);

/** Event Viewer shows words of 32 bits, too. */
const swapped = (bytes: Uint8Array): Uint8Array => bytes.map((_, i) => bytes[i ^ 3] ?? 0);
