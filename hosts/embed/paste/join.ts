/** Findings of one event: what stands in two places is said once, what is told in parts is put together. */
import type { Finding, Found, SenseTriple } from "./types.ts";

const none = new Uint8Array();

/** In the order of the text. */
export function joinFindings(text: string, found: readonly Found[]): readonly Finding[] {
  return withoutRepeats(joinSense(joinCdb(found)))
    .sort((one, other) => one.from - other.from)
    .map(({ kind, bytes = none, value, from, to, note }) => ({
      kind,
      bytes,
      ...(value === undefined ? {} : { value }),
      text: text.slice(from, to),
      from,
      to,
      note,
    }));
}

/** CDBs of one event are the parts of one. */
function joinCdb(found: readonly Found[]): readonly Found[] {
  const parts = found.filter(({ kind }) => kind === "cdb");
  if (parts.length < 2) return found;
  const bytes = Uint8Array.from(parts.flatMap((part) => [...(part.bytes ?? none)]));
  return [...found.filter(({ kind }) => kind !== "cdb"), { ...span(parts), kind: "cdb", bytes, note: parts[0]!.note }];
}

/** A sense key and an additional sense code in lines of their own are one sense code. */
function joinSense(found: readonly Found[]): readonly Found[] {
  const key = found.find(({ part }) => part === "key");
  const additional = found.find(({ part }) => part === "additional");
  if (!key || !additional) return found;
  const value: SenseTriple = { ...(additional.value as SenseTriple), key: (key.value as SenseTriple).key };
  const both: Found = {
    ...span([key, additional]),
    kind: "sense_code",
    value,
    note: `${key.note}, ${additional.note}`,
  };
  return [...found.filter((one) => one !== key && one !== additional), both];
}

const span = (parts: readonly Found[]) => ({
  from: Math.min(...parts.map(({ from }) => from)),
  to: Math.max(...parts.map(({ to }) => to)),
});

/** An operation code that the CDB has too, and a second finding of a kind with the same value, say nothing new. */
function withoutRepeats(found: readonly Found[]): Found[] {
  const cdb = found.find(({ kind }) => kind === "cdb")?.bytes;
  return found.filter((one, i) => {
    if (one.value === undefined) return true;
    if (one.kind === "operation_code" && cdb && one.value === cdb[0]) return false;
    return !found.slice(0, i).some((former) => former.kind === one.kind && sameValue(former.value, one.value!));
  });
}

function sameValue(one: Found["value"], other: number | SenseTriple): boolean {
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  return one.key === other.key && one.asc === other.asc && one.ascq === other.ascq;
}
