/** CDBs of media changers (SMC-3). */
import type { Field } from "../types.ts";
import { bit, bits, bytes, cdb } from "./common.ts";

const address = (name: string, first: number, doc: string): Field => bytes(`${name} ADDRESS`, first, first + 1, doc);
const transport = (name: string): Field => address(name, 2, "What moves the medium; 0 is the default one.");
const typeCode = bits("ELEMENT TYPE CODE", 1, 3, 0, "Which kind of elements.", {
  values: {
    0: "All element types",
    1: "Medium transport element",
    2: "Storage element",
    3: "Import/export element",
    4: "Data transfer element",
  },
});
const volTag = bit("VOLTAG", 1, 4, "With volume tags.");
const starting = address("STARTING ELEMENT", 2, "The first element.");
const numberOfElements = (first: number): Field => bytes("NUMBER OF ELEMENTS", first, first + 1, "How many elements.");
const allocationLength = bytes("ALLOCATION LENGTH", 7, 9, "Most bytes that the device may return.");

export const changer = [
  cdb(6, "open_close_import_export_element", "OPEN/CLOSE IMPORT/EXPORT ELEMENT", "SMC-3", "Opens or closes the slot.", [
    address("ELEMENT", 2, "Which import/export element."),
    bits("ACTION CODE", 4, 4, 0, "What is to be done.", { values: { 0: "OPEN", 1: "CLOSE" } }),
  ]),
  cdb(10, "position_to_element", "POSITION TO ELEMENT", "SMC-3", "Moves a transport in front of an element.", [
    transport("MEDIUM TRANSPORT ELEMENT"),
    address("DESTINATION ELEMENT", 4, "Where to."),
    bit("INVERT", 8, 0, "The medium is turned over."),
  ]),
  cdb(
    10,
    "initialize_element_status_with_range",
    "INITIALIZE ELEMENT STATUS WITH RANGE",
    "SMC-3",
    "Looks what is in elements.",
    [
      bit("FAST", 1, 1, "Without reading volume tags."),
      bit("RANGE", 1, 0, "Only the elements of the range."),
      starting,
      numberOfElements(6),
    ],
  ),
  cdb(12, "move_medium", "MOVE MEDIUM", "SMC-3", "Moves a medium.", [
    transport("MEDIUM TRANSPORT ELEMENT"),
    address("SOURCE ELEMENT", 4, "Where from."),
    address("DESTINATION ELEMENT", 6, "Where to."),
    bit("INVERT", 10, 0, "The medium is turned over."),
  ]),
  cdb(12, "exchange_medium", "EXCHANGE MEDIUM", "SMC-3", "Moves a medium, and what was in its place elsewhere.", [
    transport("MEDIUM TRANSPORT ELEMENT"),
    address("SOURCE ELEMENT", 4, "Where the first medium is from."),
    address("FIRST DESTINATION ELEMENT", 6, "Where the first medium goes."),
    address("SECOND DESTINATION ELEMENT", 8, "Where the medium goes that was there."),
    bit("INV1", 10, 1, "The first medium is turned over."),
    bit("INV2", 10, 0, "The second medium is turned over."),
  ]),
  cdb(12, "read_element_status", "READ ELEMENT STATUS", "SMC-3", "Asks what is in which element.", [
    volTag,
    typeCode,
    starting,
    numberOfElements(4),
    bit("CURDATA", 6, 1, "Nothing may move for it."),
    bit("DVCID", 6, 0, "With device identifiers."),
    allocationLength,
  ]),
  cdb(
    12,
    "request_volume_element_address",
    "REQUEST VOLUME ELEMENT ADDRESS",
    "SMC-3",
    "Asks what SEND VOLUME TAG found.",
    [volTag, typeCode, starting, numberOfElements(4), allocationLength],
  ),
  cdb(12, "send_volume_tag", "SEND VOLUME TAG", "SMC-3", "Searches, sets or removes volume tags.", [
    typeCode,
    starting,
    bits("SEND ACTION CODE", 5, 4, 0, "What is to be done with the tag."),
    bytes("PARAMETER LIST LENGTH", 8, 9, "Bytes of the parameter list."),
  ]),
];
