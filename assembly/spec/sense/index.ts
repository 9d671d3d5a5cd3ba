/** What spec/index.ts takes of sense data, beside the structures that it had first. */
import { senseDataStructures } from "../sense.ts";
import { descriptorStructures } from "./descriptors.ts";
import { keySpecificStructures } from "./key-specific.ts";

export const senseStructures = [...keySpecificStructures, ...senseDataStructures, ...descriptorStructures];
