/** CDBs of 12 bytes of block devices (SBC-4). */
import type { Field } from "../types.ts";
import { defectBits } from "./block-10.ts";
import * as c from "./common.ts";

const { cdb, dpo, fua, fuaNv, lba, protection, relAdr } = c;

const transferred: readonly Field[] = [lba(2, 5), c.transferLength(6, 9), c.groupNumber(10)];

export const block12 = [
  cdb(12, "read_12", "READ(12)", "SBC-4", "Reads logical blocks.", [
    protection("RDPROTECT", 1),
    dpo(1),
    fua(1),
    c.rarc(1),
    fuaNv(1),
    relAdr(1),
    ...transferred,
  ]),
  cdb(12, "write_12", "WRITE(12)", "SBC-4", "Writes logical blocks.", [
    protection("WRPROTECT", 1),
    dpo(1),
    fua(1),
    fuaNv(1),
    relAdr(1),
    ...transferred,
  ]),
  cdb(12, "write_and_verify_12", "WRITE AND VERIFY(12)", "SBC-4", "Writes logical blocks and verifies them.", [
    protection("WRPROTECT", 1),
    dpo(1),
    c.bytchk(1),
    relAdr(1),
    ...transferred,
  ]),
  cdb(12, "verify_12", "VERIFY(12)", "SBC-4", "Verifies logical blocks, or compares them.", [
    protection("VRPROTECT", 1),
    dpo(1),
    c.bytchk(1),
    relAdr(1),
    lba(2, 5),
    c.verificationLength(6, 9),
    c.groupNumber(10),
  ]),
  cdb(12, "read_defect_data_12", "READ DEFECT DATA(12)", "SBC-4", "Asks for the lists of defects.", [
    ...defectBits(1),
    c.bytes("ADDRESS DESCRIPTOR INDEX", 2, 5, "The first address descriptor to return."),
    c.allocationLength(6, 9),
  ]),
];
