#!/bin/sh
# usage: libvirt.sh PATH HELPER   Starts libvirtd with PATH as its PATH and HELPER as qemu.conf's pr_helper; returns when it answers.
set -eu
helper=$2

# The root is read-only; libvirtd keeps its state in these, of which not all are there without its systemd packages.
for folder in /etc/libvirt /var/lib /var/cache /var/log; do mount -t tmpfs tmpfs $folder; done

# The package libvirt-daemon-system would make this user, which the driver for QEMU looks for before it reads qemu.conf.
for file in passwd group; do cp /etc/$file /run/$file; done
echo 'libvirt-qemu:x:64055:64055::/var/lib/libvirt:/usr/sbin/nologin' >> /run/passwd
echo 'libvirt-qemu:x:64055:' >> /run/group
for file in passwd group; do mount --bind /run/$file /etc/$file; done

echo 'auth_unix_rw = "none"' > /etc/libvirt/libvirtd.conf # there is no polkit to ask
cat > /etc/libvirt/qemu.conf << END
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
namespaces = []
cgroup_controllers = []
stdio_handler = "file"
pr_helper = "$helper"
END

# Only the driver for QEMU: those for networks and devices want more of the machine than it has.
mkdir /run/libvirt-drivers
ln -s /usr/lib/*/libvirt/connection-driver/libvirt_driver_qemu.so /run/libvirt-drivers

# Daemons that libvirtd starts become children of the first process, and libvirtd takes one for alive until that has collected it. The
# agent collects none but its own, so libvirtd gets a namespace whose first process is a shell that waits for all.
cat > /run/libvirt-init << END
PATH=$1 LIBVIRT_DRIVER_DIR=/run/libvirt-drivers libvirtd &
wait
END
setsid unshare --pid --fork --mount-proc sh /run/libvirt-init > /run/libvirtd.log 2>&1 < /dev/null &

# The first connection asks QEMU for its capabilities.
tries=0
until virsh --connect qemu:///system version > /run/virsh.log 2>&1; do
    tries=$((tries + 1))
    [ $tries -le 100 ] || { cat /run/virsh.log /run/libvirtd.log >&2; exit 1; }
    sleep 0.2
done
