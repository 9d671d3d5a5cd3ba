/** Standard error, one line a message. */
import { writeSync } from "node:fs";

export class Log {
  constructor(private readonly verbose: number) {}

  /** `level`: from which -v on it is said; 0 always. */
  write(level: number, message: string): void {
    if (level > this.verbose) return;
    try {
      writeSync(2, `holdfast-pr-helper: ${message}\n`);
    } catch {
      return; // nobody reads any more: no reason to end, least of all when a client makes it speak
    }
  }
}
