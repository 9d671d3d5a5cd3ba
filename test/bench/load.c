/*
 * Load for a PR helper's socket: so many clients, each with one command at a time under way, as QEMU does it, and the device's descriptor
 * with each command. One thread serves them all: with a thread for each, the order in which the kernel wakes 64 threads on a few CPUs
 * decides more than the helper does.
 *   load SOCKET DEVICE CLIENTS WARMUP_MS MEASURE_MS CDB[+PARAMETERS] RESULT SENSE DATA
 * CDB, PARAMETERS, SENSE, DATA are hexadecimal, SENSE and DATA - for none; RESULT is decimal.
 * Every reply is checked: its result, the first bytes of its sense, its payload. One that is wrong ends the run with exit code 1.
 * Prints JSON: requests in all, requests/s and latencies (us) of those that began and ended in the measured time.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define CDB 16
#define HEADER 104
#define SENSE_AT 8
#define MOST_DATA 8192
#define MOST_CLIENTS 1024
#define MOST_SAMPLES (1 << 22)

static const char *socket_path, *device_path;
static unsigned char cdb[CDB], parameters[MOST_DATA], sense[HEADER - SENSE_AT], data[MOST_DATA];
static unsigned parameters_length, sense_length, data_length;
static int32_t result;
static int device, epoll, many;
static uint32_t *samples; /* nanoseconds */
static uint64_t requests, measured;

struct client {
  int fd;
  uint64_t begin; /* when its command was sent */
  unsigned have;  /* bytes of the reply */
  unsigned char reply[HEADER + MOST_DATA + 1];
};

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fprintf(stderr, "\n");
  exit(1);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void connect_to_helper(struct client *client) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
  unsigned char features[4];
  if (strlen(socket_path) >= sizeof address.sun_path) fail("the path of the socket is too long: %s", socket_path);
  strcpy(address.sun_path, socket_path);
  client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  while (connect(client->fd, (struct sockaddr *)&address, sizeof address) != 0)
    if (errno != EINTR) fail("cannot connect to %s: %s", socket_path, strerror(errno));
  if (recv(client->fd, features, sizeof features, MSG_WAITALL) != sizeof features) fail("the helper sends no greeting");
  memset(features, 0, sizeof features);
  if (write(client->fd, features, sizeof features) != sizeof features) fail("cannot answer the greeting: %s", strerror(errno));
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, client->fd, &event) != 0) fail("cannot poll: %s", strerror(errno));
}

static void send_command(struct client *client) {
  struct iovec iov = {cdb, CDB};
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
  } control;
  struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &device, sizeof device);
  client->have = 0;
  client->begin = now();
  if (sendmsg(client->fd, &message, MSG_NOSIGNAL) != CDB) fail("cannot send a command: %s", strerror(errno));
  if (parameters_length > 0 && send(client->fd, parameters, parameters_length, MSG_NOSIGNAL) != (ssize_t)parameters_length)
    fail("cannot send parameters: %s", strerror(errno));
}

static uint32_t be32(const unsigned char *bytes) {
  uint32_t value;
  memcpy(&value, bytes, 4);
  return ntohl(value);
}

static void check(const unsigned char *reply) {
  int32_t got = (int32_t)be32(reply);
  uint32_t size = be32(reply + 4);
  if (got != result) fail("a reply has the result %d instead of %d", got, result);
  if (size != data_length) fail("a reply has a payload of %u bytes instead of %u", size, data_length);
  if (memcmp(reply + SENSE_AT, sense, sense_length) != 0) fail("a reply has other sense data than the one expected");
}

/* The clients that can be read. One alone is not polled but blocks in its read, as QEMU does. */
static int wait_for_replies(struct client *clients, struct epoll_event *events) {
  if (many > 1) return epoll_wait(epoll, events, MOST_CLIENTS, 1000);
  events[0].data.ptr = clients;
  return 1;
}

