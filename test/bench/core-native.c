/*
 * The same holdfast.wasm as native code: wasm2c's translation of it, compiled with this file. For each line on standard input, "batch" or "one",
 * it decodes the CDBs of a file for about as many milliseconds as said and prints nanoseconds a CDB and a sum over what was decoded.
 * Usage: core-native FILE COUNT STRIDE MILLISECONDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "holdfast.h"
#include "abi.h"

#ifdef WASM_RT_UNWIND_TARGET /* wabt 1.0.32, Debian 12's, has names of its own */
#define HF(name) Z_holdfastZ_##name
#define w2c_holdfast Z_holdfast_instance_t
#define wasm2c_holdfast_instantiate(core) (Z_holdfast_init_module(), Z_holdfast_instantiate(core))
#else
#define HF(name) w2c_holdfast_##name
#endif

static w2c_holdfast core;
static unsigned char *memory;
static unsigned char cdbs[1 << 16];
static unsigned count, stride;
static unsigned input, record;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

/* As decodeCdb: the bytes go in, and each number of the record comes out. */
static unsigned long one_at_a_time(void)
{
    unsigned long sum = 0;
    for (unsigned i = 0; i < count; i++) {
        struct hf_cdb cdb;
        memcpy(memory + input, cdbs + i * stride, stride);
        if ((int)HF(hf_cdb_decode)(&core, stride) < 0)
            continue;
        memcpy(&cdb, memory + record, sizeof cdb);
        sum += cdb.service_action + cdb.type + cdb.length;
    }
    return sum;
}

/* Status only: what was decoded stays in memory. */
static unsigned long batch(void)
{
    return HF(hf_cdb_decode_batch)(&core, count, stride);
}

static void measure(unsigned long (*run)(void), double nanoseconds)
{
    const double start = now();
    unsigned long sum, runs = 0;
    double took;
    do {
        sum = run();
        runs++;
    } while ((took = now() - start) < nanoseconds);
    printf("%.3f %lu\n", took / runs / count, sum);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    count = strtoul(argv[2], NULL, 10);
    stride = strtoul(argv[3], NULL, 10);
    const double nanoseconds = strtod(argv[4], NULL) * 1e6;
    FILE *file = fopen(argv[1], "rb");
    if (file == NULL || fread(cdbs, stride, count, file) != count)
        return 1;
    fclose(file);
    wasm_rt_init();
    wasm2c_holdfast_instantiate(&core);
    memory = HF(memory)(&core)->data;
    input = HF(hf_buffer)(&core, HF_BUFFER_INPUT);
    record = HF(hf_buffer)(&core, HF_BUFFER_RECORD);
    memcpy(memory + input, cdbs, count * stride);
    for (char line[16]; fgets(line, sizeof line, stdin) != NULL;)
        measure(line[0] == 'b' ? batch : one_at_a_time, nanoseconds);
    return 0;
}
