// What a logical unit shows of its registrations and reservation: the data of READ FULL STATUS (SPC-4, 6.15.5).

export interface Registration {
  readonly key: bigint;
  /** Number of the nexus whose initiator port it is. */
  readonly initiator: number;
  /** RELATIVE TARGET PORT IDENTIFIER */
  readonly port: number;
  readonly allTargetPorts: boolean;
  readonly holder: boolean;
}

export interface State {
  readonly generation: number;
  /** In the order of the data. */
  readonly registrations: readonly Registration[];
  /** The reservation's, 0 for none. */
  readonly type: number;
}

export const EMPTY: State = { generation: 0, registrations: [], type: 0 };

/** Descriptors with the TransportIDs of SAS: key, ALL_TG_PT and R_HOLDER, scope and type, target port, initiator port; zeros between. */
const DESCRIPTOR = /^([0-9a-f]{16})0{8}0([0-3])0([0-8])0{8}([0-9a-f]{4})0000001806000000600140500000001([1-4])0{24}/;
const SIZE = 48;
/** More descriptors than there are in all cases. */
const MOST = 32;

/** Zeros at the end of `sent` may be missing. Throws on data that no logical unit may send. */
export function readState(sent: Buffer): State {
  const data = Buffer.concat([sent, Buffer.alloc(8 + MOST * SIZE)]);
  const end = Math.min(8 + data.readUInt32BE(4), data.length);
  const registrations: Registration[] = [];
  const types = new Set<number>();
  for (let at = 8; at < end; at += SIZE) {
    const text = data.toString("hex", at, Math.min(at + SIZE, end));
    const found = DESCRIPTOR.exec(text);
    const [flags, type, port, initiator] = (found ?? []).slice(2).map((digits) => parseInt(digits, 16));
    const holder = (flags! & 1) !== 0;
    if (!found || holder !== type! > 0) throw new Error(`This is no full status descriptor: ${text}`);
    if (holder) types.add(type!);
    const [key, allTargetPorts] = [BigInt(`0x${found[1]!}`), (flags! & 2) !== 0];
    registrations.push({ key, initiator: initiator! - 1, port: port!, allTargetPorts, holder });
  }
  if (types.size > 1) throw new Error(`Two types in one full status: ${data.toString("hex", 8, end)}`);
  return { generation: data.readUInt32BE(0), registrations, type: [...types][0] ?? 0 };
}

/** The registration of a nexus: an initiator port with the target port of the same number. */
export function registrationOf(state: State, nexus: number): Registration | undefined {
  return state.registrations.find(({ initiator, port }) => initiator === nexus && port === nexus + 1);
}

export function isHolder(state: State, nexus: number): boolean {
  return registrationOf(state, nexus)?.holder === true;
}

export const isForAll = (type: number) => type === 7 || type === 8;

/** All of a state, for comparing and for showing. */
export function stateText(state: State | undefined): string {
  if (!state) return "not shown";
  const text = state.registrations.map(
    ({ key, initiator, port, allTargetPorts, holder }) =>
      `${key.toString(16)} of ${"ABCD"[initiator]}${port}${allTargetPorts ? " all ports" : ""}${holder ? " holds" : ""}`,
  );
  return `generation ${state.generation}, type ${state.type}: ${text.join(", ") || "none"}`;
}
