/* usage: sg-script SCRIPT ANSWERS DEVICE...   Sends a script of SCSI commands, one after the other, and writes what came back.
 *
 * A line of the script: "DEVICE CDB none", "DEVICE CDB in LENGTH", or "DEVICE CDB out LENGTH BYTES": the number of a device, from 0; the
 * CDB in hexadecimal; how many bytes go which way; the first of the bytes that go out, the others are zero (- for all of them).
 * A line of ANSWERS: "STATUS SENSE DATA": SCSI status in decimal, sense and data in hexadecimal, the data without the zeros at its end;
 * - for none. A command that gets no SCSI status ends the program. */
#include <errno.h>
#include <fcntl.h>
#include <scsi/sg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MOST_DEVICES = 8, MOST_BYTES = 65536, TIMEOUT_MS = 20000 };

static int devices[MOST_DEVICES];

static void fail(const char *what, long line)
{
    fprintf(stderr, "sg-script: line %ld: %s\n", line, what);
    exit(1);
}

static size_t parse_hex(const char *text, uint8_t *bytes, size_t limit)
{
    static int8_t digits[256];
    size_t length = 0;

    if (!digits['1'])
        for (int i = 0; i < 16; i++)
            digits[(uint8_t)"0123456789abcdef"[i]] = i;
    for (; text[0] && text[1] && length < limit; text += 2)
        bytes[length++] = digits[(uint8_t)text[0]] << 4 | digits[(uint8_t)text[1]];
    return length;
}

static void print_hex(FILE *file, const uint8_t *bytes, size_t length)
{
    putc(' ', file);
    if (length == 0)
        putc('-', file);
    for (size_t i = 0; i < length; i++) {
        putc("0123456789abcdef"[bytes[i] >> 4], file);
        putc("0123456789abcdef"[bytes[i] & 15], file);
    }
}

/* Sends the command and writes its answer. */
static void exchange(FILE *answers, long line, int device, const char *cdb_text, int direction, size_t length, const char *out)
{
    static uint8_t data[MOST_BYTES];
    uint8_t cdb[16], sense[252];
    struct sg_io_hdr header = {
        .interface_id = 'S',
        .dxfer_direction = direction,
        .cmdp = cdb,
        .cmd_len = parse_hex(cdb_text, cdb, sizeof cdb),
        .dxferp = data,
        .dxfer_len = length,
        .sbp = sense,
        .mx_sb_len = sizeof sense,
        .timeout = TIMEOUT_MS,
    };

    memset(data, 0, length);
    if (direction == SG_DXFER_TO_DEV)
        parse_hex(out, data, length);
    if (ioctl(devices[device], SG_IO, &header) != 0)
        fail(strerror(errno), line);
    if (header.host_status != 0)
        fail("the command did not get through", line);
    size_t count = direction == SG_DXFER_FROM_DEV ? length - header.resid : 0;
    while (count > 0 && data[count - 1] == 0)
        count--;
    fprintf(answers, "%d", header.status);
    print_hex(answers, sense, header.sb_len_wr);
    print_hex(answers, data, count);
    putc('\n', answers);
}

int main(int argc, char **argv)
{
    char *line = NULL, *rest;
    size_t size = 0;
    long number = 0;

    if (argc < 4 || argc - 3 > MOST_DEVICES) {
        fprintf(stderr, "usage: sg-script SCRIPT ANSWERS DEVICE...\n");
        return 1;
    }
    FILE *script = fopen(argv[1], "r"), *answers = fopen(argv[2], "w");
    if (!script || !answers)
        fail(strerror(errno), 0);
    for (int i = 3; i < argc; i++)
        if ((devices[i - 3] = open(argv[i], O_RDWR | O_NONBLOCK)) < 0)
            fail(strerror(errno), 0);
    setlinebuf(answers); /* tells which command hangs */
    while (getline(&line, &size, script) > 0) {
        number++;
        const char *device = strtok_r(line, " \n", &rest), *cdb = strtok_r(NULL, " \n", &rest), *way = strtok_r(NULL, " \n", &rest);
        const char *length = strtok_r(NULL, " \n", &rest), *out = strtok_r(NULL, " \n", &rest);
        if (!way || atoi(device) >= argc - 3 || (length && atol(length) > MOST_BYTES))
            fail("cannot be sent", number);
        int direction = way[0] == 'i' ? SG_DXFER_FROM_DEV : way[0] == 'o' ? SG_DXFER_TO_DEV : SG_DXFER_NONE;
        exchange(answers, number, atoi(device), cdb, direction, length ? atol(length) : 0, out ? out : "");
    }
    return fclose(answers) == 0 ? 0 : 1;
}