/* True when the reply is whole. A byte more than that is asked for, so that a longer one is seen. */
static int receive(struct client *client) {
  unsigned whole = HEADER + data_length;
  ssize_t got = recv(client->fd, client->reply + client->have, whole + 1 - client->have, many > 1 ? MSG_DONTWAIT : 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (got <= 0) fail("the helper closed the connection: %s", got < 0 ? strerror(errno) : "end of file");
  client->have += (unsigned)got;
  if (client->have >= HEADER) check(client->reply);
  if (client->have < whole) return 0;
  if (client->have > whole) fail("a reply is longer than it says");
  if (memcmp(client->reply + HEADER, data, data_length) != 0) fail("a reply has another payload than the one expected");
  return 1;
}

/* Until `end`, and then until each client has its reply: a helper that writes to a closed socket has other work. */
static void serve(struct client *clients, uint64_t from, uint64_t end) {
  struct epoll_event events[MOST_CLIENTS];
  for (int waiting = many; waiting > 0;) {
    int ready = wait_for_replies(clients, events);
    if (ready == 0) fail("the helper has not answered for a second");
    for (int i = 0; i < ready; i++) {
      struct client *client = events[i].data.ptr;
      if (!receive(client)) continue;
      uint64_t time = now();
      requests++;
      if (client->begin >= from && time < end) {
        if (measured == MOST_SAMPLES) fail("too many requests: measure a shorter time");
        samples[measured++] = (uint32_t)(time - client->begin);
      }
      if (time < end) send_command(client);
      else waiting--;
    }
  }
}

static unsigned from_hex(const char *hex, unsigned char *bytes, unsigned most) {
  unsigned length = 0;
  if (strcmp(hex, "-") == 0) return 0;
  for (unsigned byte; *hex; hex += 2) {
    if (length == most || hex[1] == 0 || sscanf(hex, "%2x", &byte) != 1) fail("not hexadecimal, or too long: %s", hex);
    bytes[length++] = (unsigned char)byte;
  }
  return length;
}

static int ascending(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static void print(double seconds) {
  if (measured == 0) fail("no request ended in the measured time");
  qsort(samples, measured, sizeof *samples, ascending);
  printf("{\"requests\":%lu,\"measured\":%lu,\"perSecond\":%.0f,\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}\n", requests, measured,
         (double)measured / seconds, samples[measured / 2] / 1e3, samples[measured * 99 / 100] / 1e3, samples[measured - 1] / 1e3);
}

int main(int argc, char **argv) {
  if (argc != 10) fail("usage: load SOCKET DEVICE CLIENTS WARMUP_MS MEASURE_MS CDB[+PARAMETERS] RESULT SENSE DATA");
  socket_path = argv[1];
  device_path = argv[2];
  int warmup_ms = atoi(argv[4]), measure_ms = atoi(argv[5]);
  many = atoi(argv[3]);
  if (many < 1 || many > MOST_CLIENTS) fail("CLIENTS is 1 to %d", MOST_CLIENTS);
  char *plus = strchr(argv[6], '+');
  if (plus) {
    *plus = 0;
    parameters_length = from_hex(plus + 1, parameters, sizeof parameters);
  }
  from_hex(argv[6], cdb, sizeof cdb);
  result = atoi(argv[7]);
  sense_length = from_hex(argv[8], sense, sizeof sense);
  data_length = from_hex(argv[9], data, sizeof data);
  samples = malloc(MOST_SAMPLES * sizeof *samples);
  device = open(device_path, O_RDWR | O_CLOEXEC);
  if (device < 0) fail("cannot open %s: %s", device_path, strerror(errno));

  epoll = epoll_create1(EPOLL_CLOEXEC);
  struct client *clients = calloc((size_t)many, sizeof *clients);
  for (int i = 0; i < many; i++) connect_to_helper(&clients[i]);
  for (int i = 0; i < many; i++) send_command(&clients[i]);
  uint64_t from = now() + (uint64_t)warmup_ms * 1000000u;
  serve(clients, from, from + (uint64_t)measure_ms * 1000000u);
  print(measure_ms / 1e3);
  return 0;
}
