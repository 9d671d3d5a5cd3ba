// A guest of the machine's own QEMU (7.2 on Debian 12).
import { guestReservations } from "./guest-scenario.ts";
import { holdfast } from "./helper.ts";
import { CLIENT, describeWith, GUEST, QEMU, UML } from "../common/requirements.ts";

describeWith([...UML, ...CLIENT, ...GUEST, ...QEMU], "a guest of this machine's QEMU", () => {
  guestReservations({ helper: holdfast, qemu: 702 });
});
