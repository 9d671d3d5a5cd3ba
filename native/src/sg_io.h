// One command through the kernel's SG_IO.
#ifndef HOLDFAST_SG_IO_H
#define HOLDFAST_SG_IO_H
#include "replies.h"

namespace holdfast {

// Blocks until the device has answered or the kernel has given up. `data` has plan.length bytes.
void sg_io(int device, const uint8_t* command, const hf_plan& plan, uint8_t* data, unsigned timeout_ms, Outcome& outcome);

}  // namespace holdfast

#endif
