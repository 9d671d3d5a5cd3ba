// Rows of test/vectors/*.json for the specs. `file` is the name without .json, `field` may be a path: "plan.action".
// The host's side, and what it throws for a row or field that is not there, is vectors.mjs.

/** How many rows `file` has. */
// @ts-ignore: decorator
@external("vectors", "count")
export declare function count(file: string): i32;

/** Whether a row has a field. */
// @ts-ignore: decorator
@external("vectors", "has")
export declare function has(file: string, row: i32, field: string): bool;

/** Writes a field, which holds hexadecimal digits, to `at` as bytes; returns how many. */
// @ts-ignore: decorator
@external("vectors", "bytes")
export declare function bytes(file: string, row: i32, field: string, at: usize): i32;

/** A field that holds a number, true or false, or a string like "0x0123456789abcdef". */
// @ts-ignore: decorator
@external("vectors", "number")
export declare function number(file: string, row: i32, field: string): i64;

// @ts-ignore: decorator
@external("vectors", "text")
declare function hostText(file: string, row: i32, field: string, at: usize): i32;

const TEXT = memory.data(1024, 8);

/** A field as text: for the message of an expectation, mostly the row's name. */
export function text(file: string, row: i32, field: string): string {
  return String.UTF8.decodeUnsafe(TEXT, hostText(file, row, field, TEXT));
}
