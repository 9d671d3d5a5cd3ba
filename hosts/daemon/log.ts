/** Standard error, one line a message. */
export class Log {
  constructor(private readonly verbose: number) {}

  /** `level`: from which -v on it is said; 0 always. */
  write(level: number, message: string): void {
    if (level <= this.verbose) process.stderr.write(`holdfast-pr-helper: ${message}\n`);
  }
}
