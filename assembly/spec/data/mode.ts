/** Mode parameter lists of MODE SENSE and MODE SELECT (SPC-4 7.5, SBC-3 6.5). */
import { modePages } from "../cdb/page-names.ts";
import type { Choice, Field, Structure, ValueNames } from "../types.ts";
import { flag, obsolete, part, whole } from "./fields.ts";

const clause = "SPC-4 7.5";

const mediumType = (byte: number): Field => whole("MEDIUM TYPE", byte, 1, "0 for a disk.");
const deviceSpecific = (byte: number): Field =>
  whole("DEVICE-SPECIFIC PARAMETER", byte, 1, "As a block device has it.", {
    parts: [
      flag("WP", byte, 7, "The medium is write protected."),
      flag("DPOFUA", byte, 4, "DPO and FUA are supported."),
    ],
  });

const blockDescriptorLength = "BLOCK DESCRIPTOR LENGTH";
const blockDescriptors = (of: string) =>
  [
    { kind: "list", of, countedBy: blockDescriptorLength, doc: "Size and number of the logical blocks." },
    { kind: "list", of: "mode_page", doc: "The mode pages." },
  ] as const;

/** MODE DATA LENGTH is reserved in MODE SELECT, and never 0 in MODE SENSE: `counts` false for the first. */
const list6 = (id: string, name: string, counts: boolean): Structure => ({
  id,
  name,
  clause,
  size: 4,
  doc: "Settings of the device.",
  fields: [
    ...(counts ? [whole("MODE DATA LENGTH", 0, 1, "Bytes that follow.", { countsFrom: 1 })] : []),
    mediumType(1),
    deviceSpecific(2),
    whole(blockDescriptorLength, 3, 1, "Bytes of the block descriptors."),
  ],
  rest: blockDescriptors("mode_block_descriptor"),
});

const list10 = (id: string, name: string, counts: boolean): Structure => ({
  id,
  name,
  clause,
  size: 8,
  doc: "Settings of the device.",
  fields: [
    ...(counts ? [whole("MODE DATA LENGTH", 0, 2, "Bytes that follow.", { countsFrom: 2 })] : []),
    mediumType(2),
    deviceSpecific(3),
    flag("LONGLBA", 4, 0, "Block descriptors have 16 bytes."),
    whole(blockDescriptorLength, 6, 2, "Bytes of the block descriptors."),
  ],
  rest: blockDescriptors(`${id}_block_descriptor`),
});

const blockDescriptorOf = (listId: string): Choice => ({
  id: `${listId}_block_descriptor`,
  name: "Block descriptor",
  clause,
  doc: "By LONGLBA.",
  inside: listId,
  byte: 4,
  mask: 0x01,
  cases: { 1: "mode_block_descriptor_long" },
  otherwise: "mode_block_descriptor",
});

const blocks = (byte: number, size: number): Field =>
  whole("NUMBER OF LOGICAL BLOCKS", byte, size, "Blocks of the logical unit; all bits set where it has more.");
const blockLength = "Bytes of a logical block.";

const blockDescriptor: Structure = {
  id: "mode_block_descriptor",
  name: "Short block descriptor",
  clause: "SBC-3 6.5.2.2",
  size: 8,
  doc: "Size and number of the logical blocks, as a block device has it.",
  fields: [blocks(0, 4), whole("LOGICAL BLOCK LENGTH", 5, 3, blockLength)],
};

const longBlockDescriptor: Structure = {
  id: "mode_block_descriptor_long",
  name: "Long block descriptor",
  clause: "SBC-3 6.5.2.3",
  size: 16,
  doc: "Size and number of the logical blocks.",
  fields: [blocks(0, 8), whole("LOGICAL BLOCK LENGTH", 12, 4, blockLength)],
};

/** Mode pages that have a structure here. */
const explained: ValueNames = { 0x08: "Caching", 0x0a: "Control" };

/** The others that MODE SENSE can ask for, of any device: 3Fh asks for all, and is no page. */
const pageCodes: ValueNames = Object.fromEntries(
  Object.entries(modePages).filter(([code]) => explained[Number(code)] === undefined && Number(code) !== 0x3f),
);

