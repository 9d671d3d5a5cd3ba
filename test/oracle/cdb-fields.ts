/** CDBs as tshark dissects them: which field is on which bits. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture, type Sent } from "./iscsi-capture.ts";
import { run } from "./program.ts";

/** A field of tshark's; `bit` is counted from the start of the CDB, bit 0 is bit 7 of byte 0. */
export interface TheirField {
  readonly name: string;
  readonly bit: number;
  readonly bits: number;
  readonly value: bigint;
}

/** The name under which tshark shows all of a CDB of which it knows the operation code only. */
export const UNDISSECTED = "data";

/** Of each CDB the fields that tshark shows, without bytes of flags as a whole. */
export function dissect(sent: readonly Sent[]): TheirField[][] {
  const { file, first } = capture(sent);
  const out = dissected(file, ["-J", "scsi", "-T", "json", "-x", "--no-duplicate-keys"]);
  const packets = JSON.parse(out) as { _source: { layers: Layers } }[];
  return packets.slice(first).map(({ _source }) => fieldsOf(_source.layers));
}

/** What tshark prints of a capture. */
export function dissected(file: Uint8Array, options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-cdb-"));
  try {
    const path = join(folder, "iscsi.pcap");
    writeFileSync(path, file);
    const { out, err } = run("tshark", ["-r", path, ...options]);
    if (out === "") throw new Error(`tshark shows nothing: ${err}`);
    return out;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Hexadecimal digits, first byte in the packet, bytes, mask of the bits (0: all), type. */
type Raw = readonly [digits: string, byte: number, bytes: number, mask: number, type: number];
interface Layers {
  readonly [name: string]: unknown;
}

function fieldsOf({ scsi, scsi_raw }: Layers): TheirField[] {
  if (scsi === undefined) return [];
  const [, start] = scsi_raw as Raw;
  const found: TheirField[] = [];
  const walk = (layer: Layers): void => {
    for (const [key, value] of Object.entries(layer)) {
      if (key.endsWith("_tree")) [value].flat().forEach((each) => walk(each as Layers));
      if (!key.endsWith("_raw")) continue;
      const name = key.slice(0, -"_raw".length);
      const raws = Array.isArray((value as unknown[])[0]) ? (value as Raw[]) : [value as Raw];
      if (!/flags$/.test(name))
        found.push(...raws.filter(([, , bytes]) => bytes > 0).map((raw) => place(name, raw, start)));
    }
  };
  walk(scsi as Layers);
  return found;
}

function place(name: string, [digits, byte, bytes, mask]: Raw, start: number): TheirField {
  const value = BigInt(`0x${digits}`);
  const first = (byte - start) * 8;
  if (mask === 0) return { name, bit: first, bits: bytes * 8, value };
  const text = mask.toString(2).padStart(bytes * 8, "0");
  return { name, bit: first + text.indexOf("1"), bits: text.lastIndexOf("1") - text.indexOf("1") + 1, value };
}
