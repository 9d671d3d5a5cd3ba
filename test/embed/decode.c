/*
 * The core in C, without a runtime:
 *   wasm2c build/holdfast.wasm -n holdfast -o holdfast.c
 *   gcc -O2 -Ibuild -I. test/embed/decode.c holdfast.c -lwasm-rt-impl -o decode
 */
#include "holdfast.h"
#include "lines.h"

#ifdef WASM_RT_UNWIND_TARGET /* wabt 1.0.32, Debian 12's, has names of its own */
#define HF(name) Z_holdfastZ_##name
#define w2c_holdfast Z_holdfast_instance_t
#define wasm2c_holdfast_instantiate(core) (Z_holdfast_init_module(), Z_holdfast_instantiate(core))
#define wasm2c_holdfast_free Z_holdfast_free
#else
#define HF(name) w2c_holdfast_##name
#endif

static w2c_holdfast core;

static int32_t decode(enum record record, uint32_t length) {
  switch (record) {
    case CDB: return (int32_t)HF(hf_cdb_decode)(&core, length);
    case PARAMETER_LIST: return (int32_t)HF(hf_parameter_list_decode)(&core, length);
    case READ_KEYS: return (int32_t)HF(hf_read_keys_decode)(&core, length);
    case READ_RESERVATION: return (int32_t)HF(hf_read_reservation_decode)(&core, length);
    default: return (int32_t)HF(hf_sense_decode)(&core, length);
  }
}

static uint32_t text_at(uint32_t number) { return HF(hf_text)(&core, number); }

int main(void) {
  wasm_rt_init();
  wasm2c_holdfast_instantiate(&core);
  if (HF(hf_abi_version)(&core) >> 16 != HF_ABI_VERSION >> 16) {
    fprintf(stderr, "holdfast.c and abi.h are not from one build: make both anew\n");
    return 1;
  }

  uint8_t *memory = HF(memory)(&core)->data; /* it never grows: addresses stay */
  uint8_t *input = memory + HF(hf_buffer)(&core, HF_BUFFER_INPUT);
  uint32_t answer = HF(hf_buffer)(&core, HF_BUFFER_RECORD), error = HF(hf_buffer)(&core, HF_BUFFER_LAST_ERROR);
  enum record record;
  for (int length; (length = read_line(&record, input)) >= 0;)
    print_answer(record, decode(record, (uint32_t)length), memory, answer, error, text_at);
  wasm2c_holdfast_free(&core);
}