/** By PAGE CODE, of pages with SPF set. */
const subPageCodes: ValueNames = { 0x0a: "Control", 0x1a: "Power", 0x1c: "Logical Block Provisioning and others" };

const modePage: Choice = {
  id: "mode_page",
  name: "Mode page",
  clause,
  doc: "By SPF.",
  byte: 0,
  mask: 0x40,
  cases: { 0x40: "mode_subpage" },
  otherwise: "mode_page_0",
};

const modePage0: Choice = {
  id: "mode_page_0",
  name: "Mode page without a subpage",
  clause,
  doc: "By PAGE CODE.",
  byte: 0,
  mask: 0x3f,
  cases: { 0x08: "mode_page_caching", 0x0a: "mode_page_control" },
  otherwise: "mode_page_other",
};

const saveable = flag("PS", 0, 7, "The page can be saved; reserved in MODE SELECT.");
const subpageFormat = (value: number): Field => part("SPF", 0, 6, 1, "The page has a SUBPAGE CODE.", { fixed: value });
const pageCode = (values: ValueNames, fixed?: number): Field =>
  part("PAGE CODE", 0, 5, 6, "Which page this is.", { ...(fixed === undefined ? {} : { fixed }), values });
const pageLength = whole("PAGE LENGTH", 1, 1, "Bytes that follow.", { countsFrom: 2 });

const page = (id: string, code: number, pageClause: string, size: number, doc: string, fields: Field[]): Structure => ({
  id: `mode_page_${id}`,
  name: `${explained[code]!} mode page`,
  clause: pageClause,
  size,
  doc,
  fields: [saveable, subpageFormat(0), pageCode(explained, code), pageLength, ...fields],
});

const control = page("control", 0x0a, clause, 12, "How the logical unit handles commands.", [
  part("TST", 2, 7, 3, "Task sets.", { values: { 0: "one task set", 1: "one task set for each I_T nexus" } }),
  flag("TMF_ONLY", 2, 4, "ACA handling: only task management aborts commands of the faulted I_T nexus."),
  flag("DPICZ", 2, 3, "Protection information is not checked where RDPROTECT and the like are 0."),
  flag("D_SENSE", 2, 2, "Sense data is in descriptor format."),
  flag("GLTSD", 2, 1, "Log parameters are not saved implicitly."),
  flag("RLEC", 2, 0, "Log exceptions are reported."),
  part("QUEUE ALGORITHM MODIFIER", 3, 7, 4, "How SIMPLE commands are ordered.", {
    values: { 0: "restricted reordering", 1: "unrestricted reordering" },
  }),
  flag("NUAR", 3, 3, "No unit attention on release."),
  part("QERR", 3, 2, 2, "What becomes of other commands after CHECK CONDITION.", {
    values: { 0: "they go on", 1: "they are aborted", 3: "those of the same I_T nexus are aborted" },
  }),
  obsolete("Obsolete (DQUE)", 3, 0, 1),
  part("VS", 4, 7, 1, "Vendor specific."),
  flag("RAC", 4, 6, "A condition that lasts ends a command with CHECK CONDITION, not with BUSY."),
  part("UA_INTLCK_CTRL", 4, 5, 2, "Whether a unit attention stays after it was reported.", {
    values: { 0: "cleared", 2: "stays", 3: "stays, and BUSY or RESERVATION CONFLICT establish one" },
  }),
  flag("SWP", 4, 3, "Software write protect is on."),
  obsolete("Obsolete (RAERP, UAAERP, EAERP)", 4, 2, 3),
  flag("ATO", 5, 7, "Application tags belong to the application client."),
  flag("TAS", 5, 6, "Commands that another I_T nexus aborts end with TASK ABORTED."),
  flag("ATMPE", 5, 5, "The application tag mode page is on."),
  flag("RWWP", 5, 4, "Writes without protection information are refused."),
  flag("SBLP", 5, 3, "Supported block lengths and protection information limit what is done."),
  part("AUTOLOAD MODE", 5, 2, 3, "What happens when a medium is put in.", {
    values: { 0: "medium is loaded", 1: "its memory is loaded", 2: "nothing is loaded" },
  }),
  obsolete("Obsolete (READY AER HOLDOFF PERIOD)", 6, 7, 16),
  whole("BUSY TIMEOUT PERIOD", 8, 2, "Longest time of BUSY, in units of 100 ms.", { values: { 0xffff: "unlimited" } }),
  whole("EXTENDED SELF-TEST COMPLETION TIME", 10, 2, "Seconds.", { values: { 0xffff: "65535 or more" } }),
]);

