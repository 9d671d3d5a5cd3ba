// What JavaScript sees: listen(path, backlog), serve(options), and the functions of client.cc and process.cc. hosts/node/addon.ts has the types.
#include <dlfcn.h>
#include <napi.h>
#include <sys/sysmacros.h>
#include <uv.h>

#include <cstring>
#include <memory>

#include "bridge.h"
#include "client.h"
#include "error.h"
#include "listen.h"
#include "process.h"

namespace holdfast {
namespace {

Napi::TypeError wrong(Napi::Env env, const std::string& name, const char* needed) {
  return Napi::TypeError::New(env, "serve: " + name + " must be " + needed);
}

Napi::Object object_at(Napi::Object from, const char* name) {
  const Napi::Value value = from.Get(name);
  if (!value.IsObject()) throw wrong(from.Env(), name, "an object");
  return value.As<Napi::Object>();
}

uint32_t number_at(Napi::Object from, const char* name) {
  const Napi::Value value = from.Get(name);
  if (!value.IsNumber()) throw wrong(from.Env(), name, "a number");
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= 0x7fffffff)) throw wrong(from.Env(), name, "from 0 to 2147483647");
  return static_cast<uint32_t>(number);
}

void copy_bytes(Napi::Object from, const char* name, void* to, size_t size) {
  const Napi::Value value = from.Get(name);
  const std::string needed = "a Uint8Array of " + std::to_string(size) + " bytes";
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array ||
      value.As<Napi::TypedArray>().ByteLength() != size) {
    throw wrong(from.Env(), name, needed.c_str());
  }
  memcpy(to, value.As<Napi::Uint8Array>().Data(), size);
}

std::unique_ptr<Config> read_config(Napi::Object options) {
  auto config = std::make_unique<Config>();
  copy_bytes(options, "greeting", config->greeting, sizeof config->greeting);

  const Napi::Object replies = object_at(options, "replies");
  copy_bytes(replies, "errno", config->replies.error, sizeof config->replies.error);
  copy_bytes(replies, "hostStatus", config->replies.host_status, sizeof config->replies.host_status);
  copy_bytes(replies, "driver", config->replies.driver, HF_REPLY_SIZE);
  config->replies.driver_mask = number_at(replies, "driverMask");
  copy_bytes(replies, "busy", config->replies.busy, HF_REPLY_SIZE);
  copy_bytes(replies, "fault", config->replies.fault, HF_REPLY_SIZE);

  const Napi::Object limits = object_at(options, "limits");
  config->limits.clients = number_at(limits, "clients");
  config->limits.threads = number_at(limits, "threads");
  config->limits.queue_per_device = number_at(limits, "queuePerDevice");
  config->limits.timeout_ms = number_at(limits, "timeoutMs");
  config->limits.idle_thread_ms = number_at(limits, "idleThreadMs");
  return config;
}

Addresses read_addresses(Napi::Object options) {
  const Napi::Object buffers = object_at(options, "buffers");
  return {number_at(buffers, "request"), number_at(buffers, "plan"), number_at(buffers, "outcome"), number_at(buffers, "reply")};
}

void set_memory(Bridge& bridge, const Napi::Value& memory) {
  if (!memory.IsArrayBuffer()) throw wrong(memory.Env(), "memory", "an ArrayBuffer");
  if (!bridge.set_memory(memory.As<Napi::ArrayBuffer>())) throw wrong(memory.Env(), "memory", "large enough for the buffers");
}

Napi::Value listen(const Napi::CallbackInfo& info) {
  if (!info[0].IsString() || !info[1].IsNumber()) throw Napi::TypeError::New(info.Env(), "listen needs a path and a backlog");
  const std::string path = info[0].As<Napi::String>();
  Listening listening = listen_at(path, info[1].As<Napi::Number>());
  if (listening.error != 0) throw system_error(info.Env(), listening.error, listening.syscall, path);
  return Napi::Number::New(info.Env(), listening.socket.release());
}

// What is at devices now.
Napi::Value commands(Napi::Env env, const Bridge& bridge) {
  Napi::Array list = Napi::Array::New(env);
  for (const Errand& errand : bridge.errands()) {
    Napi::Object one = Napi::Object::New(env);
    one.Set("connection", errand.connection);
    one.Set("peer", errand.peer);
    one.Set("major", major(errand.device));
    one.Set("minor", minor(errand.device));
    one.Set("milliseconds", errand.milliseconds);
    list.Set(list.Length(), one);
  }
  return list;
}

// The listener is the server's from here on, also when this throws after all else was in order.
Napi::Value serve(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsObject()) throw wrong(env, "options", "an object");
  const Napi::Object options = info[0].As<Napi::Object>();
  for (const char* name : {"plan", "complete", "event"}) {
    if (!options.Get(name).IsFunction()) throw wrong(env, name, "a function");
  }
  const Napi::Value emulate = options.Get("emulate");
  if (!emulate.IsFunction() && !emulate.IsUndefined()) throw wrong(env, "emulate", "a function, or absent");
  const std::unique_ptr<Config> config = read_config(options);
  const auto bridge = std::make_shared<Bridge>(env, read_addresses(options), options);
  set_memory(*bridge, options.Get("memory"));
  if (!bridge->start(*config, Descriptor(static_cast<int>(number_at(options, "listener"))))) {
    throw Napi::Error::New(env, "serve: the event loop does not take the listener");
  }

  Napi::Object server = Napi::Object::New(env);
  server.Set("close", Napi::Function::New(env, [bridge](const Napi::CallbackInfo&) { bridge->close(); }, "close"));
  server.Set("commands", Napi::Function::New(env, [bridge](const Napi::CallbackInfo& call) { return commands(call.Env(), *bridge); }, "commands"));
  server.Set("setMemory", Napi::Function::New(
                              env, [bridge](const Napi::CallbackInfo& call) { set_memory(*bridge, call[0]); }, "setMemory"));
  return server;
}

// Node unloads an addon with the last environment that loaded it; a worker that still waits for a device would return into nothing.
void stay_loaded() {
  Dl_info here;
  if (dladdr(reinterpret_cast<void*>(&stay_loaded), &here) != 0) dlopen(here.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  stay_loaded();
  exports.Set("listen", Napi::Function::New(env, listen, "listen"));
  exports.Set("serve", Napi::Function::New(env, serve, "serve"));
  export_client(env, exports);
  export_process(env, exports);
  exports.Set("abiVersion", Napi::Number::New(env, HF_ABI_VERSION));
  return exports;
}

}  // namespace
}  // namespace holdfast

static Napi::Object Init(Napi::Env env, Napi::Object exports) { return holdfast::init(env, exports); }
NODE_API_MODULE(holdfast, Init)
