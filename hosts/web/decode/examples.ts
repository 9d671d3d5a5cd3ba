/** What an empty box offers. */
import { button, element } from "../dom.ts";

interface Example {
  readonly title: string;
  readonly text: string;
}

const descriptor = (key: string, holder: string, port: string, name: string) =>
  `${key} 00 00 00 00 ${holder} 00 00 ${port} 00 00 00 18 00 00 00 00 00 00 00 00 ${name} 00 00 00 00 00 00 00 00`;

const examples: readonly Example[] = [
  { title: "PREEMPT, a CDB", text: "5f 04 05 00 00 00 00 00 18 00" },
  {
    title: "READ FULL STATUS data",
    text: [
      "00 00 00 07 00 00 00 60",
      descriptor("00 00 00 00 00 00 a1 00", "01 05 00 00", "00 01", "21 00 00 24 ff 7c 9a 01"),
      descriptor("00 00 00 00 00 00 b2 00", "00 00 00 00", "00 02", "21 00 00 24 ff 7c 9a 02"),
    ].join("\n"),
  },
  { title: "Sense data with a field pointer", text: "70 00 05 00 00 00 00 0a 00 00 00 00 26 00 00 8a 00 14" },
  {
    title: "Sense data with descriptors",
    text: "72 03 11 04 00 00 00 1c 00 0a 80 00 00 00 00 00 00 12 34 56 02 06 00 00 80 00 10 00 03 02 00 01 05 02 00 20",
  },
  {
    title: "Lines of dmesg",
    text: [
      "[  396.662498] sd 6:0:0:0: [sde] tag#31 FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE",
      "[  396.662500] sd 6:0:0:0: [sde] tag#31 Sense Key : Illegal Request [current] ",
      "[  396.662501] sd 6:0:0:0: [sde] tag#31 Add. Sense: Unaligned write command",
      "[  396.662502] sd 6:0:0:0: [sde] tag#31 CDB: Write(10) 2a 00 05 79 f9 50 00 00 58 00",
    ].join("\n"),
  },
  {
    title: "A line of vmkernel.log",
    text: '2015-01-06T13:33:12.839Z cpu0:62543)ScsiDeviceIO: 2358: Cmd(0x4124008154c0) 0x2a, CmdSN 0x76 from world 3268 to dev "naa.600508b1001c872c079296d6e2be22e4" failed H:0x0 D:0x2 P:0x0 Valid sense data: 0x6 0x2a 0x3.',
  },
  {
    title: "A TransportID",
    text: "05 00 00 28 69 71 6e 2e 31 39 39 33 2d 30 38 2e 6f 72 67 2e 64 65 62 69 61 6e 3a 30 31 3a 39 30 63 32 37 63 66 38 39 32 37 39 00 00",
  },
];

/** A button for each; `choose` gets its text. */
export function exampleButtons(choose: (text: string) => void): HTMLElement {
  return element(
    "div",
    { class: "row examples", role: "group", "aria-label": "Examples" },
    element("span", { class: "quiet" }, "For example:"),
    ...examples.map(({ title, text }) => button(title, () => choose(text))),
  );
}
