#include "device_key.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cstring>
#include <string>

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

bool is_device(const DeviceKey& key) { return key.kind == S_IFBLK || key.kind == S_IFCHR; }

bool may_be_disk(const DeviceKey& key) { return is_device(key) || key.kind == S_IFREG || key.kind == S_IFDIR; }

namespace {

// A map of a map of a map: deeper ones nobody makes.
constexpr int kMostMaps = 8;

// Whether multipathd has named this map, a map below it, or none; anything that cannot be told counts as yes, for one path must not stand for all.
bool on_multipath(const std::string& folder, int depth) {
  const Descriptor uuid(open((folder + "/dm/uuid").c_str(), O_RDONLY | O_CLOEXEC));
  if (!uuid.open()) return errno != ENOENT;  // ENOENT: no map at all
  char text[160] = {};
  if (read(uuid.get(), text, sizeof text - 1) < 0 || depth == kMostMaps) return true;
  if (strstr(text, "mpath-") != nullptr) return true;
  DIR* below = opendir((folder + "/slaves").c_str());
  if (below == nullptr) return true;
  bool found = false;
  while (const dirent* entry = readdir(below)) {
    if (entry->d_name[0] != '.') found = found || on_multipath(folder + "/slaves/" + entry->d_name, depth + 1);
  }
  closedir(below);
  return found;
}

}  // namespace

// Device-mapper's own words, which need no privilege and no device. Linux keeps sysfs in memory, so the loop does not wait.
uint32_t device_kind(const DeviceKey& key) {
  if (key.kind != S_IFBLK) return HF_DEVICE_KIND_OTHER;
  const std::string number = std::to_string(major(key.number)) + ":" + std::to_string(minor(key.number));
  return on_multipath("/sys/dev/block/" + number, 0) ? HF_DEVICE_KIND_MULTIPATH : HF_DEVICE_KIND_OTHER;
}

}  // namespace holdfast
