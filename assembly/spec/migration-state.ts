/** What a migration stream of QEMU 11.0 and later carries of a disk's reservation: the subsection `scsi-disk/pr` (QEMU hw/scsi/scsi-disk.c, migration/vmstate.c). */
import { types } from "./names.ts";
import type { Structure } from "./types.ts";

export const qemuPrState: Structure = {
  id: "qemu_pr_state",
  name: "QEMU scsi-disk/pr migration state",
  clause: "QEMU hw/scsi/scsi-disk.c",
  size: 27,
  doc: "Sent for a disk with migrate-pr=on whose guest has a key registered; the destination registers the key anew and preempts the source.",
  fields: [
    { name: "SECTION TYPE", byte: 0, bits: 8, fixed: 5, doc: "QEMU_VM_SUBSECTION." },
    { name: "NAME LENGTH", byte: 1, bits: 8, fixed: 12, doc: "Bytes of the name." },
    { name: "NAME", byte: 2, bits: 96, kind: "text", doc: "scsi-disk/pr." },
    { name: "VERSION", byte: 14, bits: 32, fixed: 1, doc: "Of the subsection." },
    { name: "RESERVATION KEY", byte: 18, bits: 64, doc: "What the guest registered; 0 is never sent." },
    {
      name: "TYPE",
      byte: 26,
      bits: 8,
      values: { ...types, 0: "no reservation" },
      doc: "Of the reservation that the guest holds; QEMU keeps no scope.",
    },
  ],
};
