#include "bell.h"

#include <time.h>

#include <cerrno>
#include <chrono>

namespace holdfast {
namespace {

// What a client that has its reply needs to send the next request.
constexpr std::chrono::microseconds kMoment(15);
constexpr int kMostMisses = 8;
constexpr int kSkips = 16;

// By the clock that sem_timedwait() knows: when it is set, a wait ends early or late, no more.
timespec after(unsigned milliseconds) {
  timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  time.tv_sec += milliseconds / 1000;
  time.tv_nsec += milliseconds % 1000 * 1000000L;
  if (time.tv_nsec >= 1000000000L) {
    time.tv_sec++;
    time.tv_nsec -= 1000000000L;
  }
  return time;
}

}  // namespace

bool Bell::wait(unsigned milliseconds) {
  if (look()) return true;
  const timespec deadline = after(milliseconds);
  while (sem_timedwait(&semaphore_, &deadline) != 0) {
    if (errno != EINTR) return false;
  }
  return true;
}

void Bell::wait() {
  while (sem_wait(&semaphore_) != 0) continue;
}

bool Bell::look() {
  if (skips_ > 0) {
    skips_--;
    return false;
  }
  const auto end = std::chrono::steady_clock::now() + kMoment;
  do {
    if (sem_trywait(&semaphore_) == 0) {
      misses_ = 0;
      return true;
    }
  } while (std::chrono::steady_clock::now() < end);
  if (misses_ < kMostMisses) misses_++;
  else skips_ = kSkips;
  return false;
}

}  // namespace holdfast
