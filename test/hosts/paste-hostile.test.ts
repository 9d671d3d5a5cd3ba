/** Text that was made to hurt: nothing throws, offsets are those of the text, and time is in proportion to the length. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { explain, findEvents, findScsi, guessStructure, type Paste } from "../../hosts/embed/index.ts";
import { seed } from "../common/random.ts";
import { loadCore, vectors } from "./core.ts";

const core = loadCore();
const corpus = vectors<{ readonly text: string }>("paste").map(({ text }) => text);

/** Where a text of findings cannot be right. */
function wrongIn(text: string, { findings, why, refusal }: Paste): string[] {
  const said =
    why === "" || (refusal === "") !== findings.length > 0 ? ["says neither what there is nor what is missing"] : [];
  const places = findings.flatMap(({ from, to, text: part, kind, bytes, value }) => {
    if (!(from >= 0 && from < to && to <= text.length)) return [`${kind} from ${from} to ${to} of ${text.length}`];
    if (part !== text.slice(from, to)) return [`${kind} is not what stands at ${from}`];
    const isBytes = kind === "cdb" || kind === "sense" || kind === "bytes";
    return isBytes && (bytes.length === 0 || value !== undefined) ? [`${kind} without bytes`] : [];
  });
  return [...said, ...places];
}

/** Parts of lines that readers look for, and what may stand behind them. */
const words = fc.constantFrom(
  ...[
    "CDB: ",
    "CDB[00]: ",
    "CDB[10]: ",
    "hostbyte=",
    "driverbyte=DID_OK",
    "Sense Key : ",
    "Add. Sense: ",
    "ASC=0x",
    "ASCQ=0x1 ",
  ],
  ...[
    "reservation conflict",
    "Descriptor sense data",
    "return code = 0x",
    "sd 1:0:0:0: [sda] tag#1 ",
    "ata1.00: cmd ",
    "res ",
    " raw=",
    "result=(",
  ],
  ...[
    "status=SAM_STAT_GOOD)",
    "sense=(key=1 asc=2 ascq=3)",
    " H:0x1 D:0x2 P:0x3 ",
    "Valid sense data: ",
    "Cmd(0x1) 0x2a",
    "StorageMonitor: status = 2/0 ",
  ],
  ...[
    "virtio_scsi_cmd_req cmd=0x1 ",
    "scsi_req_parsed command 1 ",
    "scsi_disk_new_request data= ",
    "pr_manager_run cmd=0x5f service action=0x1",
  ],
  ...[
    "holdfast-pr-helper: REGISTER ",
    'status="BUSY" ',
    'sense="05/24/00 x"',
    '"service-action-key":"',
    "cdb to send: [",
    "outgoing cdb: ",
  ],
  ...[
    "SCSI Status: Busy",
    "Sense key: ",
    "Additional sense: ",
    "Raw sense data (in hex)",
    ">>>> do_scsi_cmnd_io",
    " [inquiry: ",
    "parameters:",
    "(hex)",
  ],
  ...[
    "Host_status=",
    ", host_status=0x1",
    "sg_transport_status=",
    " 00     70 00",
    "b'\\x5f",
    '"',
    "0x5f",
    "5f",
    "\\x00",
    "5fh",
    "0000000",
    "|",
    "\n",
    "\r\n",
  ],
  ...[
    "sd 1:0:0:0: Power-on or device reset occurred",
    "Parameters changed",
    "hv_storvsc tag#1 cmd 0x5f status: scsi 0x2 ",
    "scsi_status(check condition)(0x02)",
    "[sense_key,asc,ascq]: ",
    "[0x06,0x29,0x00]",
    "FCP command x5f failed: x2 SNS x70000600 x2a030000",
    "Unsupported SCSI Opcode 0xa3",
    "(da0:mps0:0:2:0): ",
    "READ(10). CDB: 28 0 ",
    "NOT READY asc:3a,0",
    "Sense: 3/11/00",
    "Sense key: 3 Sense code: 11 Sense qualifier: 0",
  ],
  ...[
    "sense key",
    "Current: sense key=0xb",
    "sns = 70  5",
    "ASC: 0x2a (",
    "ASCQ: 0x3",
    "ascq",
    "key/asc/ascq 6,2a,3",
    "Error for Command: read(10)",
    "SENSE DATA\n",
    "0600 0000 1101 0000 0E00 ",
    "Opcode: 0xa8\n",
    "ScsiStatus: 0x02",
    "RESERVATION CONFLICT",
    "Unknown sense code 054a00",
    "0000: 0F 01 04 00 03 00 2C 00\n",
  ],
  ...[" ", ",", ":", "-", "{", "}", "\u001b[31m", "\u00d7", "\u00a0", "> ", "f", "0", "XwEA", "="],
);

