/* usage: pr-script SOCKET SCRIPT DEVICE-A DEVICE-B   Plays a script of bytes against a PR helper and tells what came back.
 *
 * Lines of the script, one word each and what belongs to it (same-answers-script.ts writes them):
 *   connect              a new connection; the one before is finished: half-closed and read to its end
 *   send HEX KINDS       one sendmsg with a descriptor for each letter of KINDS (- for none), then waits until the helper has read it
 *   push HEX KINDS       the same without waiting: the helper may find it together with what follows
 *   shut                 half-closes
 *   answer N             waits for the answer to request N
 *   park N               leaves the connection open; request N is to be without an answer 2 s after the end of the script
 *   flags N KIND         tells whether the descriptor's open file description still has O_NONBLOCK: "N nonblock" or "N blocking"
 * Lines printed: "N reply STATUS SIZE SENSE DATA" (sense: 18 bytes; data: without the zeros at its end, both in hexadecimal, - for
 * none), "N eof", "N silent" (nothing in 2 s), "N torn BYTES" (an answer that stops in its middle), and "rest N BYTES": what came after
 * the last answer, to request N, and before the end of a finished connection, or "rest N open" when it did not end. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { MOST_BYTES = 65536, MOST_DESCRIPTORS = 253 /* SCM_MAX_FD */, MOST_PARKED = 64, DATA_SIZE = 8192, SENSE_SIZE = 96, SENSE_SHOWN = 18 };

struct reply {
    uint32_t status, size;
    uint8_t sense[SENSE_SIZE];
};

static int kinds[128]; /* letter -> descriptor */
static struct { int connection, request; } parked[MOST_PARKED];
static int parked_count;

static int need(int descriptor, const char *what)
{
    if (descriptor < 0) {
        perror(what);
        exit(1);
    }
    return descriptor;
}

static void open_kinds(const char *a, const char *b)
{
    int ends[2];

    kinds['a'] = need(open(a, O_RDWR), a);
    kinds['b'] = need(open(b, O_RDWR), b);
    kinds['r'] = need(open(a, O_RDONLY), a);
    kinds['w'] = need(open(a, O_WRONLY), a);
    kinds['n'] = need(open(a, O_RDWR | O_NONBLOCK), a);
    kinds['p'] = need(open(a, O_PATH), a);
    kinds['f'] = need(open("/run/regular", O_RDWR | O_CREAT, 0600), "/run/regular");
    kinds['e'] = need(open("/run/regular", O_RDONLY), "/run/regular");
    kinds['c'] = need(open("/dev/null", O_RDWR), "/dev/null");
    kinds['d'] = need(open("/run", O_RDONLY | O_DIRECTORY), "/run");
    need(pipe(ends), "pipe");
    kinds['i'] = ends[1];
    kinds['s'] = need(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
}

static void be_patient(int connection, long milliseconds)
{
    struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
    need(setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time), "SO_RCVTIMEO");
}

static int make_connection(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    uint8_t greeting[4], zeros[4] = {0};

    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int connection = need(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    need(connect(connection, (struct sockaddr *)&address, sizeof address), path);
    be_patient(connection, 2000);
    if (recv(connection, greeting, sizeof greeting, MSG_WAITALL) != sizeof greeting || memcmp(greeting, zeros, sizeof zeros) != 0) {
        fprintf(stderr, "pr-script: the helper did not greet with four zeros\n");
        exit(1);
    }
    return connection;
}

static size_t parse_hex(const char *text, uint8_t *bytes)
{
    size_t length = 0;
    for (; text[0] && text[1]; text += 2) {
        const char digits[3] = {text[0], text[1], 0};
        bytes[length++] = strtoul(digits, NULL, 16);
    }
    return length;
}

/* A helper that has closed takes nothing: no matter, the answer tells. */
static void send_chunk(int connection, const char *hex, const char *letters, int wait)
{
    static uint8_t bytes[MOST_BYTES];
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MOST_DESCRIPTORS)];
        struct cmsghdr aligned;
    } control;
    struct iovec part = {bytes, parse_hex(hex, bytes)};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    size_t count = strcmp(letters, "-") ? strlen(letters) : 0;

    if (count > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int) * count);
        for (size_t i = 0; i < count; i++)
            memcpy(CMSG_DATA(rights) + i * sizeof(int), &kinds[letters[i] & 127], sizeof(int));
    }
    if (sendmsg(connection, &message, MSG_NOSIGNAL) < 0 || !wait)
        return;
    int unread = 1;
    for (int tries = 0; unread > 0 && tries < 500 && ioctl(connection, SIOCOUTQ, &unread) == 0; tries++)
        usleep(unread > 0 ? 100 : 0);
}