const caching = page("caching", 0x08, "SBC-3 6.5", 20, "How the logical unit uses its cache.", [
  flag("IC", 2, 7, "NUMBER OF CACHE SEGMENTS or CACHE SEGMENT SIZE rules, not the device's own way."),
  flag("ABPF", 2, 6, "A command aborts the prefetch of the one before."),
  flag("CAP", 2, 5, "The device may analyse how it is used, to cache better."),
  flag("DISC", 2, 4, "Prefetch goes on over discontinuities."),
  flag("SIZE", 2, 3, "CACHE SEGMENT SIZE rules, not their number."),
  flag("WCE", 2, 2, "The write cache is on: a write ends before it is on the medium."),
  flag("MF", 2, 1, "Prefetch lengths are multiplied by the length of the transfer."),
  flag("RCD", 2, 0, "The read cache is off."),
  part("DEMAND READ RETENTION PRIORITY", 3, 7, 4, "How long blocks stay that were read."),
  part("WRITE RETENTION PRIORITY", 3, 3, 4, "How long blocks stay that were written."),
  whole("DISABLE PREFETCH TRANSFER LENGTH", 4, 2, "Longer transfers are not followed by prefetch."),
  whole("MINIMUM PREFETCH", 6, 2, "Blocks."),
  whole("MAXIMUM PREFETCH", 8, 2, "Blocks."),
  whole("MAXIMUM PREFETCH CEILING", 10, 2, "Blocks."),
  flag("FSW", 12, 7, "Writes to the medium are in order."),
  flag("LBCSS", 12, 6, "CACHE SEGMENT SIZE is in logical blocks, not bytes."),
  flag("DRA", 12, 5, "Read-ahead is off."),
  part("Vendor specific", 12, 4, 2, "Defined by the vendor."),
  part("SYNC_PROG", 12, 2, 2, "Whether SYNCHRONIZE CACHE reports its progress."),
  flag("NV_DIS", 12, 0, "The non-volatile cache is off."),
  whole("NUMBER OF CACHE SEGMENTS", 13, 1, "Segments."),
  whole("CACHE SEGMENT SIZE", 14, 2, "Bytes or blocks."),
  obsolete("Obsolete (NON CACHE SEGMENT SIZE)", 17, 7, 24),
]);

const pageData = { kind: "bytes", name: "Mode parameters", doc: "Depends on the page." } as const;

const otherPage: Structure = {
  id: "mode_page_other",
  name: "Mode page",
  clause,
  size: 2,
  doc: "Another page.",
  fields: [saveable, subpageFormat(0), pageCode(pageCodes), pageLength],
  rest: pageData,
};

const subpage: Structure = {
  id: "mode_subpage",
  name: "Mode subpage",
  clause,
  size: 4,
  doc: "A page with a SUBPAGE CODE.",
  fields: [
    saveable,
    subpageFormat(1),
    pageCode(subPageCodes),
    whole("SUBPAGE CODE", 1, 1, "Which subpage this is."),
    whole("PAGE LENGTH", 2, 2, "Bytes that follow.", { countsFrom: 4 }),
  ],
  rest: pageData,
};

export const modeStructures = [
  list6("mode_sense_6_data", "MODE SENSE(6) parameter data", true),
  list6("mode_select_6_list", "MODE SELECT(6) parameter list", false),
  list10("mode_sense_10_data", "MODE SENSE(10) parameter data", true),
  list10("mode_select_10_list", "MODE SELECT(10) parameter list", false),
  blockDescriptorOf("mode_sense_10_data"),
  blockDescriptorOf("mode_select_10_list"),
  blockDescriptor,
  longBlockDescriptor,
  modePage,
  modePage0,
  control,
  caching,
  otherPage,
  subpage,
] as const;