const texts = fc.oneof(
  fc.array(fc.oneof(words, words, fc.string({ unit: "binary" }))).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc
    .tuple(fc.constantFrom(...corpus), fc.nat(2000), fc.nat(2000), words)
    .map(
      ([text, at, width, word]) =>
        text.slice(0, at % text.length) + word + text.slice((at % text.length) + (width % 40)),
    ),
);

test("whatever is pasted", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(wrongIn(text, findScsi(core, text))).toEqual([]);
      for (const event of findEvents(core, text)) expect(wrongIn(text, event)).toEqual([]);
    }),
    { seed, numRuns: 100_000 },
  );
});

test.each([
  "(key=1 asc=2 ascq=3)  status=2: sense_key=5 asc=24 ascq=0",
  "scsi_disk_check_condition Check condition: asc 0x24 ascq 0x00 key 0x05 asc 0x24 ascq 0x00",
  "scsi_dispatch_cmd_done: host_no=2 sense=(ascq=0x0 asc=0x24 key=0x5)",
  "sd 2:0:0:1: [sdb] <<vendor>>ASCQ=0x0 ASC=0x81",
])("numbers in another order than a program writes them: %s", (line) => {
  expect(wrongIn(line, findScsi(core, line))).toEqual([]);
});

test.each(["SCSI Status:", "Sense key:", "Additional sense:"])("%s and nothing behind it but a colour", (marker) => {
  const text = `${marker}\u001b[31m \nSense Information:\nFixed format, current; Sense key: Illegal Request\n`;
  expect(wrongIn(text, findScsi(core, text))).toEqual([]);
});

test("whatever bytes are guessed at", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const { structure, exact } of guessStructure(core, bytes)) {
        expect(typeof exact).toBe("boolean");
        if (structure !== "cdb") expect(explain(core, structure, bytes).length).toBeGreaterThan(0);
      }
    }),
    { seed, numRuns: 5_000 },
  );
});

/** What is repeated until the text has 10 million characters. */
const repeated: Readonly<Record<string, string>> = {
  "one word": "x",
  blanks: " ",
  digits: "1",
  "hexadecimal digits": "5f",
  pairs: "00 ",
  "pairs with colons": "0:",
  "beginnings of numbers": "0x",
  "beginnings of escapes": "\\x",
  "beginnings of literals": "b'",
  "beginnings of colours": "\u001b[",
  colours: "\u001b[0m",
  "empty lines": "\n",
  "carriage returns": "\r",
  lookalikes: "\u00d7\u00a0",
  "decimal numbers": "1,",
  base64: "QUJD",
  words: "aa! ",
  "short rows": "0000 00\n",
  brackets: "[",
  "CDB:": "CDB: ",
  "CDB: and a byte": "CDB: 00 ",
  "whole CDBs in one line": "CDB: 00 00 00 00 00 00 ",
  "whole CDBs": "CDB: 00 00 00 00 00 00\n",
  "Sense Key :": "Sense Key : ",
  "Sense Key : and a line": "Sense Key :\n",
  "dumps of nothing": "Descriptor sense data\n00\n",
  "hostbyte=": "hostbyte=",
  "reservation conflict": "reservation conflict\n",
  devices: "1:1:1:1",
  "devices and tags": "sd 1:0:0:0: tag#1 CDB: 0",
  "registers of ATA": "res 00/",
  "raw=": " raw=00 ",
  "H:": " H:0x",
  "H: D: P:": " H:0x0 D:0x0 P:0x0",
  holdfast: "holdfast-pr-helper: REGISTER ",
  "events of QEMU": "scsi_req_parsed ",
  notices: "1:0:0:0: has changed",
  ASCQ: "ascq 1 ",
  "ASC and ASCQ": "key 5 asc 24 ascq",
  "Sense: numbers": "Sense: 1/2/3/",
  "SCSI status": "SCSI status ",
  "sense keys": "Current: sense key Current ",
  "sense keys in words": "Sense Key: x\n",
  "lines of CAM": "(a:b:0:0:0): Ab cde:1 fgh:2 asc:",
  "CDBs of CAM": "READ. CDB: 0 0 0 0 0 0 ",
  "records of AIX": "SENSE DATA\n0600 0000\n",
  "data of events": "00000000 ",
  "sense codes of mpt": "[sense_key,asc,ascq]:\n",
  "words with colons": "feed: ",
};

