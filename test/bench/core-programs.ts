/** Programs that decode CDBs: tshark, which is given a capture of iSCSI, and sg_decode_sense, a process a CDB. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { program } from "../common/requirements.ts";

const folder = fileURLToPath(new URL("../../build/bench", import.meta.url));

/** Nanoseconds that a program took, and what it said. */
export interface Took {
  readonly ns: number;
  readonly out: string;
}

/** A pcap file of iSCSI SCSI Command PDUs (RFC 7143 11.3), one a TCP segment. */
export function capture(name: string, cdbs: readonly Uint8Array[]): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const header = Buffer.alloc(24);
  [0xa1b2c3d4, 0x00040002, 0, 0, 65535, linkTypeRaw].forEach((word, i) => header.writeUInt32LE(word, i * 4));
  writeFileSync(path, Buffer.concat([header, ...cdbs.flatMap(packet)]));
  return path;
}

/** Every field of the CDBs, as tshark names them. */
export const tshark = (path: string): Took => time("tshark", ["-r", path, "-O", "scsi"]);

export const sgDecodeCdb = (cdb: Uint8Array): Took =>
  time("sg_decode_sense", ["--cdb", ...Array.from(cdb, (byte) => byte.toString(16).padStart(2, "0"))]);

const linkTypeRaw = 101;
const pduLength = 48;

function packet(cdb: Uint8Array, i: number): Buffer[] {
  const head = Buffer.alloc(16 + 20 + 20);
  const length = head.length - 16 + pduLength;
  head.writeUInt32LE(Math.floor(i / 1e6), 0);
  head.writeUInt32LE(i % 1e6, 4);
  head.writeUInt32LE(length, 8);
  head.writeUInt32LE(length, 12);
  head.writeUInt16BE(0x4500, 16); // IPv4, 10.0.0.1 to 10.0.0.2
  head.writeUInt16BE(length, 18);
  head.writeUInt16BE(64 * 256 + 6, 24);
  head.writeUInt32BE(0x0a000001, 28);
  head.writeUInt32BE(0x0a000002, 32);
  head.writeUInt16BE(50000, 36); // TCP to the port of iSCSI
  head.writeUInt16BE(3260, 38);
  head.writeUInt32BE(1 + i * pduLength, 40);
  head.writeUInt32BE(1, 44);
  head.writeUInt32BE(0x5018ffff, 48);
  const pdu = Buffer.alloc(pduLength);
  pdu.writeUInt16BE(0x0180, 0); // SCSI Command, final
  pdu.writeUInt32BE(i + 1, 16); // task tag
  pdu.writeUInt32BE(i, 24); // CmdSN
  pdu.set(cdb, 32);
  return [head, pdu];
}

function time(name: string, args: readonly string[]): Took {
  const start = process.hrtime.bigint();
  const { status, stdout, error } = spawnSync(program(name)!, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ns = Number(process.hrtime.bigint() - start);
  if (error) throw error;
  if (status !== 0) throw new Error(`${name} ${args.join(" ")} failed`);
  return { ns, out: stdout };
}
