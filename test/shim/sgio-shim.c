/*
 * LD_PRELOAD over ioctl(SG_IO): answers from a table instead of a device, for what no disk can be made to do (any host_status, a hung
 * device) and for measurements without a disk. Any program: our addon, qemu-pr-helper, sg3-utils. shim.ts writes the table and reads the log.
 *
 * SGIO_SHIM names the table, replaced as a whole by rename. One rule a line, the first that fits answers, and what none fits goes to the
 * kernel:
 *   DEVICE OPCODE ACTION errno status host_status driver_status delay_ms resid sense data
 * DEVICE is rdev:N (st_rdev of a block or character device) or file:DEV:INODE. OPCODE and ACTION (the low five bits of byte 1) are
 * decimal, -1 for any. resid -1: what the data leaves. sense and data are hexadecimal, - for none.
 *
 * SGIO_SHIM_LOG names a file that gets two lines of JSON for each SG_IO: one before it is answered, one after.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <scsi/sg.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MOST_DATA 8192
#define MOST_SENSE 255

struct device {
  int is_file;
  uint64_t number; /* st_rdev, or st_dev of a file */
  uint64_t inode;
};

struct rule {
  struct device device;
  int opcode, action, error, status, host_status, driver_status, delay_ms, resid;
  unsigned sense_length, data_length;
  unsigned char sense[MOST_SENSE], data[MOST_DATA];
  struct rule *next;
};

/* A table is never freed: a command that sleeps still reads its rule. There are as many as a test writes. */
struct table {
  struct rule *first;
  struct timespec changed;
  ino_t inode;
};

static int (*kernel)(int, unsigned long, ...);
static const char *table_path;
static int log_file = -1;
static _Atomic(struct table *) current;
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;
static atomic_uint commands;

