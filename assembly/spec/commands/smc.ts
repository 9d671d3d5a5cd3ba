/** Commands of media changers (SMC-3), and of devices that have one attached. */
import { type Command, rows } from "./types.ts";

export const smcCommands: readonly Command[] = rows("M", undefined, [
  ["07", "INITIALIZE ELEMENT STATUS"],
  ["16", "RESERVE ELEMENT(6)"],
  ["17", "RELEASE ELEMENT(6)"],
  ["1b", "OPEN/CLOSE IMPORT/EXPORT ELEMENT"],
  ["2b", "POSITION TO ELEMENT"],
  ["37", "INITIALIZE ELEMENT STATUS WITH RANGE"],
  ["56", "RESERVE ELEMENT(10)"],
  ["57", "RELEASE ELEMENT(10)"],
  ["a5", "MOVE MEDIUM", "TWOM"],
  ["a6", "EXCHANGE MEDIUM"],
  ["a7", "MOVE MEDIUM ATTACHED", "DTWO"],
  ["b1", "OPEN/CLOSE IMPORT/EXPORT ELEMENT"],
  ["b4", "READ ELEMENT STATUS ATTACHED", "DTWRO"],
  ["b5", "REQUEST VOLUME ELEMENT ADDRESS"],
  ["b6", "SEND VOLUME TAG"],
  ["b8", "READ ELEMENT STATUS", "TWROM"],
]);