static void print_hex(const uint8_t *bytes, size_t length)
{
    if (length == 0)
        printf("-");
    for (size_t i = 0; i < length; i++)
        printf("%02x", bytes[i]);
}

static void answer(int connection, const char *request)
{
    static uint8_t data[DATA_SIZE];
    struct reply reply;
    ssize_t got = recv(connection, &reply, sizeof reply, MSG_WAITALL);
    uint32_t size = ntohl(reply.size), there = 0;

    if (got < 0 && errno == EAGAIN) {
        printf("%s silent\n", request);
    } else if (got <= 0) { /* ECONNRESET: closed with something unread */
        printf("%s eof\n", request);
    } else if (got < (ssize_t)sizeof reply || size > DATA_SIZE ||
               (size > 0 && recv(connection, data, size, MSG_WAITALL) != (ssize_t)size)) {
        printf("%s torn %zd\n", request, got);
    } else {
        for (uint32_t i = 0; i < size; i++)
            there = data[i] ? i + 1 : there;
        printf("%s reply %u %u ", request, ntohl(reply.status), size);
        print_hex(reply.sense, SENSE_SHOWN);
        printf(" ");
        print_hex(data, there);
        printf("\n");
    }
}

static void finish(int connection, const char *request)
{
    uint8_t rest[MOST_BYTES];
    long count = 0;
    ssize_t got;

    if (connection < 0)
        return;
    shutdown(connection, SHUT_WR);
    while ((got = recv(connection, rest, sizeof rest, 0)) > 0)
        count += got;
    if (got < 0 && errno == EAGAIN)
        printf("rest %s open\n", request);
    else
        printf("rest %s %ld\n", request, count);
    close(connection);
}

int main(int argc, char **argv)
{
    char *line = NULL, *word, last[16] = "-";
    size_t size = 0;
    int connection = -1;

    if (argc != 5) {
        fprintf(stderr, "usage: pr-script SOCKET SCRIPT DEVICE-A DEVICE-B\n");
        return 1;
    }
    setlinebuf(stdout); /* what was played is told even when the rest hangs */
    FILE *script = fopen(argv[2], "r");
    need(script ? 0 : -1, argv[2]);
    open_kinds(argv[3], argv[4]);
    while (getline(&line, &size, script) > 0) {
        word = strtok(line, " \n");
        char *first = strtok(NULL, " \n"), *second = strtok(NULL, " \n");
        if (!strcmp(word, "connect")) {
            finish(connection, last);
            connection = make_connection(argv[1]);
        } else if (!strcmp(word, "send") || !strcmp(word, "push")) {
            send_chunk(connection, first, second, word[0] == 's');
        } else if (!strcmp(word, "shut")) {
            shutdown(connection, SHUT_WR);
        } else if (!strcmp(word, "answer")) {
            answer(connection, first);
            snprintf(last, sizeof last, "%s", first);
        } else if (!strcmp(word, "flags")) {
            printf("%s %s\n", first, fcntl(kinds[second[0] & 127], F_GETFL) & O_NONBLOCK ? "nonblock" : "blocking");
        } else if (!strcmp(word, "park") && parked_count < MOST_PARKED) {
            parked[parked_count].connection = connection;
            parked[parked_count++].request = atoi(first);
            connection = -1;
        } else {
            fprintf(stderr, "pr-script: cannot play \"%s\"\n", word);
            return 1;
        }
    }
    finish(connection, last);
    sleep(2);
    for (int i = 0; i < parked_count; i++) {
        char request[16];
        snprintf(request, sizeof request, "%d", parked[i].request);
        be_patient(parked[i].connection, 1);
        answer(parked[i].connection, request);
    }
    return 0;
}
