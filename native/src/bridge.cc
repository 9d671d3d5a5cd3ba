#include "bridge.h"

#include <sys/sysmacros.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>

namespace holdfast {
namespace {

const char* name_of(Event event) {
  switch (event) {
    case Event::kOpen:
      return "open";
    case Event::kClose:
      return "close";
    case Event::kBusy:
      return "busy";
    case Event::kFull:
      return "full";
    case Event::kAcceptFailed:
      return "accept-failed";
    case Event::kDrained:
      return "drained";
  }
  return "";
}

// "major:minor" of a device; of anything else, that of its file system, "-" and its inode.
std::string name_of(const DeviceKey& key) {
  const std::string number = std::to_string(major(key.number)) + ":" + std::to_string(minor(key.number));
  return is_device(key) ? number : number + "-" + std::to_string(key.inode);
}

void set_value(napi_env env, uint32_t value, napi_value* to) { napi_create_uint32(env, value, to); }

void set_value(napi_env env, const std::string& value, napi_value* to) {
  napi_create_string_utf8(env, value.data(), value.size(), to);
}

}  // namespace

Bridge::Bridge(Napi::Env env, const Addresses& addresses, Napi::Object callbacks)
    : env_(env),
      addresses_(addresses),
      plan_(Napi::Persistent(callbacks.Get("plan").As<Napi::Function>())),
      complete_(Napi::Persistent(callbacks.Get("complete").As<Napi::Function>())),
      event_(Napi::Persistent(callbacks.Get("event").As<Napi::Function>())),
      context_(std::make_unique<Napi::AsyncContext>(env, "holdfast")) {
  const Napi::Value emulate = callbacks.Get("emulate");
  if (emulate.IsFunction()) emulate_ = Napi::Persistent(emulate.As<Napi::Function>());
}

// The address stays right while the reference is held: the core's memory has a fixed size, and so is never detached.
bool Bridge::set_memory(Napi::ArrayBuffer memory) {
  const size_t size = memory.ByteLength();
  const auto fits = [=](size_t at, size_t length) { return at <= size && length <= size - at; };
  if (!fits(addresses_.request, kMostRequest) || !fits(addresses_.plan, sizeof(hf_plan)) ||
      !fits(addresses_.outcome, kMostOutcome) || !fits(addresses_.reply, kMostReply)) {
    return false;
  }
  memory_ = Napi::Persistent(memory);
  base_ = static_cast<uint8_t*>(memory.Data());
  return true;
}

bool Bridge::start(const Config& config, Descriptor listener) {
  uv_loop_t* loop = nullptr;
  if (napi_get_uv_event_loop(env_, &loop) != napi_ok) return false;
  server_ = std::make_unique<Server>(loop, config, *this, std::move(listener));
  server_->when_gone([this] { gone(); });
  napi_add_async_cleanup_hook(env_, on_teardown, this, &hook_);
  self_ = shared_from_this();
  if (server_->start()) return true;
  torn_down_ = true;  // nobody was told that it exists
  server_->abandon();
  return false;
}

void Bridge::close() {
  if (server_) server_->close();
}

Buffers Bridge::buffers() {
  return {base_ + addresses_.request, base_ + addresses_.plan, base_ + addresses_.outcome, base_ + addresses_.reply};
}

int32_t Bridge::plan(uint32_t length, uint32_t descriptors, uint32_t access, uint32_t kind) {
  return call(plan_, length, descriptors, access, kind);
}

int32_t Bridge::complete(uint32_t length, const Errand& errand) {
  return call(complete_, length, errand.connection, static_cast<uint32_t>(errand.peer), major(errand.device),
              minor(errand.device), errand.milliseconds);
}

int32_t Bridge::emulate(uint32_t length, const Emulated& command) {
  return call(emulate_, length, command.connection, static_cast<uint32_t>(command.peer),
              static_cast<uint32_t>(command.descriptor), command.key.kind, name_of(command.key));
}

std::vector<Errand> Bridge::errands() const { return server_ ? server_->errands() : std::vector<Errand>(); }

// The C interface here and below: node-addon-api ends the process when a worker thread is being terminated under it. An exception, and
// that, count as a trap.
template <class... Arguments>
int32_t Bridge::call(const Napi::FunctionReference& callback, const Arguments&... arguments) {
  const Napi::HandleScope scope(env_);
  napi_value receiver, result, values[sizeof...(arguments)];
  napi_get_undefined(env_, &receiver);
  size_t count = 0;
  (set_value(env_, arguments, &values[count++]), ...);
  int32_t answer = kTrapped;
  if (napi_call_function(env_, receiver, callback.Value(), count, values, &result) != napi_ok ||
      napi_get_value_int32(env_, result, &answer) != napi_ok) {
    napi_get_and_clear_last_exception(env_, &result);
    return kTrapped;
  }
  return answer;
}

void Bridge::report(const Report& report) {
  if (torn_down_) return;
  const Napi::HandleScope scope(env_);
  napi_value receiver, values[7];
  napi_get_global(env_, &receiver);
  napi_create_string_utf8(env_, name_of(report.event), NAPI_AUTO_LENGTH, &values[0]);
  napi_create_uint32(env_, report.connection, &values[1]);
  napi_create_int32(env_, report.peer, &values[2]);
  napi_create_string_utf8(env_, report.reason, NAPI_AUTO_LENGTH, &values[3]);
  napi_create_int32(env_, report.code, &values[4]);
  napi_create_uint32(env_, report.user, &values[5]);
  napi_create_uint32(env_, report.group, &values[6]);
  if (napi_make_callback(env_, *context_, receiver, event_.Value(), std::size(values), values, nullptr) == napi_ok) return;
  bool pending = false;
  napi_value error;
  napi_is_exception_pending(env_, &pending);
  if (!pending || napi_get_and_clear_last_exception(env_, &error) != napi_ok) return;
  napi_fatal_exception(env_, error);  // as an exception from any other callback of Node's
}

void Bridge::on_teardown(napi_async_cleanup_hook_handle, void* data) {
  auto* self = static_cast<Bridge*>(data);
  self->torn_down_ = true;
  self->server_->abandon();
}

// The last handle is closed. During teardown Node waits for the hook to be removed, and the references must go before.
void Bridge::gone() {
  const std::shared_ptr<Bridge> self = std::move(self_);
  server_.reset();
  report({Event::kDrained});
  plan_.Reset();
  complete_.Reset();
  emulate_.Reset();
  event_.Reset();
  memory_.Reset();
  context_.reset();
  napi_remove_async_cleanup_hook(hook_);
}

}  // namespace holdfast
