#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace holdfast {
namespace {

constexpr unsigned kCloseRangeCloexec = 1u << 2;  // <linux/close_range.h> of 5.11

// Raw system calls: capabilities and ids are a thread's own in Linux, and execve makes this thread the process. The C library would ask
// all of Node's threads for the ids alone.
struct Capabilities {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};

  bool get() { return syscall(SYS_capget, &header, data) == 0; }
  bool set() { return syscall(SYS_capset, &header, data) == 0; }
  bool permits(unsigned capability) const { return data[capability / 32].permitted & (1u << capability % 32); }
  void inherit(unsigned capability) { data[capability / 32].inheritable |= 1u << capability % 32; }
  void drop_all() {
    for (auto& word : data) word = {};
  }
  void keep_only(unsigned capability) {
    drop_all();
    const uint32_t bit = 1u << capability % 32;
    data[capability / 32] = {bit, bit, bit};
  }
};

bool drop_bounding_set() {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) return false;
  }
  return true;
}

bool stays_open(int fd) {
  const int flags = fcntl(fd, F_GETFD);
  return flags >= 0 && fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC) == 0;
}

// Who has started this process may have left it a PID file with a lock on it, and take it for dead when the lock is gone: libvirt does.
// Node opens no files for long, so those that are open were inherited.
void keep_inherited_files() {
  const int most = 1024;
  struct stat status;
  for (int fd = 3; fd < most; fd++) {
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) stays_open(fd);
  }
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

}  // namespace

Failure confine(const Confinement& wanted) {
  Capabilities capabilities;
  if (!capabilities.get()) return {errno, "capget"};
  const bool raw_io = wanted.raw_io && capabilities.permits(CAP_SYS_RAWIO);
  // First: nothing becomes inheritable that the bounding set does not have.
  if (raw_io) capabilities.inherit(CAP_SYS_RAWIO);
  if (!capabilities.set()) return {errno, "capset"};
  // Without CAP_SETPCAP it stays as it is, and PR_SET_NO_NEW_PRIVS makes it void.
  if (capabilities.permits(CAP_SETPCAP) && !drop_bounding_set()) return {errno, "prctl(PR_CAPBSET_DROP)"};
  if (capabilities.permits(CAP_SETGID) && syscall(SYS_setgroups, 0, nullptr) != 0) return {errno, "setgroups"};
  if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0) return {errno, "prctl(PR_SET_KEEPCAPS)"};
  if (wanted.set_group && syscall(SYS_setresgid, wanted.group, wanted.group, wanted.group) != 0) return {errno, "setresgid"};
  if (wanted.set_user && syscall(SYS_setresuid, wanted.user, wanted.user, wanted.user) != 0) return {errno, "setresuid"};
  if (raw_io) capabilities.keep_only(CAP_SYS_RAWIO);
  else capabilities.drop_all();
  if (!capabilities.set()) return {errno, "capset"};
  // Ambient: what a program without file capabilities keeps over execve, whoever its user is.
  if (raw_io && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_RAWIO, 0, 0) != 0) return {errno, "prctl(PR_CAP_AMBIENT)"};
  // What this process was started with and does not know; Linux before 5.11 cannot.
  syscall(SYS_close_range, 3u, ~0u, kCloseRangeCloexec);
  for (int fd : {0, 1, 2}) stays_open(fd);
  keep_inherited_files();
  for (int fd : wanted.descriptors) {
    if (!stays_open(fd)) return {errno, "fcntl"};
  }
  // Without it a process of user 0 gets by execve whatever the bounding set still has, where that could not be dropped.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return {errno, "prctl(PR_SET_NO_NEW_PRIVS)"};
  execve(wanted.program.c_str(), pointers(wanted.arguments).data(), pointers(wanted.environment).data());
  return {errno, "execve"};
}

}  // namespace holdfast
