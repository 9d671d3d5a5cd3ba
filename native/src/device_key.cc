#include "device_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cstdio>
#include <cstring>

#include "abi.h"
#include "descriptor.h"

namespace holdfast {

// statx, not fstat: DONT_SYNC answers from what the kernel has. A client may pass a file of a dead NFS or FUSE server, and the loop
// must not wait for that server.
DeviceKey device_key(int fd) {
  struct statx found;
  if (statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO, &found) != 0) return {};
  const uint32_t kind = found.stx_mode & S_IFMT;
  if (kind == S_IFBLK || kind == S_IFCHR) return {kind, makedev(found.stx_rdev_major, found.stx_rdev_minor), 0};
  return {kind, makedev(found.stx_dev_major, found.stx_dev_minor), found.stx_ino};
}

// Device-mapper's own word (its UUID), which needs no privilege and no device: a map of multipathd, or a partition of one. Linux keeps sysfs
// in memory, so the loop does not wait.
uint32_t device_kind(const DeviceKey& key) {
  if (key.kind != S_IFBLK) return HF_DEVICE_KIND_OTHER;
  char path[64];
  snprintf(path, sizeof path, "/sys/dev/block/%u:%u/dm/uuid", major(key.number), minor(key.number));
  const Descriptor uuid(open(path, O_RDONLY | O_CLOEXEC));
  char text[160] = {};
  if (!uuid.open() || read(uuid.get(), text, sizeof text - 1) <= 0) return HF_DEVICE_KIND_OTHER;
  return strstr(text, "mpath-") != nullptr ? HF_DEVICE_KIND_MULTIPATH : HF_DEVICE_KIND_OTHER;
}

}  // namespace holdfast
