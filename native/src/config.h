// What serve() was told, fixed for the life of a server and read by every thread.
#ifndef HOLDFAST_CONFIG_H
#define HOLDFAST_CONFIG_H
#include <cstddef>
#include <cstdint>

#include "replies.h"

namespace holdfast {

struct Limits {
  size_t clients = 1024;
  size_t threads = 256;
  size_t queue_per_device = 64;
  unsigned timeout_ms = 30000;
  unsigned idle_thread_ms = 10000;
};

struct Config {
  uint8_t greeting[HF_GREETING_SIZE];
  Limits limits;
  Replies replies;
};

}  // namespace holdfast

#endif
