// One listening socket, its connections and their threads, on one event loop.
#ifndef HOLDFAST_SERVER_H
#define HOLDFAST_SERVER_H
#include <functional>
#include <memory>
#include <unordered_set>

#include "core.h"
#include "mailbox.h"
#include "pool.h"

namespace holdfast {

class Server {
 public:
  // On any failure to start: false, with nothing left behind in the loop but handles that are closing.
  Server(uv_loop_t* uv, const Config& config, Core& core, Descriptor listener);
  bool start();
  // Has all handles closed and nothing in flight: `gone` may delete the server.
  void when_gone(std::function<void()> gone) { loop_.when_empty(std::move(gone)); }

  // Accepts no more, ends what is idle at once and the others when their command is done. May be called from within the core.
  void close();
  // Leaves everything at once; a worker that hangs in a device goes on alone. Nothing is reported.
  void abandon();

  // What is at devices now.
  std::vector<Errand> errands() const;

  // For connections.
  Loop& loop() { return loop_; }
  Core& core() { return core_; }
  Pool& pool() { return *pool_; }
  const std::shared_ptr<Shared>& shared() const { return shared_; }
  void forget(Connection* connection);

 private:
  static void on_accept(uv_poll_t* handle, int status, int events);
  static void on_accept_again(uv_timer_t* handle);
  static void on_mail(uv_async_t* handle);
  void accept_waiting();
  void accept(Descriptor socket);
  void accept_failed(int error);
  void stop_listening();
  void end_idle();
  void finish();

  Loop loop_;
  Core& core_;
  Descriptor listener_;
  const std::shared_ptr<Shared> shared_;
  const std::shared_ptr<Pool> pool_;
  std::unordered_set<Connection*> connections_;
  uv_poll_t* accepting_ = nullptr;
  uv_timer_t* again_ = nullptr;
  uint32_t last_id_ = 0;
  bool accept_failing_ = false;
  bool full_ = false;
  bool close_wanted_ = false;
  bool closing_ = false;
  bool finished_ = false;
};

}  // namespace holdfast

#endif
