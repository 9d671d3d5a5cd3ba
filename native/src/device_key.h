// What commands must keep their order of arrival on.
#ifndef HOLDFAST_DEVICE_KEY_H
#define HOLDFAST_DEVICE_KEY_H
#include <cstddef>
#include <cstdint>

namespace holdfast {

// A device by its number, whatever node it was opened by; anything else by its file system and inode.
struct DeviceKey {
  uint32_t kind = 0;    // the type bits of st_mode, 0 when the kernel told nothing
  uint64_t number = 0;  // st_rdev, or st_dev
  uint64_t inode = 0;

  bool operator==(const DeviceKey& other) const {
    return kind == other.kind && number == other.number && inode == other.inode;
  }
};

struct DeviceKeyHash {
  size_t operator()(const DeviceKey& key) const {
    return (key.number * 31 + key.inode) * 0x9e3779b97f4a7c15u + key.kind;
  }
};

DeviceKey device_key(int fd);

// A block or character device.
bool is_device(const DeviceKey& key);

// Whether SG_IO on it is worth a thread: a device, or a file, whose filesystem may know it.
bool may_be_disk(const DeviceKey& key);

// HF_DEVICE_KIND_*
uint32_t device_kind(const DeviceKey& key);

}  // namespace holdfast

#endif
