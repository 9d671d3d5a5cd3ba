#include "listen.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace holdfast {

// The permissions of the socket are 0777 without the process' umask, as those of QEMU's helper.
Listening listen_at(const std::string& path, int backlog) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.find('\0') != std::string::npos) return {{}, EINVAL, "bind"};
  if (path.size() >= sizeof address.sun_path) return {{}, ENAMETOOLONG, "bind"};
  path.copy(address.sun_path, path.size());

  Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!listener.open()) return {{}, errno, "socket"};
  if (bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return {{}, errno, "bind"};
  if (listen(listener.get(), backlog) != 0) return {{}, errno, "listen"};
  return {std::move(listener), 0, nullptr};
}

}  // namespace holdfast
