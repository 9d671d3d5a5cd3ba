/** What sources must not say. */

/**
 * SCSI in native/: operation codes, statuses, sense bytes, names of commands and of fields. Bytes mean something only in the core, so that
 * one tested binary decides, whatever the host. Names from build/abi.h (HF_...) are the core's own words, Napi::Persistent is a kind of reference.
 */
const scsi = [
  /\b0x5[ef]\b/i, // operation codes
  /\b0x7[0-3]\b/i, // response codes of sense data
  /\b0x(18|28)\b/, // RESERVATION CONFLICT, TASK SET FULL
  /persistent|reservation|\bregistrant/i,
  /check.?condition|unit.?attention|illegal.?request|aborted.?command|task.?set.?full/i,
  /\bascq?\b|sense_?key|additional.?sense/i,
  /SAM_STAT|\bPR_(IN|OUT)\b|\b(READ|PRIN|PROUT)_?KEYS?\b/,
  /scsi\/scsi(_proto)?\.h/, // <scsi/sg.h> is the ioctl's
  /\bcdb\s*\[/i, // looking into a command
];

export function scsiWords(source: string): string[] {
  return source
    .replaceAll(/\bHF_[A-Z0-9_]+\b|\bNapi::Persistent\b/g, "")
    .split("\n")
    .flatMap((line, i) => (scsi.some((word) => word.test(line)) ? [`line ${String(i + 1)}: ${line.trim()}`] : []));
}

/** Folders of one machine: a path that only exists where it was written. Put together here, so that this file does not name one. */
const machinePaths = [["work"], ["tmp", "w"], ["root"], ["home"]].map(
  (names) => new RegExp(`(?<![\\w.}-])/${names.join("/")}/\\w`),
);

export function machinePathsIn(source: string): string[] {
  return source.split("\n").flatMap((line, i) => {
    return machinePaths.some((path) => path.test(line)) ? [`line ${String(i + 1)}: ${line.trim()}`] : [];
  });
}
