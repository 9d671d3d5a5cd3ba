/* The core in C, in WasmEdge (0.14): wasmedge-decode build/holdfast.wasm. Build: gcc -O2 -Ibuild test/embed/wasmedge.c -lwasmedge */
#include <stdlib.h>
#include <wasmedge/wasmedge.h>
#include "lines.h"

static WasmEdge_VMContext *vm;

static void must(WasmEdge_Result result, const char *what) {
  if (WasmEdge_ResultOK(result)) return;
  fprintf(stderr, "%s: %s\n", what, WasmEdge_ResultGetMessage(result));
  exit(1);
}

static int32_t call(const char *name, uint32_t arguments, uint32_t argument) {
  WasmEdge_Value in = WasmEdge_ValueGenI32((int32_t)argument), out;
  must(WasmEdge_VMExecute(vm, WasmEdge_StringWrap(name, (uint32_t)strlen(name)), &in, arguments, &out, 1), name);
  return WasmEdge_ValueGetI32(out);
}

static uint32_t buffer(uint32_t index) { return (uint32_t)call("hf_buffer", 1, index); }

static uint32_t text_at(uint32_t number) { return (uint32_t)call("hf_text", 1, number); }

int main(int count, char **words) {
  if (count != 2) {
    fprintf(stderr, "usage: wasmedge-decode build/holdfast.wasm\n");
    return 1;
  }
  vm = WasmEdge_VMCreate(NULL, NULL);
  must(WasmEdge_VMLoadWasmFromFile(vm, words[1]), words[1]);
  must(WasmEdge_VMValidate(vm), words[1]);
  must(WasmEdge_VMInstantiate(vm), words[1]);
  if (call("hf_abi_version", 0, 0) >> 16 != HF_ABI_VERSION >> 16) {
    fprintf(stderr, "%s and abi.h are not from one build: take both from one\n", words[1]);
    return 1;
  }

  const WasmEdge_ModuleInstanceContext *module = WasmEdge_VMGetActiveModule(vm);
  WasmEdge_MemoryInstanceContext *own = WasmEdge_ModuleInstanceFindMemory(module, WasmEdge_StringWrap("memory", 6));
  uint32_t size = WasmEdge_MemoryInstanceGetPageSize(own) * 65536; /* it never grows: the pointer stays */
  uint8_t *memory = WasmEdge_MemoryInstanceGetPointer(own, 0, size);
  uint8_t *input = memory + buffer(HF_BUFFER_INPUT);
  uint32_t answer = buffer(HF_BUFFER_RECORD), error = buffer(HF_BUFFER_LAST_ERROR);
  enum record record;
  for (int length; (length = read_line(&record, input)) >= 0;) {
    char name[40];
    snprintf(name, sizeof name, "hf_%s_decode", records[record].name);
    print_answer(record, call(name, 1, (uint32_t)length), memory, answer, error, text_at);
  }
  WasmEdge_VMDelete(vm);
}
