#!/bin/sh
# The first process of a guest of QEMU (guest-image.ts). The first serial port is its console; each line on the second one is a command,
# answered by its output and a last line with its exit status.
export PATH=/bin:/usr/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "/lib/modules/$module"; done < /lib/modules/order
exec 3<> /dev/ttyS1 # opened once: each opening loses input
stty raw -echo <&3
tries=0
until [ -b /dev/sda ] || [ $tries -gt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
[ -b /dev/sda ] && echo "guest: ready" >&3 || echo "guest: no disk" >&3
while read -r line <&3; do
    sh -c "$line" > /tmp/output 2>&1
    status=$?
    cat /tmp/output >&3
    echo "guest: exit $status" >&3
done
