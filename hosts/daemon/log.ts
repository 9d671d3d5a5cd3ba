/**
 * Standard error, one line a message. Lines go out one after the other through the thread pool: whoever should read them and does not cannot
 * hold the helper up. Behind `most` waiting lines further ones are dropped, and counted.
 */
import { write, writeSync } from "node:fs";

/** What a line is about; the values are those of the standards, keys as 16 hexadecimal digits. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

const most = 1000;
const stderr = 2;

export class Log {
  readonly #waiting: string[] = [];
  #writing = false;
  #dropped = 0;

  constructor(
    private readonly verbosity: number,
    private readonly format: "text" | "json",
  ) {}

  /** `level`: from how many -v on it is said; 0 always, but with --quiet. */
  write(level: number, message: string, facts: Facts = {}): void {
    if (level > this.verbosity) return;
    if (this.#waiting.length >= most) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(this.#line(message, facts));
    this.#next();
  }

  /** All that waits, at once: before the process ends. */
  flush(): void {
    for (const line of this.#waiting.splice(0)) writeNow(line);
  }

  #line(message: string, facts: Facts): string {
    const known = Object.entries(facts).filter(([, value]) => value !== undefined);
    if (this.format === "json")
      return `${JSON.stringify({ time: new Date().toISOString(), message, ...Object.fromEntries(known) })}\n`;
    const text = known.map(
      ([name, value]) => ` ${name}=${/[\s"=]/.test(String(value)) ? JSON.stringify(value) : value}`,
    );
    return `holdfast-pr-helper: ${message}${text.join("")}\n`;
  }

  #next(): void {
    const line = this.#waiting[0];
    if (this.#writing || line === undefined) return;
    this.#writing = true;
    write(stderr, line, (error) => {
      this.#writing = false;
      if (error?.code === "EAGAIN") return void setTimeout(() => this.#next(), 100); // a full pipe that does not block
      this.#waiting.shift();
      // Any other error: nobody reads any more. That is no reason to end, least of all when a client makes the helper speak.
      if (this.#waiting.length === 0 && this.#dropped > 0) {
        this.#waiting.push(this.#line(`${this.#dropped} lines of this log were dropped: nobody read it`, {}));
        this.#dropped = 0;
      }
      this.#next();
    });
  }
}

/** For a process that ends next. */
export function writeNow(text: string): void {
  try {
    writeSync(stderr, text);
  } catch {
    // nobody reads any more
  }
}
