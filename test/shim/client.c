/*
 * Sends SG_IO commands, to test the shim: client FILE THREADS TIMES CDB LENGTH DIRECTION [DATA]
 * CDB and DATA are hexadecimal, DIRECTION is one of SG_DXFER_*.
 * Every answer must be like the first one. Prints the first as JSON, and how long a command took.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <scsi/sg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

static unsigned char cdb[16], data[8192];
static int fd, times, direction;
static unsigned cdb_length, length, data_length;

struct result {
  int error;
  sg_io_hdr_t header;
  unsigned char sense[96], data[8192];
};

static unsigned from_hex(const char *hex, unsigned char *bytes) {
  unsigned n = 0;
  for (unsigned byte; sscanf(hex, "%2x", &byte) == 1; hex += 2) bytes[n++] = (unsigned char)byte;
  return n;
}

static void print_hex(const char *name, const unsigned char *bytes, int n) {
  printf(",\"%s\":\"", name);
  for (int i = 0; i < n; i++) printf("%02x", bytes[i]);
  printf("\"");
}

static void send_command(struct result *result) {
  sg_io_hdr_t *header = &result->header;
  memset(result, 0, sizeof *result);
  if (direction == SG_DXFER_TO_DEV) memcpy(result->data, data, data_length);
  *header = (sg_io_hdr_t){.interface_id = 'S', .dxfer_direction = direction, .cmd_len = (unsigned char)cdb_length, .mx_sb_len = 96,
                          .dxfer_len = length, .dxferp = result->data, .cmdp = cdb, .sbp = result->sense, .timeout = 1000};
  result->error = ioctl(fd, SG_IO, header) == 0 ? 0 : errno;
}

static void *run(void *argument) {
  struct result *first = argument, *again = malloc(sizeof *again);
  send_command(first);
  for (int i = 1; i < times; i++) {
    send_command(again);
    if (again->error != first->error || again->header.status != first->header.status || memcmp(again->data, first->data, sizeof again->data))
      exit(3);
  }
  free(again);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 7) return 2;
  int threads = atoi(argv[2]);
  times = atoi(argv[3]);
  cdb_length = from_hex(argv[4], cdb);
  length = (unsigned)atoi(argv[5]);
  direction = atoi(argv[6]);
  if (argc > 7) data_length = from_hex(argv[7], data);
  fd = open(argv[1], O_RDWR);
  if (fd < 0) return 2;
  pthread_t *ids = calloc((size_t)threads, sizeof *ids);
  struct result *results = calloc((size_t)threads, sizeof *results);
  struct timespec begin, end;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, run, &results[i]);
  for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
  clock_gettime(CLOCK_MONOTONIC, &end);
  const sg_io_hdr_t *header = &results[0].header;
  double ns = (double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec);
  printf("{\"ns\":%.0f,\"errno\":%d,\"status\":%d,\"hostStatus\":%d,\"driverStatus\":%d,\"resid\":%d,\"info\":%u", ns / times / threads,
         results[0].error, header->status, header->host_status, header->driver_status, header->resid, header->info);
  print_hex("sense", results[0].sense, header->sb_len_wr);
  print_hex("data", results[0].data, results[0].error == 0 && direction == SG_DXFER_FROM_DEV ? (int)length - header->resid : 0);
  printf("}\n");
  return 0;
}
