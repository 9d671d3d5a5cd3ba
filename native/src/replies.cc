#include "replies.h"

#include <algorithm>
#include <cstring>

namespace holdfast {
namespace {

static_assert(HF_REPLY_RESULT == 0 && HF_REPLY_PAYLOAD_SIZE == 4 && HF_REPLY_SENSE == 8 && HF_REPLY_SIZE == 8 + HF_SENSE_SIZE,
              "compose() fills in all of a reply");

void put_be32(uint8_t* to, uint32_t value) {
  for (int i = 3; i >= 0; i--, value >>= 8) to[i] = static_cast<uint8_t>(value);
}

}  // namespace

// In QEMU's order (scsi/qemu-pr-helper.c, do_sgio): what failed below the target hides what the target said.
size_t Replies::compose(const Outcome& outcome, const hf_plan& plan, uint8_t* reply) const {
  const hf_outcome& said = outcome.record;
  const uint8_t* ready = said.error != 0                         ? error[std::min(said.error, kCodes - 1)]
                         : said.host_status != 0                 ? host_status[std::min(said.host_status, kCodes - 1)]
                         : (said.driver_status & driver_mask) != 0 ? driver
                                                                 : nullptr;
  if (ready != nullptr) {
    memcpy(reply, ready, HF_REPLY_SIZE);
    return HF_REPLY_SIZE;
  }
  const bool data = said.status == 0 && plan.direction == HF_DIRECTION_FROM_DEVICE;
  const uint32_t payload = data ? std::min(said.transferred, plan.reply_limit) : 0;
  put_be32(reply + HF_REPLY_RESULT, said.status);
  put_be32(reply + HF_REPLY_PAYLOAD_SIZE, payload);
  memcpy(reply + HF_REPLY_SENSE, outcome.sense, HF_SENSE_SIZE);
  return HF_REPLY_SIZE + payload;
}

}  // namespace holdfast
