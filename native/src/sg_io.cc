#include "sg_io.h"

#include <errno.h>
#include <scsi/sg.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cstring>

namespace holdfast {
namespace {

int transfer(uint32_t direction) {
  if (direction == HF_DIRECTION_TO_DEVICE) return SG_DXFER_TO_DEV;
  if (direction == HF_DIRECTION_FROM_DEVICE) return SG_DXFER_FROM_DEV;
  return SG_DXFER_NONE;
}

}  // namespace

void sg_io(int device, const uint8_t* command, const hf_plan& plan, uint8_t* data, unsigned timeout_ms, Outcome& outcome) {
  memset(&outcome, 0, sizeof outcome);
  // A driver that reports more than it wrote would show one guest what another guest read before.
  if (plan.direction == HF_DIRECTION_FROM_DEVICE) memset(data, 0, plan.length);

  sg_io_hdr_t header;
  memset(&header, 0, sizeof header);
  header.interface_id = 'S';
  header.cmdp = const_cast<uint8_t*>(command);
  header.cmd_len = static_cast<unsigned char>(plan.command_length);
  header.dxfer_direction = transfer(plan.direction);
  header.dxferp = data;
  header.dxfer_len = plan.length;
  header.sbp = outcome.sense;
  header.mx_sb_len = HF_SENSE_SIZE;
  header.timeout = timeout_ms;

  // Never repeated, not even after EINTR: the device may have carried the command out.
  if (ioctl(device, SG_IO, &header) < 0) {
    outcome.record.error = static_cast<uint32_t>(errno);
    memset(outcome.sense, 0, sizeof outcome.sense);
    return;
  }
  const int moved = static_cast<int>(plan.length) - header.resid;
  outcome.record.status = header.status;
  outcome.record.host_status = header.host_status;
  outcome.record.driver_status = header.driver_status;
  outcome.record.transferred = static_cast<uint32_t>(std::clamp(moved, 0, static_cast<int>(plan.length)));
  outcome.record.sense_length = std::min<uint32_t>(header.sb_len_wr, HF_SENSE_SIZE);
  memset(outcome.sense + outcome.record.sense_length, 0, HF_SENSE_SIZE - outcome.record.sense_length);
}

}  // namespace holdfast
