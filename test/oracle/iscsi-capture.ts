/** A capture file (pcap) of iSCSI (RFC 7143) in which an initiator sends CDBs to logical units of several device types. */

/** An initiator and a target; LINKTYPE_RAW: packets begin with their IPv4 header. */
const LINKTYPE_RAW = 101;
const INITIATOR = { address: [10, 0, 0, 1], port: 40000 };
const TARGET = { address: [10, 0, 0, 2], port: 3260 };

export interface Sent {
  /** The logical unit has its PERIPHERAL DEVICE TYPE as LUN. */
  readonly deviceType: number;
  readonly cdb: Uint8Array;
}

/** The capture: an INQUIRY and its answer for each device type, then a SCSI Command PDU, a packet each, for each of `sent`. */
export function capture(sent: readonly Sent[]): { readonly file: Uint8Array; readonly first: number } {
  const types = [...new Set(sent.map(({ deviceType }) => deviceType))];
  const session = new Session();
  let tag = 0;
  for (const deviceType of types) {
    session.send(0, scsiCommand(deviceType, ++tag, Buffer.from([0x12, 0, 0, 0, 36, 0])));
    session.send(1, inquiryAnswer(deviceType, tag));
  }
  const first = session.packets.length;
  for (const { deviceType, cdb } of sent) session.send(0, scsiCommand(deviceType, ++tag, Buffer.from(cdb)));
  return { file: session.file(), first };
}

/** The capture: each sense data in the answer to a TEST UNIT READY, so in every second packet. */
export function senseCapture(senses: readonly Uint8Array[]): Uint8Array {
  const session = new Session();
  senses.forEach((sense, tag) => {
    session.send(0, scsiCommand(0, tag, Buffer.alloc(6)));
    session.send(1, checkCondition(tag, sense));
  });
  return session.file();
}

/** A TCP connection as it is captured. */
class Session {
  readonly packets: Buffer[] = [];
  readonly #sequence = [1, 1];

  /** The initiator (0) or the target (1) sends a PDU. */
  send(from: 0 | 1, payload: Buffer): void {
    this.packets.push(packet(from, this.#sequence[from]!, this.#sequence[1 - from]!, payload));
    this.#sequence[from]! += payload.length;
  }

  file(): Uint8Array {
    return Buffer.concat([fileHeader(), ...this.packets.flatMap((each, i) => [recordHeader(i, each.length), each])]);
  }
}

function fileHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(0xffff, 16);
  header.writeUInt32LE(LINKTYPE_RAW, 20);
  return header;
}

function recordHeader(second: number, length: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(second, 0);
  header.writeUInt32LE(length, 8);
  header.writeUInt32LE(length, 12);
  return header;
}

/** IPv4 and TCP headers without options and checksums, which are not verified, around a PDU. */
function packet(from: 0 | 1, sequence: number, acknowledged: number, payload: Buffer): Buffer {
  const [source, target] = from === 0 ? [INITIATOR, TARGET] : [TARGET, INITIATOR];
  const ip = Buffer.from([0x45, 0, 0, 0, 0, 0, 0, 0, 64, 6, 0, 0, ...source.address, ...target.address]);
  ip.writeUInt16BE(40 + payload.length, 2);
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(source.port, 0);
  tcp.writeUInt16BE(target.port, 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp.writeUInt32BE(acknowledged, 8);
  tcp[12] = 5 << 4;
  tcp[13] = 0x18; // PSH, ACK
  tcp.writeUInt16BE(0xffff, 14);
  return Buffer.concat([ip, tcp, payload]);
}

/** RFC 7143 11.3; a CDB of more than 16 bytes goes on in an additional header segment (11.2.2.3). */
function scsiCommand(lun: number, tag: number, cdb: Buffer): Buffer {
  const head = Buffer.alloc(48);
  head[0] = 0x01;
  head[1] = 0x81; // final, simple task
  head[9] = lun;
  head.writeUInt32BE(tag, 16);
  head.writeUInt32BE(tag, 24);
  cdb.copy(head, 32, 0, 16);
  if (cdb.length <= 16) return head;
  const rest = cdb.subarray(16);
  const segment = Buffer.alloc(4 + Math.ceil(rest.length / 4) * 4);
  segment.writeUInt16BE(rest.length + 1, 0);
  segment[2] = 0x01;
  rest.copy(segment, 4);
  head[4] = segment.length / 4;
  return Buffer.concat([head, segment]);
}

/** RFC 7143 11.7: standard INQUIRY data with status GOOD. */
function inquiryAnswer(deviceType: number, tag: number): Buffer {
  const data = Buffer.alloc(36, " ");
  data.set([deviceType, 0, 6, 2, 31, 0, 0, 0]);
  const head = Buffer.alloc(48);
  head[0] = 0x25;
  head[1] = 0x81; // final, with status
  head[7] = data.length;
  head[9] = deviceType;
  head.writeUInt32BE(tag, 16);
  head.writeUInt32BE(0xffffffff, 20);
  return Buffer.concat([head, data]);
}

/** RFC 7143 11.4: SCSI Response with status CHECK CONDITION and sense data. */
function checkCondition(tag: number, sense: Uint8Array): Buffer {
  const head = Buffer.alloc(48);
  head[0] = 0x21;
  head[1] = 0x80; // final
  head[3] = 0x02;
  head[7] = 2 + sense.length;
  head.writeUInt32BE(tag, 16);
  const data = Buffer.alloc(Math.ceil((2 + sense.length) / 4) * 4);
  data.writeUInt16BE(sense.length, 0);
  data.set(sense, 2);
  return Buffer.concat([head, data]);
}
