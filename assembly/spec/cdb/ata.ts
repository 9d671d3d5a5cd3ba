/** ATA PASS-THROUGH CDBs (SAT-4), down to the ATA command (ACS-5). */
import type { Field, ValueNames } from "../types.ts";
import { ataCommands } from "./ata-commands.ts";
import { bit, bits, bytes, cdb } from "./common.ts";
import { cdb32 } from "./variable.ts";

const protocols: ValueNames = {
  0x0: "Hard Reset",
  0x1: "SRST",
  0x3: "Non-data",
  0x4: "PIO Data-In",
  0x5: "PIO Data-Out",
  0x6: "DMA",
  0x7: "obsolete (DMA Queued)",
  0x8: "Device Diagnostic",
  0x9: "DEVICE RESET",
  0xa: "UDMA Data In",
  0xb: "UDMA Data Out",
  0xc: "FPDMA",
  0xf: "Return Response Information",
};

const protocol = (byte: number): Field =>
  bits("PROTOCOL", byte, 4, 1, "How the ATA command transfers.", { values: protocols });
const multipleCount = (byte: number): Field =>
  bits("MULTIPLE_COUNT", byte, 7, 5, "Power of two of the sectors in a DRQ data block.");
const extend = (byte: number): Field => bit("EXTEND", byte, 0, "The ATA command is a 48-bit one.");

const transfer = (byte: number): readonly Field[] => [
  bits("OFF_LINE", byte, 7, 6, "The bus may be off for 2 to the power of this plus one, less 2, seconds."),
  bit("CK_COND", byte, 5, "The ATA status comes back in sense data whatever it is."),
  bit("T_TYPE", byte, 4, "Size of a block where BYT_BLOK is 1.", {
    values: { 0: "512 bytes", 1: "logical sector size" },
  }),
  bit("T_DIR", byte, 3, "Which way the data goes.", {
    values: { 0: "to the ATA device", 1: "from the ATA device" },
  }),
  bit("BYT_BLOK", byte, 2, "What the transfer length counts.", { values: { 0: "bytes", 1: "blocks" } }),
  bits("T_LENGTH", byte, 1, 0, "Where the transfer length is.", {
    values: { 0: "No data is transferred", 1: "FEATURES field", 2: "COUNT field", 3: "STPSIU" },
  }),
];

/** One register of the ATA command, 8 bits each. */
const register = (name: string, byte: number): Field => bytes(name, byte, byte, "A part of the ATA command's field.");
const device = (byte: number): Field => bytes("DEVICE", byte, byte, "The DEVICE field of the ATA command.");
const command = (byte: number): Field => bytes("COMMAND", byte, byte, "The ATA command.", { values: ataCommands });

const doc = "Sends an ATA command to the device behind the translation.";

export const ata = [
  cdb(16, "ata_pass_through_16", "ATA PASS-THROUGH(16)", "SAT-4", doc, [
    multipleCount(1),
    protocol(1),
    extend(1),
    ...transfer(2),
    register("FEATURES (15:8)", 3),
    register("FEATURES (7:0)", 4),
    register("COUNT (15:8)", 5),
    register("COUNT (7:0)", 6),
    register("LBA (31:24)", 7),
    register("LBA (7:0)", 8),
    register("LBA (39:32)", 9),
    register("LBA (15:8)", 10),
    register("LBA (47:40)", 11),
    register("LBA (23:16)", 12),
    device(13),
    command(14),
  ]),
  cdb(12, "ata_pass_through_12", "ATA PASS-THROUGH(12)", "SAT-4", doc, [
    multipleCount(1),
    protocol(1),
    ...transfer(2),
    register("FEATURES (7:0)", 3),
    register("COUNT (7:0)", 4),
    register("LBA (7:0)", 5),
    register("LBA (15:8)", 6),
    register("LBA (23:16)", 7),
    device(8),
    command(9),
  ]),
  cdb32(
    "ata_pass_through_32",
    "ATA PASS-THROUGH(32)",
    "SAT-4",
    doc,
    [],
    [
      multipleCount(10),
      protocol(10),
      extend(10),
      ...transfer(11),
      bytes("LBA", 14, 19, "The LBA field of the ATA command."),
      bytes("FEATURES", 20, 21, "The FEATURES field of the ATA command."),
      bytes("COUNT", 22, 23, "The COUNT field of the ATA command."),
      device(24),
      command(25),
      bytes("ICC", 27, 27, "The ICC field of the ATA command."),
      bytes("AUXILIARY", 28, 31, "The AUXILIARY field of the ATA command."),
    ],
  ),
];
