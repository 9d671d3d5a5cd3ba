// The handles that one server has in an event loop.
#ifndef HOLDFAST_LOOP_H
#define HOLDFAST_LOOP_H
#include <uv.h>

#include <cstddef>
#include <functional>
#include <utility>

namespace holdfast {

// libuv needs a handle's memory until its close callback, later than the handle's owner wants to be gone. So a handle lives on the heap,
// alone, and is dropped, not owned: after drop() no callback comes and the owner may go.
class Loop {
 public:
  explicit Loop(uv_loop_t* uv) : uv_(uv) {}
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // `init(loop, handle)` is libuv's; null when it fails. `owner` is the handle's data.
  template <class Handle, class Init>
  Handle* add(void* owner, Init init) {
    auto* held = new Held<Handle>;
    if (init(uv_, &held->handle) != 0) {
      delete held;
      return nullptr;
    }
    held->loop = this;
    held->handle.data = owner;
    handles_++;
    return &held->handle;
  }

  template <class Handle>
  void drop(Handle*& handle) {
    if (handle == nullptr) return;
    uv_close(reinterpret_cast<uv_handle_t*>(std::exchange(handle, nullptr)), [](uv_handle_t* closed) {
      auto* held = reinterpret_cast<Held<Handle>*>(closed);
      Loop* loop = held->loop;
      delete held;
      loop->handles_--;
      if (loop->handles_ == 0 && loop->when_empty_) std::exchange(loop->when_empty_, nullptr)();
    });
  }

  // Calls back once, when all handles are dropped and closed; the callback may delete this object.
  void when_empty(std::function<void()> callback) { when_empty_ = std::move(callback); }

 private:
  template <class Handle>
  struct Held {
    Handle handle;  // first: libuv's pointer is also ours
    Loop* loop;
  };

  uv_loop_t* uv_;
  size_t handles_ = 0;
  std::function<void()> when_empty_;
};

}  // namespace holdfast

#endif
