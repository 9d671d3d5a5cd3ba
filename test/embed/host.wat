;; A host for interpreters whose scripts can only call functions: it shares the core's memory and takes and gives eight bytes a call.
(module $host
  (import "core" "memory" (memory 1))
  (import "core" "hf_buffer" (func $buffer (param i32) (result i32)))
  (import "core" "hf_text" (func $text (param i32) (result i32)))
  (func (export "write") (param $buffer i32) (param $at i32) (param $bytes i64)
    (i64.store (i32.add (call $buffer (local.get $buffer)) (local.get $at)) (local.get $bytes)))
  (func $read (export "read") (param $buffer i32) (param $at i32) (result i64)
    (i64.load (i32.add (call $buffer (local.get $buffer)) (local.get $at))))
  ;; of the text whose number is in `field` of a buffer; of no text, from the start of the memory
  (func (export "text") (param $buffer i32) (param $field i32) (param $at i32) (result i64)
    (local $text i32)
    (local.set $text (call $text (i32.wrap_i64 (call $read (local.get $buffer) (local.get $field)))))
    (i64.load (i32.add (select (local.get $text) (i32.const 0) (i32.ge_s (local.get $text) (i32.const 0))) (local.get $at)))))
