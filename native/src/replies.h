// Replies for commands that need no look at their meaning: what the device said, or what the core composed once for each failure.
#ifndef HOLDFAST_REPLIES_H
#define HOLDFAST_REPLIES_H
#include <cstddef>
#include <cstdint>

#include "abi.h"

namespace holdfast {

constexpr size_t kMostRequest = HF_CDB_SIZE + HF_DATA_SIZE;
constexpr size_t kMostReply = HF_REPLY_SIZE + HF_DATA_SIZE;
constexpr size_t kMostOutcome = HF_OUTCOME_SENSE + HF_SENSE_SIZE;
constexpr unsigned kCodes = 256;

// An outcome record as the core reads it: the sense data follows the record's fields.
struct Outcome {
  hf_outcome record;
  uint8_t sense[HF_SENSE_SIZE];
};
static_assert(offsetof(Outcome, sense) == HF_OUTCOME_SENSE && sizeof(Outcome) == kMostOutcome, "outcome");

struct Replies {
  uint8_t error[kCodes][HF_REPLY_SIZE];        // by errno, the last row for all above
  uint8_t host_status[kCodes][HF_REPLY_SIZE];  // by host_status, the same
  uint8_t driver[HF_REPLY_SIZE];               // for a driver_status with any bit of driver_mask
  uint32_t driver_mask;
  uint8_t busy[HF_REPLY_SIZE];
  uint8_t fault[HF_REPLY_SIZE];

  // Writes the reply's first HF_REPLY_SIZE bytes to `reply`; the payload stands behind them already. Returns the size of both.
  size_t compose(const Outcome& outcome, const hf_plan& plan, uint8_t* reply) const;
};

}  // namespace holdfast

#endif
