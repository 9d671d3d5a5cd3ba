// How a thread of the pool is woken.
#ifndef HOLDFAST_BELL_H
#define HOLDFAST_BELL_H
#include <semaphore.h>

namespace holdfast {

// A semaphore that is looked at for a moment before the thread sleeps. To wake a thread costs several microseconds, most of all on a
// processor that sleeps too: more than all else that a short command needs. Where the moment does not pay, it is seldom spent.
class Bell {
 public:
  Bell() { sem_init(&semaphore_, 0, 0); }
  ~Bell() { sem_destroy(&semaphore_); }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void ring() { sem_post(&semaphore_); }
  // False: it did not ring.
  bool wait(unsigned milliseconds);
  void wait();

 private:
  bool look();

  sem_t semaphore_;
  int misses_ = 0;  // in a row
  int skips_ = 0;   // waits that sleep at once
};

}  // namespace holdfast

#endif
