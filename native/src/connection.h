// One client: its greeting, then one request after the other.
#ifndef HOLDFAST_CONNECTION_H
#define HOLDFAST_CONNECTION_H
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "core.h"
#include "mailbox.h"
#include "pool.h"
#include "receive.h"

namespace holdfast {

class Server;

// A connection has two sides. What comes in (the request, its descriptor, its plan) has one owner at a time, whom `state_` names:
//   kIdle    the loop.
//   kBusy    a worker, or the queue that workers take from. The socket is still polled, which costs nothing when the client waits for
//            its reply, as it should.
//   kPaused  a worker, too, but something came, and the loop has stopped polling. The worker posts the connection to the mailbox.
// kIdle -> kBusy is the loop's; kBusy -> kPaused the loop's and kBusy -> kIdle the worker's, by compare-and-swap. A worker also posts what
// only the core can finish. One that finds the mailbox closed owns the connection for good: so one ends whose command outlives the server.
//
// What goes out is guarded by `sending_`. A worker takes it, gives the incoming side back, and only then sends: the client may be faster
// with its next request than the worker with the end of this one. Replies keep their order, for the next sender waits for `sending_`.
class Connection final : public Task {
 public:
  Connection(Server& server, Descriptor socket, uint32_t id);
  ~Connection();

  // All but run() on the loop's thread.
  void begin();
  void returned();       // the worker has posted it
  void look_if_stuck();  // the worker could not send all
  void finish();         // the server is closing
  bool in_flight() const { return state_ != kIdle; }
  Errand errand() const;
  bool orphan();         // the server leaves without waiting; true: the loop owns this connection and is to delete it
  void run(Scratch& scratch) override;

 private:
  enum State { kIdle, kBusy, kPaused };
  enum class Phase { kGreeting, kHead, kParameters };

  // connection.cc: life, and what goes out
  static void on_event(uv_poll_t* handle, int status, int events);
  bool swap_state(State from, State to);
  void watch(int events);
  void end(const char* reason, int code = 0);
  void report(Event event, const char* reason, int code = 0);
  void deliver(const uint8_t* reply, size_t length);
  int send_locked(const uint8_t* bytes, size_t length);
  void flush();
  void settle(int error);

  // request.cc: what the client sends
  void read();
  void read_greeting();
  void read_head();
  void read_parameters();
  ssize_t read_plain();
  bool progress(ssize_t bytes);
  bool take(const Received& received);
  void consult();
  int32_t ask(uint32_t descriptors, uint32_t access, uint32_t kind);
  void read_more();
  void forward();
  void submit();
  void refuse();
  void answer();
  void fault();
  void next();

  // command.cc: what goes to the device, or to what stands for one
  void hand_back();
  void complete();
  void emulate();
  void deliver_composed(int32_t length);

  // The loop's alone.
  Server& server_;
  const uint32_t id_;
  int peer_ = 0;
  uv_poll_t* poll_ = nullptr;
  int watched_ = 0;
  Phase phase_ = Phase::kGreeting;
  size_t have_ = 0;
  size_t need_ = HF_GREETING_SIZE;
  DeviceKey key_;          // of the request's device
  uint64_t forwarded_ = 0;  // uv_hrtime
  const char* last_words_ = nullptr;  // why it ends once its reply is out

  // Anybody's.
  const std::shared_ptr<Shared> shared_;
  std::atomic<State> state_{kIdle};

  // The incoming side's owner's.
  std::vector<uint8_t> request_;
  size_t length_ = 0;  // of the request in it
  Descriptor device_;
  hf_plan plan_{};
  Outcome outcome_;
  bool outcome_waits_ = false;  // for the core
  std::vector<uint8_t> data_;   // from the device, for the core

  std::mutex sending_;
  Descriptor socket_;  // read from by the loop, without the lock
  std::vector<uint8_t> unsent_;
  std::atomic<bool> stuck_{false};  // there is something unsent
};

}  // namespace holdfast

#endif
