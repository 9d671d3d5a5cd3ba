/*
 * What the embeddings in C read and write: "sense 7000..." on standard input gives "0 7000... NAME" on standard output: the status, the
 * bytes of the record (of the error record for a status below 0), and the texts that the record has the numbers of. For little-endian machines.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "abi.h"

enum record { CDB, PARAMETER_LIST, READ_KEYS, READ_RESERVATION, SENSE, FAILURE };

static const struct {
  const char *name;
  size_t size, texts, text[2]; /* how many fields are numbers of texts, and where */
} records[] = {
  [CDB] = {"cdb", sizeof(struct hf_cdb), 2, {offsetof(struct hf_cdb, command), offsetof(struct hf_cdb, action)}},
  [PARAMETER_LIST] = {"parameter_list", sizeof(struct hf_parameter_list), 0, {0}},
  [READ_KEYS] = {"read_keys", sizeof(struct hf_read_keys), 0, {0}},
  [READ_RESERVATION] = {"read_reservation", sizeof(struct hf_read_reservation), 0, {0}},
  [SENSE] = {"sense", sizeof(struct hf_sense), 1, {offsetof(struct hf_sense, name)}},
  [FAILURE] = {"error", sizeof(struct hf_error), 1, {offsetof(struct hf_error, field)}},
};

/* Reads a line's bytes into the input buffer. Gives their number, or -1 at the end. */
static int read_line(enum record *record, uint8_t *input) {
  static char line[2 * 65544 + 64];
  int length = 0;
  char *hex = fgets(line, sizeof line, stdin) ? strchr(line, ' ') : NULL;
  if (hex == NULL) return -1;
  *hex++ = '\0';
  for (*record = CDB; strcmp(line, records[*record].name) != 0; ++*record)
    if (*record == FAILURE) return -1;
  while (sscanf(hex + 2 * length, "%2" SCNx8, &input[length]) == 1) length++;
  return length;
}

/* `memory` is the core's; the buffers are addresses in it, and so is what `text_at` (hf_text) gives for the number of a text. */
static void print_answer(enum record record, int32_t status, const uint8_t *memory, uint32_t record_buffer, uint32_t error_buffer,
                         uint32_t (*text_at)(uint32_t)) {
  const uint8_t *bytes = memory + (status < 0 ? error_buffer : record_buffer);
  if (status < 0) record = FAILURE;
  printf("%" PRId32 " ", status);
  for (size_t i = 0; i < records[record].size; i++) printf("%02x", bytes[i]);
  for (size_t i = 0; i < records[record].texts; i++) {
    uint32_t number; /* 0 is the empty one */
    uint16_t length; /* of the UTF-8 behind it */
    memcpy(&number, bytes + records[record].text[i], sizeof number);
    const uint8_t *text = memory + text_at(number);
    memcpy(&length, text, sizeof length);
    printf(" \"%.*s\"", length, (const char *)text + sizeof length);
  }
  printf("\n");
}
