// Giving up privileges for good, and starting over in a new process image.
#ifndef HOLDFAST_CONFINE_H
#define HOLDFAST_CONFINE_H
#include <sys/types.h>

#include <string>
#include <vector>

namespace holdfast {

struct Confinement {
  bool raw_io = false;  // keeps CAP_SYS_RAWIO, if this process has it
  bool set_user = false, set_group = false;
  uid_t user = 0;
  gid_t group = 0;
  std::string program;
  std::vector<std::string> arguments;    // argv, with argv[0]
  std::vector<std::string> environment;  // NAME=value
  std::vector<int> descriptors;          // that stay open, besides 0 to 2
};

struct Failure {
  int error;            // errno
  const char* syscall;  // that failed
};

// Keeps no privilege but the one that is wanted, then execve: returns only on failure.
Failure confine(const Confinement& wanted);

}  // namespace holdfast

#endif
