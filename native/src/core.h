// What native asks of the other side: the core that knows what the bytes mean, and somebody to tell what happens.
#ifndef HOLDFAST_CORE_H
#define HOLDFAST_CORE_H
#include <cstddef>
#include <cstdint>

#include "abi.h"
#include "device_key.h"

namespace holdfast {

// The core's memory; another one after a trap, so it is read anew for each use.
struct Buffers {
  uint8_t* request;
  const uint8_t* plan;
  uint8_t* outcome;
  uint8_t* reply;
};

enum class Event { kOpen, kClose, kBusy, kFull, kAcceptFailed, kDrained };

struct Report {
  Event event;
  uint32_t connection = 0;
  int peer = 0;             // process id of the client, 0 when the kernel does not tell
  const char* reason = "";  // kClose, kBusy: one word
  int code = 0;             // errno, or the plan's reason
  uint32_t user = 0;        // kOpen: the client's ids
  uint32_t group = 0;
};

// A command that goes to no device: who sends it, and the descriptor that came with it.
struct Emulated {
  uint32_t connection = 0;
  int peer = 0;
  int descriptor = -1;
  DeviceKey key;
};

// A command that is, or was, at a device: for whoever tells of it.
struct Errand {
  uint32_t connection = 0;
  int peer = 0;
  uint64_t device = 0;       // st_rdev; 0 for what is no device
  uint32_t milliseconds = 0;  // since it was forwarded
};

// On the loop's thread only.
class Core {
 public:
  static constexpr int32_t kTrapped = -1;

  virtual Buffers buffers() = 0;
  // hf_helper_plan: a plan_action, or kTrapped.
  virtual int32_t plan(uint32_t length, uint32_t descriptors, uint32_t access, uint32_t kind) = 0;
  // hf_helper_complete: the reply's length, or kTrapped.
  virtual int32_t complete(uint32_t length, const Errand& errand) = 0;
  // True: commands go to emulate(), none to a device.
  virtual bool emulates() const = 0;
  // The reply's length, or kTrapped.
  virtual int32_t emulate(uint32_t length, const Emulated& command) = 0;
  virtual void report(const Report& report) = 0;

 protected:
  ~Core() = default;
};

}  // namespace holdfast

#endif
