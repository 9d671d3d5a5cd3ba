/** REPORT CAPABILITIES and READ FULL STATUS, on what real targets sent (spc.md 1.5: LIO, tgt, InfiniBox, infi.asi). */
import { describe, expect, test } from "vitest";
import { compose, decodeReadFullStatus, decodeReportCapabilities } from "../../hosts/embed/index.ts";
import { hex, loadCore, unhex } from "./core.ts";

const core = loadCore();
const all = [1, 3, 5, 6, 7, 8];

describe("REPORT CAPABILITIES", () => {
  test.each([
    ["LIO 6.1", "00081d90ea010000", "crh sipC atpC ptplC", 1, all],
    ["LIO 6.1 after an APTPL registration", "00081d91ea010000", "crh sipC atpC ptplC ptplA", 1, all],
    ["tgt 1.0.97", "00080080ea010000", "", 0, all],
    ["FreeBSD CTL", "000810d0ea010000", "crh", 5, all],
    ["InfiniBox", "0008100000000000", "crh", 0, undefined],
    ["a made-up one", "000889f1a2010000", "rlrC sipC ptplC ptplA", 7, [1, 5, 7, 8]],
    ["TMV 0: the mask does not count", "00080000ea010000", "", 0, undefined],
  ])("%s", (_, bytes, set, allowCommands, types) => {
    const { allowCommands: allow, types: found, ...bits } = decodeReportCapabilities(core, unhex(bytes));
    expect(Object.keys(bits).filter((name) => bits[name as keyof typeof bits])).toEqual(
      ["rlrC", "crh", "sipC", "atpC", "ptplC", "ptplA"].filter((name) => set.split(" ").includes(name)),
    );
    expect([allow, found]).toEqual([allowCommands, types]);
  });

  test("too short", () => {
    expect(() => decodeReportCapabilities(core, unhex("00081d90ea0100"))).toThrow("7 bytes are there, 8 are needed");
  });
});

describe("READ FULL STATUS", () => {
  const port = compose(core, "transport_id_iscsi_port", {}, "iqn.2026-01.test:b,i,0x00023d000002");
  const sas = compose(core, "transport_id_sas", { "SAS ADDRESS": 0x500605b00006f261n });
  const holder = { "RESERVATION KEY": 0x2222222222222222n, R_HOLDER: 1, TYPE: 1, "RELATIVE TARGET PORT IDENTIFIER": 1 };
  const other = { "RESERVATION KEY": 1n, ALL_TG_PT: 1, TYPE: 5, "RELATIVE TARGET PORT IDENTIFIER": 77 };
  const data = compose(core, "read_full_status_data", { PRGENERATION: 0xe3 }, [
    compose(core, "full_status_descriptor", holder, [port]),
    compose(core, "full_status_descriptor", other, [sas]),
    compose(core, "full_status_descriptor", { "RESERVATION KEY": 3n }),
  ]);

  test("LIO's bytes for one registration come out of compose", () => {
    const one = compose(core, "read_full_status_data", { PRGENERATION: 0xe3 }, [
      compose(core, "full_status_descriptor", holder, [port]),
    ]);
    expect(hex(one)).toBe(
      "000000e3000000402222222222222222000000000101000000000001000000284500002469716e2e323032362d30312e746573743a622c692c307830303032336430303030303200",
    );
  });

  test("decoded: scope and type only where it holds, no port number with ALL_TG_PT, a TransportID left out", () => {
    expect(decodeReadFullStatus(core, data)).toEqual({
      generation: 0xe3,
      additionalLength: data.length - 8,
      complete: true,
      descriptors: [
        {
          key: 0x2222222222222222n,
          allTgPt: false,
          holder: true,
          scope: 0,
          type: 1,
          relativeTargetPort: 1,
          transportId: port,
        },
        { key: 1n, allTgPt: true, holder: false, scope: 0, type: 0, relativeTargetPort: undefined, transportId: sas },
        {
          key: 3n,
          allTgPt: false,
          holder: false,
          scope: 0,
          type: 0,
          relativeTargetPort: 0,
          transportId: new Uint8Array(),
        },
      ],
    });
  });

  test("cut at every length: whole descriptors, never more than is there", () => {
    const ends = [8 + 24 + port.length, 8 + 48 + port.length + 24, data.length];
    for (let length = 8; length < data.length; length++) {
      const { descriptors, complete } = decodeReadFullStatus(core, data.subarray(0, length));
      expect([descriptors.length, complete]).toEqual([ends.filter((end) => end <= length).length, false]);
    }
    expect(() => decodeReadFullStatus(core, data.subarray(0, 7))).toThrow("7 bytes are there, 8 are needed");
  });

  test("LIO's cut data, whose length says that it is whole", () => {
    const cut = decodeReadFullStatus(
      core,
      unhex("000000bf 00000040 1111111111111111 00000000 00 00 00000000 0001 00000028 45000024 69716e2e"),
    );
    expect(cut.descriptors).toEqual([]);
    expect(cut.complete).toBe(false);
  });

  test("a length of 32 bits that would wrap", () => {
    const bytes = unhex(`00000001 ffffffff ${"11".repeat(8)} ${"00".repeat(12)} fffffff0 ${"00".repeat(24)}`);
    expect(decodeReadFullStatus(core, bytes)).toMatchObject({ descriptors: [], complete: false });
  });
});
