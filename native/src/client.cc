// The other end of a helper's socket: connect(path) gives a descriptor for net.Socket, peer(fd) who listens,
// send(fd, bytes, descriptor) what net.Socket cannot do.
#include "client.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>

#include "descriptor.h"
#include "error.h"

namespace holdfast {
namespace {

// Without waiting: a helper whose backlog is full is EAGAIN.
Napi::Value connect_to(const Napi::CallbackInfo& info) {
  const std::string path = info[0].As<Napi::String>();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw system_error(info.Env(), ENAMETOOLONG, "connect", path);
  path.copy(address.sun_path, path.size());
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.open()) throw system_error(info.Env(), errno, "socket", path);
  if (connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw system_error(info.Env(), errno, "connect", path);
  }
  return Napi::Number::New(info.Env(), socket.release());
}

// All bytes at once or an error: they are few, and the socket's buffer is empty between two commands.
Napi::Value send_with(const Napi::CallbackInfo& info) {
  const int socket = info[0].As<Napi::Number>();
  const Napi::Uint8Array bytes = info[1].As<Napi::Uint8Array>();
  const int descriptor = info[2].As<Napi::Number>();
  iovec part{const_cast<uint8_t*>(bytes.Data()), bytes.ByteLength()};
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    cmsghdr align;
  } control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof control.bytes;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  const ssize_t sent = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) throw system_error(info.Env(), errno, "sendmsg", "");
  if (static_cast<size_t>(sent) != bytes.ByteLength()) throw system_error(info.Env(), EAGAIN, "sendmsg", "");
  return info.Env().Undefined();
}

// The process that has called listen(), or serve(), on the other end; 0 when it is in another PID namespace. Errors: as Node's own.
Napi::Value peer_of(const Napi::CallbackInfo& info) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(info[0].As<Napi::Number>(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    throw system_error(info.Env(), errno, "getsockopt", "");
  }
  return Napi::Number::New(info.Env(), peer.pid);
}

}  // namespace

void export_client(Napi::Env env, Napi::Object exports) {
  exports.Set("peer", Napi::Function::New(env, peer_of, "peer"));
  exports.Set("connect", Napi::Function::New(env, connect_to, "connect"));
  exports.Set("send", Napi::Function::New(env, send_with, "send"));
}

}  // namespace holdfast
