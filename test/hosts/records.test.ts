/** The decoders on the shipped module, over the same vectors as the core's own specs, and over what LIO really sent. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  abi,
  CoreError,
  decodeCdb,
  decodeCdbs,
  decodeParameterList,
  decodeReadKeys,
  decodeReadReservation,
  decodeSense,
} from "../../hosts/embed/index.ts";
import { loadCore, unhex, vectors } from "./core.ts";

const core = loadCore();
interface Row {
  name: string;
  bytes: string;
  status: number;
  [field: string]: number | string;
}

/** Expected and decoded, by the vectors' names. */
const decoders: Record<string, (bytes: Uint8Array) => Record<string, unknown>> = {
  cdb: (bytes) => {
    const { operationCode, serviceAction, ...rest } = decodeCdb(core, bytes);
    return { ...rest, operation_code: operationCode, service_action: serviceAction };
  },
  "parameter-list": (bytes) => {
    const list = decodeParameterList(core, bytes);
    const keys = {
      reservation_key: list.reservationKey,
      service_action_reservation_key: list.serviceActionReservationKey,
    };
    return { ...keys, spec_i_pt: list.specIPt, all_tg_pt: list.allTgPt, aptpl: list.aptpl };
  },
  "read-keys": (bytes) => {
    const data = decodeReadKeys(core, bytes);
    return { ...data, additional_length: data.additionalLength, count: data.keys.length, last: data.keys.at(-1) };
  },
  "read-reservation": (bytes) => {
    const { generation, additionalLength, reservation } = decodeReadReservation(core, bytes);
    const held = reservation ?? { key: 0n, scope: 0, type: 0 };
    return { generation, additional_length: additionalLength, held: reservation !== undefined, ...held };
  },
  "fixed-sense": senseByVectorNames,
  "descriptor-sense": senseByVectorNames,
};

function senseByVectorNames(bytes: Uint8Array): Record<string, unknown> {
  const sense = decodeSense(core, bytes);
  return {
    ...sense,
    response_code: sense.responseCode,
    sense_key: sense.key,
    text: sense.name,
    sense_key_specific: sense.senseKeySpecific,
    command_specific: sense.commandSpecific,
    field_replaceable_unit: sense.fieldReplaceableUnit,
    eom: sense.endOfMedium,
    ili: sense.incorrectLength,
    sdat_ovfl: sense.overflow,
  };
}

/** Vectors write a 64-bit number as text where JSON would round it, and flags as 0 or 1. */
const plain = (value: unknown) => (typeof value === "number" || typeof value === "boolean" ? BigInt(value) : value);
const wanted = (value: number | string) => (typeof value === "number" || /^0x/.test(value) ? BigInt(value) : value);

