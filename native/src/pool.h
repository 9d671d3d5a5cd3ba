// Threads that may block: commands, in order of arrival on each device, and the closing of descriptors.
#ifndef HOLDFAST_POOL_H
#define HOLDFAST_POOL_H
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "bell.h"
#include "config.h"
#include "descriptor.h"
#include "device_key.h"

namespace holdfast {

// What a thread has of its own to work in.
struct Scratch {
  alignas(64) uint8_t reply[kMostReply];
};

class Task {
 public:
  // In a pool thread. When it returns, `this` may belong to another thread or be gone.
  virtual void run(Scratch& scratch) = 0;

 protected:
  ~Task() = default;

 private:
  friend class TaskQueue;
  Task* next_ = nullptr;
};

class TaskQueue {
 public:
  bool empty() const { return first_ == nullptr; }
  size_t size() const { return size_; }
  void push(Task* task);
  Task* pop();

 private:
  Task* first_ = nullptr;
  Task* last_ = nullptr;
  size_t size_ = 0;
};

// Its threads are detached and share its ownership: one that hangs in a device outlives the server that began it.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  enum class Admission { kTaken, kDeviceFull, kNoThread };

  explicit Pool(const Limits& limits) : limits_(limits) {}
  ~Pool();
  Admission submit(const DeviceKey& key, Task* task);
  // The last close of a device waits for what was written to it, that of a FUSE file for its server: no work for the loop.
  void discard(Descriptor descriptor);
  // Threads end when they have done what they have begun. Returns the tasks that none has begun.
  std::vector<Task*> stop();

 private:
  // Exists while a thread serves it; `waiting` does not count the command in flight.
  struct Device {
    DeviceKey key;
    TaskQueue waiting;
  };
  // Each has a bell of its own, rung outside the lock: a condition variable costs twice the system calls, in the path of every command.
  struct Worker {
    Bell bell;
    bool called = false;       // it rings, or will soon
    Device* device = nullptr;  // null: to close what is discarded
  };
  struct Start;
  using Lock = std::unique_lock<std::mutex>;

  bool engage(Device* device, Lock& lock);
  bool spawn(Device* device);
  static void* thread_main(void* argument);
  void work(Device* first);
  void serve(Device& device, Lock& lock, Scratch& scratch);
  void close_discarded(Lock& lock);
  bool wait(Worker& self, Lock& lock);

  const Limits limits_;
  std::mutex mutex_;
  std::unordered_map<DeviceKey, Device, DeviceKeyHash> devices_;
  std::vector<Worker*> idle_;  // the last one waits for the shortest time and is taken first, so that the others can end
  size_t threads_ = 0;
  std::vector<int> discarded_;
  size_t closing_ = 0;  // threads that close
  bool stopped_ = false;
};

}  // namespace holdfast

#endif
