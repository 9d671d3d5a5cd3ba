// What the daemon needs of the system beside its sockets: confine(options), userId(name), groupId(name),
// lockFolder(path), lockFile(fd), writeNow(fd, bytes), notify(socket, text).
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>

#include "confine.h"
#include "descriptor.h"
#include "error.h"

namespace holdfast {
namespace {

std::vector<std::string> texts(const Napi::Value& value) {
  const Napi::Array array = value.As<Napi::Array>();
  std::vector<std::string> list;
  for (uint32_t i = 0; i < array.Length(); i++) list.push_back(array.Get(i).As<Napi::String>());
  return list;
}

Napi::Value confine_process(const Napi::CallbackInfo& info) {
  const Napi::Object options = info[0].As<Napi::Object>();
  Confinement wanted;
  wanted.program = options.Get("program").As<Napi::String>();
  wanted.arguments = texts(options.Get("arguments"));
  wanted.environment = texts(options.Get("environment"));
  const Napi::Array descriptors = options.Get("descriptors").As<Napi::Array>();
  for (uint32_t i = 0; i < descriptors.Length(); i++) wanted.descriptors.push_back(descriptors.Get(i).As<Napi::Number>());
  wanted.raw_io = options.Get("rawIo").ToBoolean();
  const Napi::Value user = options.Get("user"), group = options.Get("group");
  if ((wanted.set_user = user.IsNumber())) wanted.user = user.As<Napi::Number>().Uint32Value();
  if ((wanted.set_group = group.IsNumber())) wanted.group = group.As<Napi::Number>().Uint32Value();
  const Failure failure = confine(wanted);
  throw system_error(info.Env(), failure.error, failure.syscall, wanted.program);
}

// undefined for a name that the system does not know. Once, at start: a lookup may ask the network.
Napi::Value user_id(const Napi::CallbackInfo& info) {
  const passwd* found = getpwnam(info[0].As<Napi::String>().Utf8Value().c_str());
  return found != nullptr ? Napi::Number::New(info.Env(), found->pw_uid) : info.Env().Undefined();
}

Napi::Value group_id(const Napi::CallbackInfo& info) {
  const group* found = getgrnam(info[0].As<Napi::String>().Utf8Value().c_str());
  return found != nullptr ? Napi::Number::New(info.Env(), found->gr_gid) : info.Env().Undefined();
}

// sd_notify(3): one datagram; a path that begins with @ is an abstract socket.
Napi::Value notify(const Napi::CallbackInfo& info) {
  const std::string path = info[0].As<Napi::String>(), text = info[1].As<Napi::String>();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw system_error(info.Env(), ENAMETOOLONG, "sendto", path);
  path.copy(address.sun_path, path.size());
  if (path[0] == '@') address.sun_path[0] = '\0';
  const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  if (sendto(socket.get(), text.data(), text.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&address), length) < 0) {
    throw system_error(info.Env(), errno, "sendto", path);
  }
  return info.Env().Undefined();
}

// Takes the lock of a folder, which leaves nothing behind: a descriptor to close, or undefined while another process has it.
Napi::Value lock_folder(const Napi::CallbackInfo& info) {
  const std::string path = info[0].As<Napi::String>();
  Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.open()) throw system_error(info.Env(), errno, "open", path);
  if (flock(folder.get(), LOCK_EX | LOCK_NB) == 0) return Napi::Number::New(info.Env(), folder.release());
  if (errno == EWOULDBLOCK) return info.Env().Undefined();
  throw system_error(info.Env(), errno, "flock", path);
}

// Takes the lock of an open file, the kind that fcntl(2) knows: true, or false while another process has it. It is not this process' but that of
// the opening (F_OFD_SETLK), so that an execve with many threads does not lose it, as Linux before 5.11 would.
Napi::Value lock_file(const Napi::CallbackInfo& info) {
  struct flock whole{};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  const bool taken = fcntl(info[0].As<Napi::Number>(), F_OFD_SETLK, &whole) == 0;
  if (!taken && errno != EAGAIN && errno != EACCES) throw system_error(info.Env(), errno, "fcntl", "");
  return Napi::Boolean::New(info.Env(), taken);
}

// Bytes written without waiting for whoever reads; 0 when that would be needed, -1 when nobody reads any more. The descriptor's flags stay as
// they are, for it is shared: a pipe that poll() calls writable takes PIPE_BUF bytes.
Napi::Value write_now(const Napi::CallbackInfo& info) {
  const int fd = info[0].As<Napi::Number>();
  const Napi::Uint8Array bytes = info[1].As<Napi::Uint8Array>();
  const size_t size = std::min<size_t>(bytes.ByteLength(), PIPE_BUF);
  pollfd wanted{fd, POLLOUT, 0};
  ssize_t written = send(fd, bytes.Data(), size, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (written < 0 && errno == ENOTSOCK) {
    if (poll(&wanted, 1, 0) == 0) return Napi::Number::New(info.Env(), 0);
    written = write(fd, bytes.Data(), size);
  }
  const bool later = written < 0 && (errno == EAGAIN || errno == EINTR);
  return Napi::Number::New(info.Env(), later ? 0 : static_cast<double>(written));
}

}  // namespace

void export_process(Napi::Env env, Napi::Object exports) {
  exports.Set("confine", Napi::Function::New(env, confine_process, "confine"));
  exports.Set("userId", Napi::Function::New(env, user_id, "userId"));
  exports.Set("groupId", Napi::Function::New(env, group_id, "groupId"));
  exports.Set("lockFolder", Napi::Function::New(env, lock_folder, "lockFolder"));
  exports.Set("lockFile", Napi::Function::New(env, lock_file, "lockFile"));
  exports.Set("writeNow", Napi::Function::New(env, write_now, "writeNow"));
  exports.Set("notify", Napi::Function::New(env, notify, "notify"));
}

}  // namespace holdfast
