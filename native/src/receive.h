// Bytes that descriptors may come along with.
#ifndef HOLDFAST_RECEIVE_H
#define HOLDFAST_RECEIVE_H
#include <sys/socket.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace holdfast {

// Room for all that can come with one message (the kernel's SCM_MAX_FD): what does not fit the kernel closes, here and now, and the close of a
// client's descriptor may wait for as long as the client likes (SO_LINGER). Also for the credentials that come along when the listener was
// made with SO_PASSCRED.
constexpr size_t kMostDescriptors = 253;
constexpr size_t kControlSize = CMSG_SPACE(sizeof(int) * kMostDescriptors) + CMSG_SPACE(sizeof(ucred));

struct Received {
  ssize_t bytes;                                // as from recv(): 0 at the end, -1 with errno
  int descriptors[kControlSize / sizeof(int)];  // the caller's now; never more than this
  size_t count;
  bool truncated;  // the kernel did not hand over all descriptors that were sent, and has closed the rest
};

// Never waits. The descriptors do not survive an execve.
Received receive(int socket, uint8_t* to, size_t room);

}  // namespace holdfast

#endif
