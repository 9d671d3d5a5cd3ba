/** The ABI of holdfast.wasm: i32 in, i32 out; below 0 is a status, and the error record says more. Results lie in static buffers. */
export { bufferAt as hf_buffer, bufferSize as hf_buffer_size, layoutOf as hf_layout } from "./generated/records";
export { abiVersion as hf_abi_version } from "./abi/version";
export { describeCase as hf_case, describeField as hf_field, describeStructure as hf_structure } from "./codec/describe";
export { compose as hf_compose } from "./codec/compose";
export { explain as hf_explain } from "./codec/explain";
export { decodeCdb as hf_cdb_decode } from "./reservation/cdb";
export { decodeParameterList as hf_parameter_list_decode } from "./reservation/parameter-list";
export { decodeReadKeys as hf_read_keys_decode, decodeReadReservation as hf_read_reservation_decode } from "./reservation/parameter-data";
export { parameterDataStructure as hf_parameter_data_structure, parameterListStructure as hf_parameter_list_structure } from "./reservation/structures";
export { decodeSense as hf_sense_decode } from "./sense/decode";
export { complete as hf_helper_complete, plan as hf_helper_plan } from "./helper/plan";
export { decodeReply as hf_helper_reply_decode, greeting as hf_helper_greeting, replyToFailure as hf_helper_failure } from "./helper/reply";
export { emulate as hf_helper_emulate } from "./helper/emulate";
export { happen as hf_unit_event, start as hf_unit_start } from "./unit/event";
export { execute as hf_unit_execute } from "./unit/execute";
export { restore as hf_unit_load } from "./unit/load";
export { save as hf_unit_save } from "./unit/save";
