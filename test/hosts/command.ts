/** What the tests of commands share. */
import { CoreError } from "../../hosts/embed/index.ts";

/** The error that a call throws. */
export const thrown = (call: () => unknown): CoreError => {
  try {
    call();
  } catch (error) {
    if (error instanceof CoreError) return error;
    throw error;
  }
  throw new Error("no error");
};
