/* usage: pr-client SOCKET rw|ro DEVICE REQUEST...   A client of the PR helper protocol (QEMU, docs/interop/pr-helper.rst).
 * A request is a CDB in hexadecimal, for PERSISTENT RESERVE OUT followed by "+" and the parameter list. All go over one connection, with
 * the device's descriptor, as QEMU sends them. Each reply is a line of JSON; a connection that the helper closes ends the program. */
#include <arpa/inet.h>
#include <ctype.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CDB_SIZE = 16, DATA_SIZE = 8192, SENSE_SIZE = 96 };

struct reply {
    uint32_t status, size;
    uint8_t sense[SENSE_SIZE];
};

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* Reads hexadecimal digits up to another character; returns that character's place. */
static const char *parse_hex(const char *text, uint8_t *bytes, size_t limit, size_t *length)
{
    for (*length = 0; *length < limit && isxdigit(text[0]) && isxdigit(text[1]); text += 2) {
        const char digits[3] = {text[0], text[1], 0};
        bytes[(*length)++] = strtoul(digits, NULL, 16);
    }
    return text;
}

static void print_hex(const char *name, const uint8_t *bytes, size_t length)
{
    printf(",\"%s\":\"", name);
    for (size_t i = 0; i < length; i++)
        printf("%02x", bytes[i]);
    printf("\"");
}

/* 0 when all came, -1 when the helper has closed the connection. Nothing is not asked for: recv would wait for more. */
static int receive(int connection, void *to, size_t length)
{
    return length == 0 || recv(connection, to, length, MSG_WAITALL) == (ssize_t)length ? 0 : -1;
}

static int send_cdb(int connection, const uint8_t *cdb, int device)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr aligned;
    } control;
    struct iovec part = {(void *)cdb, CDB_SIZE};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(rights), &device, sizeof device);
    return sendmsg(connection, &message, MSG_NOSIGNAL) == CDB_SIZE ? 0 : -1;
}

static int request(int connection, int device, const char *text)
{
    static uint8_t parameters[DATA_SIZE], data[DATA_SIZE];
    uint8_t cdb[CDB_SIZE] = {0};
    size_t length;
    struct reply reply;

    text = parse_hex(text, cdb, CDB_SIZE, &length);
    parse_hex(*text == '+' ? text + 1 : text, parameters, DATA_SIZE, &length);
    if (send_cdb(connection, cdb, device))
        return -1;
    if (length && send(connection, parameters, length, MSG_NOSIGNAL) != (ssize_t)length)
        return -1;
    if (receive(connection, &reply, sizeof reply) || ntohl(reply.size) > DATA_SIZE || receive(connection, data, ntohl(reply.size)))
        return -1;
    printf("{\"status\":%u", ntohl(reply.status));
    print_hex("sense", reply.sense, SENSE_SIZE);
    print_hex("data", data, ntohl(reply.size));
    printf("}\n");
    return 0;
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const uint8_t no_features[4] = {0};
    uint8_t features[4];

    if (argc < 4) {
        fprintf(stderr, "usage: pr-client SOCKET rw|ro DEVICE REQUEST...\n");
        return 1;
    }
    strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);
    int device = open(argv[3], strcmp(argv[2], "ro") ? O_RDWR : O_RDONLY);
    if (device < 0)
        fail(argv[3]);
    int connection = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(connection, (struct sockaddr *)&address, sizeof address))
        fail(argv[1]);
    if (receive(connection, features, sizeof features) || send(connection, no_features, sizeof no_features, MSG_NOSIGNAL) < 0)
        fail("handshake");
    for (int i = 4; i < argc; i++)
        if (request(connection, device, argv[i])) {
            printf("{\"closed\":true}\n");
            break;
        }
    return 0;
}
