// A listening socket in the file system.
#ifndef HOLDFAST_LISTEN_H
#define HOLDFAST_LISTEN_H
#include <string>

#include "descriptor.h"

namespace holdfast {

struct Listening {
  Descriptor socket;
  int error;            // errno, 0 for success
  const char* syscall;  // that failed
};

Listening listen_at(const std::string& path, int backlog);

}  // namespace holdfast

#endif
