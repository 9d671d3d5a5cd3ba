#include "device_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

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

}  // namespace holdfast
