// What a client sends, up to the core's verdict.
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <cstring>

#include "connection.h"
#include "server.h"

namespace holdfast {

void Connection::read() {
  switch (phase_) {
    case Phase::kGreeting:
      return read_greeting();
    case Phase::kHead:
      return read_head();
    case Phase::kParameters:
      return read_parameters();
  }
}

// For bytes that take no descriptor. One that comes along does not count; but recv() would have it closed on this thread, and that may wait.
ssize_t Connection::read_plain() {
  const Received received = receive(socket_.get(), request_.data() + have_, need_ - have_);
  for (size_t i = 0; i < received.count; i++) server_.pool().discard(Descriptor(received.descriptors[i]));
  return received.bytes;
}

void Connection::read_greeting() {
  if (!progress(read_plain()) || have_ < need_) return;
  if (memcmp(request_.data(), shared_->config.greeting, HF_GREETING_SIZE) != 0) return end("greeting");
  next();
}

// Never past the head: what follows may belong to the next request, and so may a descriptor on it.
void Connection::read_head() {
  const Received received = receive(socket_.get(), request_.data() + have_, need_ - have_);
  if (!progress(received.bytes) || !take(received) || have_ < need_) return;
  consult();
}

void Connection::read_parameters() {
  if (!progress(read_plain()) || have_ < need_) return;
  consult();
}

// False: nothing came, and the connection may be gone.
bool Connection::progress(ssize_t bytes) {
  if (bytes > 0) {
    have_ += static_cast<size_t>(bytes);
    return true;
  }
  if (bytes == 0) end(have_ == 0 && !device_.open() ? "end" : "cut");
  else if (errno != EAGAIN && errno != EINTR) end("error", errno);
  return false;
}

// Any of the head's bytes may carry the one descriptor. False: the connection is gone.
bool Connection::take(const Received& received) {
  const size_t count = received.count + (device_.open() ? 1 : 0);
  if (count == 1 && !received.truncated) {
    if (received.count == 1) device_ = Descriptor(received.descriptors[0]);
    return true;
  }
  if (count == 0 && !received.truncated) return true;
  for (size_t i = 0; i < received.count; i++) server_.pool().discard(Descriptor(received.descriptors[i]));
  // There was room for several: when not one came, this process may have no more open files, or a security module objects.
  if (received.count == 0) {
    end("lost");
    return false;
  }
  server_.pool().discard(std::move(device_));
  const size_t sent = count + (received.truncated ? 1 : 0);
  if (ask(static_cast<uint32_t>(sent), 0, HF_DEVICE_KIND_OTHER) == HF_PLAN_ACTION_CLOSE) end("plan", static_cast<int>(plan_.reason));
  else end("fault");
  return false;
}

void Connection::consult() {
  const uint32_t access = device_.open() ? static_cast<uint32_t>(fcntl(device_.get(), F_GETFL) & O_ACCMODE) : 0;
  if (phase_ == Phase::kHead) key_ = device_.open() ? device_key(device_.get()) : DeviceKey();
  switch (ask(device_.open() ? 1 : 0, access, device_kind(key_))) {
    case HF_PLAN_ACTION_NEED_MORE:
      return read_more();
    case HF_PLAN_ACTION_FORWARD:
      return forward();
    case HF_PLAN_ACTION_ANSWER:
      return answer();
    case HF_PLAN_ACTION_CLOSE:
      return end("plan", static_cast<int>(plan_.reason));
    default:
      return fault();
  }
}

int32_t Connection::ask(uint32_t descriptors, uint32_t access, uint32_t kind) {
  Core& core = server_.core();
  memcpy(core.buffers().request, request_.data(), have_);
  const int32_t action = core.plan(static_cast<uint32_t>(have_), descriptors, access, kind);
  if (action != Core::kTrapped) memcpy(&plan_, core.buffers().plan, sizeof plan_);
  return action;
}

void Connection::read_more() {
  if (plan_.more == 0 || plan_.more > kMostRequest - have_) return fault();
  phase_ = Phase::kParameters;
  need_ = have_ + plan_.more;
  if (request_.size() < need_) request_.resize(need_);
  read_parameters();  // they are mostly there already
}

void Connection::forward() {
  const bool writes = plan_.direction == HF_DIRECTION_TO_DEVICE;
  const bool possible = device_.open() && plan_.command_length <= HF_CDB_SIZE && plan_.length <= HF_DATA_SIZE &&
                        plan_.reply_limit <= plan_.length && (!writes || plan_.length <= have_ - HF_CDB_SIZE);
  if (!possible) return fault();
  forwarded_ = uv_hrtime();
  length_ = have_;
  next();
  if (server_.core().emulates()) return emulate();
  if (!may_be_disk(key_)) return refuse();
  submit();
}

void Connection::submit() {
  state_.store(kBusy, std::memory_order_relaxed);  // the pool's lock takes it to the worker
  const Pool::Admission admission = server_.pool().submit(key_, this);
  if (admission == Pool::Admission::kTaken) return;
  state_.store(kIdle, std::memory_order_relaxed);
  server_.pool().discard(std::move(device_));
  report(Event::kBusy, admission == Pool::Admission::kDeviceFull ? "device" : "threads");
  deliver(shared_->config.replies.busy, HF_REPLY_SIZE);
}

// Sockets, pipes and the like know no SG_IO, and their close may wait: no worker for them.
void Connection::refuse() {
  server_.pool().discard(std::move(device_));
  deliver(shared_->config.replies.error[ENOTTY], HF_REPLY_SIZE);
}

void Connection::answer() {
  if (plan_.reply_length < HF_REPLY_SIZE || plan_.reply_length > kMostReply) return fault();
  server_.pool().discard(std::move(device_));
  next();
  deliver(server_.core().buffers().reply, plan_.reply_length);
}

// The core has failed before it could say where the request ends: an answer, so that a guest does not wait, and no next request.
void Connection::fault() {
  last_words_ = "fault";
  deliver(shared_->config.replies.fault, HF_REPLY_SIZE);
}

// The next bytes begin a request.
void Connection::next() {
  phase_ = Phase::kHead;
  have_ = 0;
  need_ = HF_CDB_SIZE;
}

}  // namespace holdfast
