/** holdfast: the command line. */
import { run } from "./frame.ts";
import { decode } from "./verbs/decode.ts";
import { encode } from "./verbs/encode.ts";
import { fields } from "./verbs/fields.ts";

await run([decode, encode, fields], process.argv.slice(2));