__attribute__((constructor)) static void start(void) {
  kernel = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
  table_path = getenv("SGIO_SHIM");
  const char *path = getenv("SGIO_SHIM_LOG");
  if (path && log_file < 0) log_file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void refuse(const char *line) {
  fprintf(stderr, "sgio-shim: the table %s has a line that cannot be read: %s\n", table_path, line);
  abort(); /* a test would go on with what the kernel says, and mean nothing */
}

static unsigned from_hex(const char *hex, unsigned char *bytes, unsigned most, const char *line) {
  unsigned length = 0;
  if (strcmp(hex, "-") == 0) return 0;
  for (; *hex; hex += 2) {
    unsigned byte;
    if (length == most || hex[1] == 0 || sscanf(hex, "%2x", &byte) != 1) refuse(line);
    bytes[length++] = (unsigned char)byte;
  }
  return length;
}

static struct rule *read_rule(const char *line) {
  static char device[64], sense[2 * MOST_SENSE + 2], data[2 * MOST_DATA + 2]; /* under the lock `reading` */
  struct rule *rule = calloc(1, sizeof *rule);
  if (sscanf(line, "%63s %d %d %d %d %d %d %d %d %511s %16385s", device, &rule->opcode, &rule->action, &rule->error, &rule->status,
             &rule->host_status, &rule->driver_status, &rule->delay_ms, &rule->resid, sense, data) != 11)
    refuse(line);
  rule->device.is_file = sscanf(device, "file:%lu:%lu", &rule->device.number, &rule->device.inode) == 2;
  if (!rule->device.is_file && sscanf(device, "rdev:%lu", &rule->device.number) != 1) refuse(line);
  rule->sense_length = from_hex(sense, rule->sense, MOST_SENSE, line);
  rule->data_length = from_hex(data, rule->data, MOST_DATA, line);
  return rule;
}

static struct table *read_table(const struct stat *stat) {
  struct table *table = calloc(1, sizeof *table);
  struct rule **end = &table->first;
  table->changed = stat->st_mtim;
  table->inode = stat->st_ino;
  FILE *file = fopen(table_path, "re");
  char *line = NULL;
  size_t size = 0;
  while (file && getline(&line, &size, file) > 0) {
    *end = read_rule(line);
    end = &(*end)->next;
  }
  free(line);
  if (file) fclose(file);
  return table;
}

static int is_current(const struct table *table, const struct stat *stat) {
  return table && table->inode == stat->st_ino && table->changed.tv_sec == stat->st_mtim.tv_sec &&
         table->changed.tv_nsec == stat->st_mtim.tv_nsec;
}

/* One stat for a command; the file is read only when another one is in its place. */
static struct table *table_now(void) {
  struct stat found;
  if (stat(table_path, &found) != 0) return NULL;
  struct table *table = atomic_load_explicit(&current, memory_order_acquire);
  if (is_current(table, &found)) return table;
  pthread_mutex_lock(&reading);
  table = atomic_load_explicit(&current, memory_order_acquire);
  if (stat(table_path, &found) == 0 && !is_current(table, &found)) {
    table = read_table(&found);
    atomic_store_explicit(&current, table, memory_order_release);
  }
  pthread_mutex_unlock(&reading);
  return table;
}

static int device_of(int fd, struct device *device) {
  struct stat found;
  if (fstat(fd, &found) != 0) return -1;
  device->is_file = !S_ISBLK(found.st_mode) && !S_ISCHR(found.st_mode);
  device->number = device->is_file ? found.st_dev : found.st_rdev;
  device->inode = device->is_file ? found.st_ino : 0;
  return 0;
}

static const struct rule *find_rule(const struct device *device, const sg_io_hdr_t *header) {
  struct table *table = table_now();
  if (!table || header->iovec_count != 0 || header->cmd_len < 2) return NULL;
  for (const struct rule *rule = table->first; rule; rule = rule->next)
    if (rule->device.number == device->number && rule->device.inode == device->inode && rule->device.is_file == device->is_file &&
        (rule->opcode < 0 || rule->opcode == header->cmdp[0]) && (rule->action < 0 || rule->action == (header->cmdp[1] & 31)))
      return rule;
  return NULL;
}

static uint64_t nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static char *to_hex(char *at, const unsigned char *bytes, unsigned length) {
  for (unsigned i = 0; i < length; i++) at += sprintf(at, "%02x", bytes[i]);
  return at;
}

static void log_begin(unsigned id, const struct device *device, const sg_io_hdr_t *header) {
  char line[2 * MOST_DATA + 2 * 255 + 512], *at = line;
  at += sprintf(at, "{\"event\":\"begin\",\"id\":\"%d.%u\",\"ns\":%lu,\"thread\":%ld,\"device\":\"", getpid(), id, nanoseconds(),
                syscall(SYS_gettid));
  at += device->is_file ? sprintf(at, "file:%lu:%lu", device->number, device->inode) : sprintf(at, "rdev:%lu", device->number);
  at = to_hex(at + sprintf(at, "\",\"cdb\":\""), header->cmdp, header->cmd_len);
  at += sprintf(at, "\",\"direction\":%d,\"length\":%u,\"senseLength\":%u,\"timeout\":%u,\"data\":\"", header->dxfer_direction,
                header->dxfer_len, header->mx_sb_len, header->timeout);
  if (header->dxfer_direction == SG_DXFER_TO_DEV)
    at = to_hex(at, header->dxferp, header->dxfer_len < MOST_DATA ? header->dxfer_len : MOST_DATA);
  at += sprintf(at, "\"}\n");
  if (write(log_file, line, (size_t)(at - line)) != at - line) abort();
}

static void log_end(unsigned id, int shimmed, int result) {
  char line[160];
  int length = sprintf(line, "{\"event\":\"end\",\"id\":\"%d.%u\",\"ns\":%lu,\"shimmed\":%s,\"errno\":%d}\n", getpid(), id,
                       nanoseconds(), shimmed ? "true" : "false", result < 0 ? errno : 0);
  if (write(log_file, line, (size_t)length) != length) abort();
}

/* As the kernel fills the header in (drivers/scsi/scsi_ioctl.c, scsi_complete_sghdr_rq). */
static int answer(const struct rule *rule, sg_io_hdr_t *header) {
  if (rule->delay_ms > 0) {
    struct timespec left = {rule->delay_ms / 1000, rule->delay_ms % 1000 * 1000000L};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
  }
  if (rule->error != 0) {
    errno = rule->error;
    return -1;
  }
  unsigned moved = header->dxfer_direction == SG_DXFER_TO_DEV ? header->dxfer_len : 0;
  if (header->dxfer_direction == SG_DXFER_FROM_DEV) {
    moved = rule->data_length < header->dxfer_len ? rule->data_length : header->dxfer_len;
    if (moved > 0) memcpy(header->dxferp, rule->data, moved);
  }
  header->resid = rule->resid >= 0 ? rule->resid : (int)(header->dxfer_len - moved);
  header->sb_len_wr = rule->sense_length < header->mx_sb_len ? (unsigned char)rule->sense_length : header->mx_sb_len;
  if (header->sb_len_wr > 0) memcpy(header->sbp, rule->sense, header->sb_len_wr);
  header->status = (unsigned char)rule->status;
  header->masked_status = (rule->status >> 1) & 0x1f;
  header->host_status = (unsigned short)rule->host_status;
  header->driver_status = (unsigned short)rule->driver_status;
  header->msg_status = 0;
  header->duration = (unsigned)rule->delay_ms;
  header->info = header->masked_status || header->host_status || header->driver_status ? SG_INFO_CHECK : SG_INFO_OK;
  return 0;
}

int ioctl(int fd, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  if (kernel == NULL) start(); /* a constructor of another library came first */
  struct device device;
  if (request != SG_IO || table_path == NULL || device_of(fd, &device) != 0) return kernel(fd, request, argument);
  sg_io_hdr_t *header = argument;
  const struct rule *rule = find_rule(&device, header);
  if (log_file < 0) return rule ? answer(rule, header) : kernel(fd, request, argument);
  unsigned id = atomic_fetch_add(&commands, 1);
  log_begin(id, &device, header);
  int result = rule ? answer(rule, header) : kernel(fd, request, argument);
  int error = errno;
  log_end(id, rule != NULL, result);
  errno = error;
  return result;
}
