#include "pool.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>

namespace holdfast {
namespace {

// A thread's frames are its Scratch and an ioctl: room for a libc and a preloaded library besides.
constexpr size_t kStackSize = 256 * 1024;
// That many closes may hang, of descriptors that clients sent, before others wait; beyond the limit for commands.
constexpr size_t kClosers = 16;
constexpr char kThreadName[] = "holdfast-device";

}  // namespace

void TaskQueue::push(Task* task) {
  task->next_ = nullptr;
  (empty() ? first_ : last_->next_) = task;
  last_ = task;
  size_++;
}

Task* TaskQueue::pop() {
  Task* task = first_;
  if (task == nullptr) return nullptr;
  first_ = task->next_;
  size_--;
  return task;
}

struct Pool::Start {
  std::shared_ptr<Pool> pool;
  Device* first;
};

Pool::~Pool() {
  for (int fd : discarded_) Descriptor{fd};
}

Pool::Admission Pool::submit(const DeviceKey& key, Task* task) {
  Lock lock(mutex_);
  const auto [place, idle] = devices_.try_emplace(key);
  Device& device = place->second;
  if (!idle && device.waiting.size() >= limits_.queue_per_device) return Admission::kDeviceFull;
  device.waiting.push(task);
  if (!idle) return Admission::kTaken;
  device.key = key;
  if (engage(&device, lock)) return Admission::kTaken;
  devices_.erase(place);
  return Admission::kNoThread;
}

void Pool::discard(Descriptor descriptor) {
  if (!descriptor.open()) return;
  Lock lock(mutex_);
  discarded_.push_back(descriptor.release());
  // One thread is enough, unless it hangs: then something waits already.
  if (closing_ > 0 && (discarded_.size() < 2 || closing_ >= kClosers)) return;
  closing_++;
  // Without a thread to be had it waits for one that has nothing else to do.
  if (!engage(nullptr, lock)) closing_--;
}

std::vector<Task*> Pool::stop() {
  Lock lock(mutex_);
  stopped_ = true;
  std::vector<Task*> waiting;
  for (auto& [key, device] : devices_) {
    while (Task* task = device.waiting.pop()) waiting.push_back(task);
  }
  for (Worker* worker : idle_) worker->bell.ring();
  return waiting;
}

// True: a thread has the work, and the lock is released. A worker that is called waits for its bell, so that the bell is there to be rung.
bool Pool::engage(Device* device, Lock& lock) {
  if (idle_.empty()) return spawn(device);
  Worker* worker = idle_.back();
  idle_.pop_back();
  worker->device = device;
  worker->called = true;
  lock.unlock();
  worker->bell.ring();
  return true;
}

bool Pool::spawn(Device* device) {
  if (threads_ >= limits_.threads + (device == nullptr ? kClosers : 0)) return false;
  auto start = std::make_unique<Start>(Start{shared_from_this(), device});
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackSize);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // Signals are for Node's threads: none may interrupt an ioctl. The new thread inherits the mask.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  const bool made = pthread_create(&thread, &attributes, thread_main, start.get()) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (!made) return false;
  start.release();
  threads_++;
  return true;
}

void* Pool::thread_main(void* argument) {
  const std::unique_ptr<Start> start(static_cast<Start*>(argument));
  pthread_setname_np(pthread_self(), kThreadName);
  start->pool->work(start->first);
  return nullptr;
}

void Pool::work(Device* first) {
  Scratch scratch;
  Worker self;
  self.device = first;
  Lock lock(mutex_);
  do {
    if (self.device != nullptr) {
      serve(*self.device, lock, scratch);
      if (discarded_.empty() || closing_ >= kClosers) continue;
      closing_++;
    }
    close_discarded(lock);
  } while (wait(self, lock));
  threads_--;
}

// Until nothing waits for the device. One command at a time: the next one may mean something only after this one.
void Pool::serve(Device& device, Lock& lock, Scratch& scratch) {
  while (Task* task = device.waiting.pop()) {
    lock.unlock();
    task->run(scratch);
    lock.lock();
  }
  const DeviceKey key = device.key;  // erase() may not be given a part of what it erases
  devices_.erase(key);
}

// One by one: the next may be a thread's that does not hang.
void Pool::close_discarded(Lock& lock) {
  while (!discarded_.empty()) {
    const int fd = discarded_.back();
    discarded_.pop_back();
    lock.unlock();
    Descriptor{fd};
    lock.lock();
  }
  closing_--;
}

// False: nobody called for so long that this thread is one too many, or the pool has stopped.
bool Pool::wait(Worker& self, Lock& lock) {
  if (stopped_) return false;
  self.called = false;
  idle_.push_back(&self);
  lock.unlock();
  const bool rung = self.bell.wait(limits_.idle_thread_ms);
  lock.lock();
  if (self.called) {
    if (!rung) {  // called in the last moment
      lock.unlock();
      self.bell.wait();
      lock.lock();
    }
    return true;
  }
  idle_.erase(std::find(idle_.begin(), idle_.end(), &self));
  return false;
}

}  // namespace holdfast