function failure(call: () => unknown): CoreError {
  try {
    call();
  } catch (error) {
    if (error instanceof CoreError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe.each(Object.keys(decoders))("%s", (file) => {
  test.each(vectors<Row>(file))("$name", (row) => {
    const { bytes, status, error, ...fields } = row;
    if (status < 0) {
      const failed = failure(() => decoders[file]!(unhex(bytes)));
      expect(abi.enumerations.status[failed.status]).toBe(status);
      for (const word of ["have", "need"] as const) if (word in fields) expect(failed.details[word]).toBe(fields[word]);
      return;
    }
    expect(error).toBeUndefined();
    const decoded = decoders[file]!(unhex(bytes));
    for (const [field, value] of Object.entries(fields))
      if (field !== "name") expect([field, plain(decoded[field])]).toEqual([field, wanted(value)]);
  });
});

describe("CDBs in batches", () => {
  const rows = vectors<Row>("cdb").filter(({ bytes }) => bytes.length <= 32);
  const stride = 16;

  /** So many CDBs of the vectors, over and over, with zeros behind each. */
  function many(count: number): Uint8Array {
    const data = new Uint8Array(count * stride);
    for (let i = 0; i < count; i++) data.set(unhex(rows[i % rows.length]!.bytes), i * stride);
    return data;
  }
  function alone(cdb: Uint8Array): unknown {
    try {
      return { status: "ok", cdb: decodeCdb(core, cdb) };
    } catch (error) {
      if (error instanceof CoreError) return { status: error.status };
      throw error;
    }
  }

  test.each([0, 1, 2731, 2732, 6000])("%d of them are what each is alone", (count) => {
    const data = many(count);
    const each = Array.from({ length: rows.length }, (_, i) =>
      alone(
        many(rows.length)
          .subarray(i * stride)
          .subarray(0, stride),
      ),
    );
    expect(new Set(each.map((row) => (row as { status: string }).status))).toEqual(
      new Set(["ok", "unknown_operation_code", "unknown_service_action"]),
    );
    const decoded = decodeCdbs(core, data, stride);
    expect(decoded.length).toBe(count);
    const different = decoded.filter((row, i) => JSON.stringify(row) !== JSON.stringify(each[i % rows.length]));
    expect(different).toEqual([]);
  });

  test("of a stride that is none, or does not divide the data, or fits nothing", () => {
    for (const none of [0, -16, 2.5, Number.NaN, Infinity])
      expect(() => decodeCdbs(core, many(2), none)).toThrow("give the bytes from one CDB to the next");
    expect(() => decodeCdbs(core, many(2).subarray(1), stride)).toThrow(
      "31 bytes are there, 16 is all that belongs to it",
    );
    expect(() => decodeCdbs(core, new Uint8Array(80_000), 80_000)).toThrow("80000 is more than the 65544 that fit");
    expect(decodeCdbs(core, many(1).subarray(0, 9), 9)).toEqual([{ status: "short" }]);
  });
});

describe("errors say what is wrong, and what a target would answer", () => {
  test.each([
    [() => decodeCdb(core, unhex("5f00")), "PERSISTENT RESERVE OUT: 2 bytes are there, 10 are needed", undefined],
    [
      () => decodeCdb(core, unhex("12000000240000000000")),
      "no command with operation code 12h is known",
      { key: 5, asc: 0x20, ascq: 0 },
    ],
    [
      () => decodeCdb(core, unhex("5e1f0000000000001800")),
      "there is no service action 1Fh",
      { key: 5, asc: 0x24, ascq: 0 },
    ],
    [
      () => decodeParameterList(core, new Uint8Array(23)),
      "PERSISTENT RESERVE OUT parameter list: 23 bytes are there, 24 are needed",
      { key: 5, asc: 0x1a, ascq: 0 },
    ],
    [
      () => decodeParameterList(core, new Uint8Array(25)),
      "PERSISTENT RESERVE OUT parameter list: 25 bytes are there, 24 is all that belongs to it",
      { key: 5, asc: 0x1a, ascq: 0 },
    ],
    [() => decodeSense(core, unhex("74062a0300000000")), "response code 74h is of no format of sense data", undefined],
    [() => decodeReadKeys(core, new Uint8Array(65545)), "65545 is more than the 65544 that fit", undefined],
  ])("%#", (call, message, sense) => {
    expect(call).toThrow(message);
    try {
      call();
    } catch (error) {
      expect((error as CoreError).details.sense).toEqual(sense);
    }
  });
});

test("everything that LIO 6.1 was asked and said: CDBs, lists, keys, reservations, sense", () => {
  interface Exchange {
    cdb: string;
    data_out: string;
    status: number;
    data_in: string;
    sense: string;
  }
  const lines = readFileSync(new URL("../vectors/lio-6.1.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  const counts = { cdb: 0, unknown: 0, list: 0, keys: 0, reservation: 0, sense: 0 };
  for (const { cdb, data_out: out, status, data_in: data, sense } of lines.map(
    (line) => JSON.parse(line) as Exchange,
  )) {
    if (!cdb.startsWith("5e") && !cdb.startsWith("5f")) continue;
    if (sense) {
      const decoded = decodeSense(core, unhex(sense));
      expect([decoded.responseCode, decoded.name === ""]).toEqual([0x70, false]);
      counts.sense++;
    }
    const serviceAction = Number.parseInt(cdb.slice(2, 4), 16) & 0x1f;
    if (serviceAction > (cdb.startsWith("5e") ? 3 : 8)) {
      expect(() => decodeCdb(core, unhex(cdb))).toThrow("there is no service action");
      counts.unknown++;
      continue;
    }
    expect(decodeCdb(core, unhex(cdb)).serviceAction).toBe(serviceAction);
    counts.cdb++;
    if (out.length === 48 && serviceAction !== 7) {
      expect(decodeParameterList(core, unhex(out)).reservationKey).toBe(BigInt(`0x${out.slice(0, 16)}`));
      counts.list++;
    }
    if (status !== 0 || data === "") continue;
    if (cdb.startsWith("5e00")) {
      const { keys, additionalLength } = decodeReadKeys(core, unhex(data));
      expect(keys.map((key) => key.toString(16).padStart(16, "0")).join("")).toBe(
        data.slice(16, 16 + keys.length * 16),
      );
      expect(keys.length).toBe(Math.min(additionalLength, data.length / 2 - 8) >> 3);
      counts.keys++;
    }
    if (cdb.startsWith("5e01")) {
      const { reservation } = decodeReadReservation(core, unhex(data));
      expect(reservation?.type).toBe(data.length > 16 ? Number.parseInt(data.slice(42, 44), 16) & 0xf : undefined);
      counts.reservation++;
    }
  }
  expect(counts).toMatchInlineSnapshot(`
    {
      "cdb": 353,
      "keys": 34,
      "list": 247,
      "reservation": 49,
      "sense": 26,
      "unknown": 4,
    }
  `);
});