/** Microseconds of this process for a character, at most: a real line of 100 characters may take 10 microseconds and more where machines are slow. */
const most = 1.5;
const size = 10_000_000;

/** Microseconds of this process, whatever else the machine does. */
function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

for (const [name, part] of Object.entries(repeated)) {
  test(`10 million characters: ${name}`, { timeout: 120_000 }, () => {
    const text = part.repeat(size / part.length);
    let paste: Paste | undefined;
    const microseconds = cpuTime(() => (paste = findScsi(core, text)));
    expect(microseconds / size).toBeLessThan(most);
    expect(paste!.why).not.toBe("");
  });
}

/** One command, as logs have it by the million. */
const logs: Readonly<Record<string, (i: number) => string>> = {
  kernel: (
    i,
  ) => `[${i}.000000] sd 2:0:0:1: [sdb] tag#${i % 64} FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_OK cmd_age=0s
[${i}.000001] sd 2:0:0:1: [sdb] tag#${i % 64} Sense Key : Illegal Request [current]
[${i}.000002] sd 2:0:0:1: [sdb] tag#${i % 64} Add. Sense: Invalid field in cdb
[${i}.000003] sd 2:0:0:1: [sdb] tag#${i % 64} CDB: Persistent reserve out 5f 00 00 00 00 00 00 00 18 00
`,
  vmkernel: (i) =>
    `2014-02-11T07:18:20.541Z cpu8:425351)ScsiDeviceIO: 2331: Cmd(0x4124425bc700) 0x2a, CmdSN 0x${i} from world 1 to dev "naa.514f0c5c11a00025" failed H:0x0 D:0x2 P:0x0 Valid sense data: 0x5 0x24 0x0.\n`,
  trace: (i) =>
    `<idle>-0 [007] d.h3. ${i}.478832: scsi_dispatch_cmd_done: host_no=0 channel=0 id=0 lun=0 data_sgl=0 prot_sgl=0 prot_op=SCSI_PROT_NORMAL driver_tag=0 scheduler_tag=0 cmnd=(PERSISTENT_RESERVE_OUT raw=5f 00 00 00 00 00 00 00 18 00) result=(driver=DRIVER_OK host=DID_OK message=COMMAND_COMPLETE status=SAM_STAT_GOOD)\n`,
};

/** Microseconds a line with the decoding of its CDB, and room for a machine that does other things. */
const mostForLine = 20;

for (const [name, command] of Object.entries(logs)) {
  test(`a ${name} log of 200000 lines: every command is found and decoded`, { timeout: 120_000 }, () => {
    const lines = 200_000;
    const count = lines / (command(0).split("\n").length - 1);
    const text = Array.from({ length: count }, (_, i) => command(i)).join("");
    let events = 0;
    const microseconds = cpuTime(() => {
      for (const { findings } of findEvents(core, text)) {
        events++;
        for (const { kind, bytes } of findings) if (kind === "cdb") explain(core, "pr_out_cdb", bytes);
      }
    });
    expect(events).toBe(count);
    expect(microseconds / lines).toBeLessThan(mostForLine);
  });
}
