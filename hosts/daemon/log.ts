/**
 * Standard error, one line a message. Nothing here waits: whoever should read the lines and does not cannot hold the helper up. Behind `most`
 * waiting lines further ones are dropped, and counted.
 */
import { writeSync } from "node:fs";

/** What a line is about; the values are those of the standards, keys as 16 hexadecimal digits. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

/** Writes what can be written without waiting: the number of bytes, 0 for none now, -1 when nobody reads any more. */
export type WriteNow = (fd: number, bytes: Uint8Array) => number;

const most = 1000;
/** Bytes of one line: a pipe takes that much whole. */
const longest = 4096;
const stderr = 2;
const retryMs = 100;

export class Log {
  readonly #waiting: Buffer[] = [];
  #timer: NodeJS.Timeout | undefined;
  #dropped = 0;

  constructor(
    private readonly verbosity: number,
    private readonly format: "text" | "json",
    private readonly writeNow: WriteNow,
  ) {}

  get quiet(): boolean {
    return this.verbosity < 0;
  }

  /** `level`: from how many -v on it is said; 0 always, but with --quiet. */
  write(level: number, message: string, facts: Facts = {}): void {
    if (level > this.verbosity) return;
    if (this.#waiting.length >= most) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(this.#line(message, facts));
    if (this.#timer === undefined) this.flush();
  }

  /** What can be written now; the rest is tried again. */
  flush(): void {
    for (let line; (line = this.#waiting.shift()) !== undefined;) {
      const written = this.writeNow(stderr, line);
      if (written < 0 || written === line.length) continue; // nobody reads any more: no reason to end
      this.#waiting.unshift(line.subarray(written));
      break;
    }
    clearTimeout(this.#timer);
    this.#timer = this.#waiting.length > 0 ? setTimeout(() => this.flush(), retryMs) : undefined;
    if (this.#waiting.length > 0 || this.#dropped === 0) return;
    const dropped = this.#dropped;
    this.#dropped = 0;
    this.write(0, `${dropped} lines of this log were dropped: nobody read it`);
  }

  #line(message: string, facts: Facts): Buffer {
    const known = Object.entries(facts).filter(([, value]) => value !== undefined);
    const text =
      this.format === "json"
        ? quote({ time: new Date().toISOString(), message, ...Object.fromEntries(known) })
        : `holdfast-pr-helper: ${message}${known.map(([name, value]) => ` ${name}=${plain(value!)}`).join("")}`;
    return Buffer.from(`${text.slice(0, longest / 4)}\n`);
  }
}

/** A word as it is; anything that a client may have chosen to look otherwise in quotes. */
function plain(value: string | number): string {
  return /^[\w.:/@%+,-]+$/.test(String(value)) ? String(value) : quote(value);
}

/** JSON without the control characters that JSON.stringify leaves. */
function quote(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** For a process that ends next. */
export function writeLast(text: string): void {
  try {
    writeSync(stderr, text);
  } catch {
    // nobody reads any more
  }
}
