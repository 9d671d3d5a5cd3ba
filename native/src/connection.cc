#include "connection.h"

#include <errno.h>
#include <sys/socket.h>

#include "server.h"

namespace holdfast {
namespace {

// As they were when it connected.
ucred credentials_of(int socket) {
  ucred peer{0, static_cast<uid_t>(-1), static_cast<gid_t>(-1)};
  socklen_t size = sizeof peer;
  getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size);
  return peer;
}

}  // namespace

Connection::Connection(Server& server, Descriptor socket, uint32_t id)
    : server_(server), id_(id), shared_(server.shared()), request_(HF_CDB_SIZE), socket_(std::move(socket)) {}

// A worker that gave the incoming side back may be sending still: that does not wait for the client, so this wait is short.
Connection::~Connection() { const std::lock_guard<std::mutex> sent(sending_); }

// The helper speaks first (QEMU docs/interop/pr-helper.rst).
void Connection::begin() {
  const ucred client = credentials_of(socket_.get());
  peer_ = client.pid;
  server_.core().report({Event::kOpen, id_, peer_, "", 0, client.uid, client.gid});
  poll_ = server_.loop().add<uv_poll_t>(
      this, [this](uv_loop_t* uv, uv_poll_t* poll) { return uv_poll_init(uv, poll, socket_.get()); });
  if (poll_ == nullptr) return end("error", ENOMEM);
  deliver(shared_->config.greeting, HF_GREETING_SIZE);
}

void Connection::on_event(uv_poll_t* handle, int status, int) {
  auto* self = static_cast<Connection*>(handle->data);
  if (self->stuck_) return self->flush();
  // While a command is in flight only the client's end can be news, or a request that came early: both can wait in the socket.
  if (self->swap_state(kBusy, kPaused) || self->state_ == kPaused) return self->watch(0);
  if (status < 0) return self->end("error", -status);
  self->read();
}

bool Connection::swap_state(State from, State to) {
  return state_.compare_exchange_strong(from, to, std::memory_order_acq_rel, std::memory_order_acquire);
}

void Connection::watch(int events) {
  if (events == watched_) return;
  watched_ = events;
  if (events == 0) uv_poll_stop(poll_);
  else uv_poll_start(poll_, events, on_event);
}

void Connection::returned() {
  state_.store(kIdle, std::memory_order_relaxed);  // the mailbox's lock has brought what the worker wrote
  if (outcome_waits_) complete();
  else flush();
}

void Connection::look_if_stuck() {
  if (stuck_) watch(UV_WRITABLE);
}

void Connection::finish() {
  last_words_ = "shutdown";
  if (swap_state(kBusy, kPaused)) return watch(0);
  if (state_ == kIdle) end("shutdown");
}

bool Connection::orphan() {
  server_.loop().drop(poll_);
  return !swap_state(kBusy, kPaused) && state_ == kIdle;
}

void Connection::deliver(const uint8_t* reply, size_t length) {
  int error;
  {
    const std::lock_guard<std::mutex> sending(sending_);
    error = send_locked(reply, length);
  }
  settle(error);
}

// Sends as far as the socket takes it, behind what is unsent, and keeps the rest. Returns errno, 0 when nothing is left.
int Connection::send_locked(const uint8_t* bytes, size_t length) {
  int error = EAGAIN;
  size_t done = 0;
  if (unsent_.empty()) {
    const ssize_t sent = send(socket_.get(), bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) error = errno;
    else done = static_cast<size_t>(sent);
    if (done == length) return 0;
  }
  unsent_.insert(unsent_.end(), bytes + done, bytes + length);
  stuck_ = true;
  return error;
}

void Connection::flush() {
  int error = 0;
  if (stuck_) {
    const std::lock_guard<std::mutex> sending(sending_);
    std::vector<uint8_t> rest;
    rest.swap(unsent_);
    stuck_ = false;
    error = send_locked(rest.data(), rest.size());
  }
  settle(error);
}

// After an attempt to send.
void Connection::settle(int error) {
  const bool broken = error != 0 && error != EAGAIN;
  if (!broken && last_words_ == nullptr) return watch(error == 0 ? UV_READABLE : UV_WRITABLE);
  // It is to end, but not under a worker: returned() will come here again.
  if (swap_state(kBusy, kPaused) || state_ == kPaused) return watch(0);
  // What is still unsent is dropped: a client that does not read cannot hold a server that wants to close.
  if (broken) end("error", error);
  else end(last_words_);
}

// The connection is gone when this returns.
void Connection::end(const char* reason, int code) {
  server_.loop().drop(poll_);
  server_.pool().discard(std::move(device_));
  {
    const std::lock_guard<std::mutex> sent(sending_);
    shutdown(socket_.get(), SHUT_RDWR);  // at once; the close, which may find a client's descriptors unread in it, may wait
    server_.pool().discard(std::move(socket_));
  }
  report(Event::kClose, reason, code);
  server_.forget(this);
  delete this;
}

void Connection::report(Event event, const char* reason, int code) {
  server_.core().report({event, id_, peer_, reason, code});
}

}  // namespace holdfast
