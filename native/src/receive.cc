#include "receive.h"

#include <cstring>

namespace holdfast {

Received receive(int socket, uint8_t* to, size_t room) {
  alignas(cmsghdr) uint8_t control[kControlSize];
  iovec part{to, room};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;

  Received received;
  received.bytes = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  received.count = 0;
  received.truncated = received.bytes >= 0 && (message.msg_flags & MSG_CTRUNC) != 0;
  if (received.bytes < 0) return received;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const size_t size = header->cmsg_len - CMSG_LEN(0);
    memcpy(received.descriptors + received.count, CMSG_DATA(header), size);
    received.count += size / sizeof(int);
  }
  return received;
}

}  // namespace holdfast
