// A command's way to the device and back, or to what stands for a device.
#include <algorithm>
#include <cstring>

#include "connection.h"
#include "server.h"
#include "sg_io.h"

namespace holdfast {

// In a worker, which owns the connection. The usual end is here: the reply is out and the loop knows nothing of it.
void Connection::run(Scratch& scratch) {
  uint8_t* data = plan_.direction == HF_DIRECTION_TO_DEVICE ? request_.data() + HF_CDB_SIZE : scratch.reply + HF_REPLY_SIZE;
  sg_io(device_.get(), request_.data(), plan_, data, shared_->config.limits.timeout_ms, outcome_);
  device_.reset();  // first: who has the answer may count on the device being let go

  if (plan_.completion == HF_COMPLETION_CORE) {
    if (plan_.direction == HF_DIRECTION_FROM_DEVICE) data_.assign(data, data + outcome_.record.transferred);
    outcome_waits_ = true;
    return hand_back();
  }
  const size_t length = shared_->config.replies.compose(outcome_, plan_, scratch.reply);
  bool paused;
  {
    const std::lock_guard<std::mutex> sending(sending_);
    paused = !swap_state(kBusy, kIdle);
    if (send_locked(scratch.reply, length) != 0) shared_->mailbox.stuck();
  }
  if (paused) hand_back();  // else it is the loop's, and may be gone
}

void Connection::hand_back() {
  if (!shared_->mailbox.post(this)) delete this;
}

// On the loop.
Errand Connection::errand() const {
  return {id_, peer_, is_device(key_) ? key_.number : 0, static_cast<uint32_t>((uv_hrtime() - forwarded_) / 1000000)};
}

// On the loop. The data from the device stands where the reply's payload will be.
void Connection::complete() {
  outcome_waits_ = false;
  Core& core = server_.core();
  Buffers buffers = core.buffers();
  memcpy(buffers.request, request_.data(), length_);
  memcpy(buffers.outcome, &outcome_, sizeof outcome_);
  std::copy(data_.begin(), data_.end(), buffers.reply + HF_REPLY_SIZE);
  const int32_t length = core.complete(static_cast<uint32_t>(length_), errand());
  data_.clear();
  deliver_composed(length);
}

// On the loop: what stands for the device answers at once. The descriptor is open until it has.
void Connection::emulate() {
  Core& core = server_.core();
  memcpy(core.buffers().request, request_.data(), length_);
  const int32_t length = core.emulate(static_cast<uint32_t>(length_), {id_, peer_, device_.get(), key_});
  server_.pool().discard(std::move(device_));
  deliver_composed(length);
}

// The reply of that length in the core's buffer; the fault reply for a length that none has.
void Connection::deliver_composed(int32_t length) {
  if (length < HF_REPLY_SIZE || length > static_cast<int32_t>(kMostReply)) {
    return deliver(shared_->config.replies.fault, HF_REPLY_SIZE);
  }
  deliver(server_.core().buffers().reply, static_cast<size_t>(length));
}

}  // namespace holdfast
