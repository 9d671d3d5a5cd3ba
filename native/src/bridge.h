// The core and the listener of events, in JavaScript.
#ifndef HOLDFAST_BRIDGE_H
#define HOLDFAST_BRIDGE_H
#include <napi.h>

#include <memory>

#include "core.h"
#include "server.h"

namespace holdfast {

// Where the core has its static buffers in its memory.
struct Addresses {
  size_t request, plan, outcome, reply;
};

// A server and its JavaScript. It keeps itself alive until the server is gone: closed, or its environment torn down.
class Bridge final : public Core, public std::enable_shared_from_this<Bridge> {
 public:
  Bridge(Napi::Env env, const Addresses& addresses, Napi::Object callbacks);
  // False when the memory has no room for the buffers.
  bool set_memory(Napi::ArrayBuffer memory);
  bool start(const Config& config, Descriptor listener);
  void close();
  std::vector<Errand> errands() const;

  Buffers buffers() override;
  int32_t plan(uint32_t length, uint32_t descriptors, uint32_t access, uint32_t kind) override;
  int32_t complete(uint32_t length, const Errand& errand) override;
  bool emulates() const override { return !emulate_.IsEmpty(); }
  int32_t emulate(uint32_t length, const Emulated& command) override;
  void report(const Report& report) override;

 private:
  template <class... Arguments>
  int32_t call(const Napi::FunctionReference& callback, const Arguments&... arguments);
  static void on_teardown(napi_async_cleanup_hook_handle handle, void* data);
  void gone();

  const Napi::Env env_;
  const Addresses addresses_;
  Napi::Reference<Napi::ArrayBuffer> memory_;
  uint8_t* base_ = nullptr;
  Napi::FunctionReference plan_, complete_, event_;
  Napi::FunctionReference emulate_;  // empty: commands go to devices
  std::unique_ptr<Napi::AsyncContext> context_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<Bridge> self_;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  bool torn_down_ = false;
};

}  // namespace holdfast

#endif
