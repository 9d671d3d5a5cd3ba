/** The helper protocol (QEMU docs/interop/pr-helper.rst, scsi/pr-helper.h). */
import { helper } from "./abi.ts";
import { statuses } from "./names.ts";
import type { Structure } from "./types.ts";

export const helperGreeting: Structure = {
  id: "helper_greeting",
  name: "PR helper features",
  clause: "QEMU docs/interop/pr-helper.rst",
  size: helper.greeting,
  doc: "The first word each way: what the helper supports, then what the client asks for.",
  fields: [{ name: "FEATURES", byte: 0, bits: 32, doc: "No feature is defined: always 0." }],
};

export const helperReply: Structure = {
  id: "helper_reply",
  name: "PR helper reply",
  clause: "QEMU scsi/pr-helper.h",
  size: helper.reply,
  doc: "What goes back for a command; parameter data follows it.",
  fields: [
    { name: "RESULT", byte: 0, bits: 32, values: statuses, doc: "SCSI status." },
    { name: "PAYLOAD SIZE", byte: 4, bits: 32, doc: "Bytes of parameter data behind the reply." },
    {
      name: "SENSE",
      byte: 8,
      bits: helper.sense * 8,
      kind: "bytes",
      doc: "Sense data, padded with zeros; for CHECK CONDITION only.",
    },
  ],
};
