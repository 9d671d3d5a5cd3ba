/** What a verb shows: bytes that are explained, or a code with its name. */
import type { Code } from "./code.ts";
import type { Finding } from "./input.ts";
import type { Subject } from "./subject.ts";

export type Decoded = { readonly finding: Finding } & ({ readonly subject: Subject } | { readonly code: Code });
