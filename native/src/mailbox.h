// How a worker gives a connection back to the loop.
#ifndef HOLDFAST_MAILBOX_H
#define HOLDFAST_MAILBOX_H
#include <mutex>
#include <vector>

#include "config.h"
#include "loop.h"

namespace holdfast {

class Connection;

class Mailbox {
 public:
  bool open(Loop& loop, uv_async_cb callback, void* owner) {
    async_ = loop.add<uv_async_t>(owner, [=](uv_loop_t* uv, uv_async_t* async) { return uv_async_init(uv, async, callback); });
    return async_ != nullptr;
  }

  // False: there is no loop any more, and the connection stays the caller's.
  bool post(Connection* connection) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (async_ == nullptr) return false;
    posted_.push_back(connection);
    uv_async_send(async_);
    return true;
  }

  // Some connection has something unsent. No pointer: by now the loop may have ended it.
  void stuck() {
    const std::lock_guard<std::mutex> lock(mutex_);
    stuck_ = true;
    if (async_ != nullptr) uv_async_send(async_);
  }

  // Has the loop look in, though there is no mail. On the loop's thread.
  void wake() { uv_async_send(async_); }

  std::vector<Connection*> take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(posted_, {});
  }

  bool take_stuck() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(stuck_, false);
  }

  // Returns what was posted and not taken.
  std::vector<Connection*> close(Loop& loop) {
    const std::lock_guard<std::mutex> lock(mutex_);
    loop.drop(async_);
    return std::exchange(posted_, {});
  }

 private:
  std::mutex mutex_;
  uv_async_t* async_ = nullptr;
  std::vector<Connection*> posted_;
  bool stuck_ = false;
};

// What a connection and the worker that runs its command share; it outlives the server while a command hangs.
struct Shared {
  explicit Shared(const Config& config) : config(config) {}
  const Config config;
  Mailbox mailbox;
};

}  // namespace holdfast

#endif
