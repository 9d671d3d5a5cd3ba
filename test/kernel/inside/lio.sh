#!/bin/sh
# usage: lio.sh PORTS   One LIO logical unit of 64 MiB behind PORTS tcm_loop target ports: /dev/sda, /dev/sdb ... are the same logical
# unit over as many I_T nexuses. Port n is naa.600140500000000<n>, its initiator port naa.600140500000001<n>.
set -eu
ports=$1
config=/sys/kernel/config/target
unit=$config/core/fileio_0/lun0

# LIO keeps what APTPL asks it to keep under its dbroot, which has to be set before the first backstore. Without the folder a REGISTER
# with APTPL=1, sg_persist's default, is answered NOT READY although the registration stays.
mkdir -p /run/target/pr
echo /run/target > $config/dbroot

mkdir -p $unit
truncate -s 64M /run/lun0.img # fileio wants a real file: tmpfs has them, hostfs has not
echo fd_dev_name=/run/lun0.img,fd_dev_size=67108864 > $unit/control
echo 6001405aaaa > $unit/wwn/vpd_unit_serial
echo 1 > $unit/enable

for port in $(seq "$ports"); do
    target=$config/loopback/naa.600140500000000$port/tpgt_1
    mkdir -p $target
    echo naa.600140500000001$port > $target/nexus
    mkdir $target/lun/lun_0
    ln -s $unit $target/lun/lun_0/port
    disk=/dev/sd$(printf "\\$(printf %o $((96 + port)))")
    tries=0
    until [ -b "$disk" ]; do
        tries=$((tries + 1))
        [ $tries -le 100 ] || { echo "lio.sh: $disk did not appear in 10 seconds" >&2; exit 1; }
        sleep 0.1
    done
done
