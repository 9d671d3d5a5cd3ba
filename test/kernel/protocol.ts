// What the test says to the agent inside User Mode Linux, and what it answers.

/** How a process ended and all that it wrote. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Requests {
  /** Run a command to its end. */
  run: { request: { argv: string[]; input?: string; timeoutMs: number }; answer: Ended };
  /** Start a process that stays; it is ready when it has made the file `ready`, anew if there was one. */
  start: { request: { argv: string[]; ready: string; timeoutMs: number }; answer: { pid: number } };
  /** End a started process. */
  stop: { request: { pid: number; signal: NodeJS.Signals; timeoutMs: number }; answer: Ended };
  /** Open a Unix socket. */
  connect: { request: { path: string }; answer: { connection: number } };
  /** Send text, wait for text that matches `until` (a pattern, multi-line), and take all up to its end. */
  exchange: {
    request: { connection: number; send: string; until: string; timeoutMs: number };
    answer: { text: string };
  };
}

export type Verb = keyof Requests;

/** A line from the agent. */
export type Message =
  | { ready: string }
  | { output: string; of: string }
  | { id: number; taken: true }
  | { id: number; answer: Requests[Verb]["answer"] }
  | { id: number; error: string };
