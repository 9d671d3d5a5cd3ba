#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "connection.h"

namespace holdfast {
namespace {

constexpr int kBacklog = 128;
// So many at once, then the connected clients again.
constexpr int kAcceptBurst = 32;
// Without a free descriptor the listener stays readable: asking again and again would take the whole processor.
constexpr uint64_t kAcceptPauseMs = 100;

}  // namespace

Server::Server(uv_loop_t* uv, const Config& config, Core& core, Descriptor listener)
    : loop_(uv),
      core_(core),
      listener_(std::move(listener)),
      shared_(std::make_shared<Shared>(config)),
      pool_(std::make_shared<Pool>(config.limits)) {}

bool Server::start() {
  // A client that left before accept() must not make it wait.
  fcntl(listener_.get(), F_SETFL, fcntl(listener_.get(), F_GETFL) | O_NONBLOCK);
  const int fd = listener_.get();
  // Once more: clients are told that this process listens (SO_PEERCRED), not one that made the socket for it.
  if (listen(fd, kBacklog) != 0) return false;
  accepting_ = loop_.add<uv_poll_t>(this, [=](uv_loop_t* uv, uv_poll_t* poll) { return uv_poll_init(uv, poll, fd); });
  again_ = loop_.add<uv_timer_t>(this, uv_timer_init);
  if (accepting_ != nullptr && again_ != nullptr && shared_->mailbox.open(loop_, on_mail, this)) {
    return uv_poll_start(accepting_, UV_READABLE, on_accept) == 0;
  }
  return false;
}

void Server::on_accept(uv_poll_t* handle, int status, int) {
  auto* self = static_cast<Server*>(handle->data);
  if (status < 0) self->accept_failed(-status);
  else self->accept_waiting();
}

void Server::accept_waiting() {
  for (int i = 0; i < kAcceptBurst; i++) {
    const int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0) {
      accept_failing_ = false;
      accept(Descriptor(fd));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return accept_failed(errno);
    }
  }
}

// One client too many is closed before it is greeted, which QEMU takes for a helper that is not there, and tries again. Told once, until
// there is room.
void Server::accept(Descriptor socket) {
  const bool full = connections_.size() >= shared_->config.limits.clients;
  if (full && !std::exchange(full_, true)) core_.report({Event::kFull});
  if (full) {
    shutdown(socket.get(), SHUT_RDWR);
    return pool_->discard(std::move(socket));
  }
  full_ = false;
  auto* connection = new Connection(*this, std::move(socket), ++last_id_);
  connections_.insert(connection);
  connection->begin();
}

// Told once, until it works again.
void Server::accept_failed(int error) {
  uv_poll_stop(accepting_);
  uv_timer_start(again_, on_accept_again, kAcceptPauseMs, 0);
  if (std::exchange(accept_failing_, true)) return;
  core_.report({Event::kAcceptFailed, 0, 0, "", error});
}

void Server::on_accept_again(uv_timer_t* handle) {
  auto* self = static_cast<Server*>(handle->data);
  uv_poll_start(self->accepting_, UV_READABLE, on_accept);
}

void Server::on_mail(uv_async_t* handle) {
  auto* self = static_cast<Server*>(handle->data);
  for (Connection* connection : self->shared_->mailbox.take()) connection->returned();
  if (self->shared_->mailbox.take_stuck()) {
    for (Connection* connection : self->connections_) connection->look_if_stuck();
  }
  if (self->close_wanted_ && !self->closing_) self->end_idle();
}

std::vector<Errand> Server::errands() const {
  std::vector<Errand> errands;
  for (const Connection* connection : connections_) {
    if (connection->in_flight()) errands.push_back(connection->errand());
  }
  return errands;
}

// Not at once: a connection may be about to use itself, having just called the core.
void Server::close() {
  if (close_wanted_ || finished_) return;
  close_wanted_ = true;
  shared_->mailbox.wake();
}

void Server::end_idle() {
  closing_ = true;
  stop_listening();
  const std::vector<Connection*> connections(connections_.begin(), connections_.end());
  for (Connection* connection : connections) connection->finish();
  if (connections.empty()) finish();
}

void Server::forget(Connection* connection) {
  connections_.erase(connection);
  if (closing_ && connections_.empty()) finish();
}

void Server::stop_listening() {
  loop_.drop(accepting_);
  loop_.drop(again_);
  listener_.reset();
}

void Server::finish() {
  finished_ = true;
  shared_->mailbox.close(loop_);
  pool_->stop();
}

// The mailbox is open until every connection's owner is settled: before, no worker deletes one.
void Server::abandon() {
  if (finished_) return;
  finished_ = true;
  stop_listening();
  std::vector<Connection*> ours;
  for (Connection* connection : connections_) {
    if (connection->orphan()) ours.push_back(connection);
  }
  connections_.clear();
  for (Task* task : pool_->stop()) ours.push_back(static_cast<Connection*>(task));
  for (Connection* connection : shared_->mailbox.close(loop_)) ours.push_back(connection);
  for (Connection* connection : ours) delete connection;
}

}  // namespace holdfast
