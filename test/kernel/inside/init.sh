# The first process inside User Mode Linux. uml.ts writes the values that it needs above these lines: RUN, PROJECT and TREE are folders
# of the machine, NODE is the interpreter for the agent, MODULES is a list of kernel modules. When a line fails, this process ends, the
# kernel panics for want of an init, and uml.ts shows the console.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/run TMPDIR=/run LC_ALL=C.UTF-8

mount -t proc proc /proc
mount -t tmpfs tmpfs /mnt
# The machine's modules folder has those of the machine's own kernel; ours are where `modprobe -d /mnt` looks.
mkdir /mnt/lib /mnt/tree
ln -s /usr/lib/uml/modules /mnt/lib/modules
modprobe -d /mnt -a $MODULES

root=
if [ -n "$TREE" ]; then
    root=/mnt/tree
    mount -r -t hostfs -o "$TREE" none $root
    mount -t proc proc $root/proc
    mount -t devtmpfs dev $root/dev
    mount -t tmpfs tmpfs $root/mnt
fi
mount -t sysfs sys $root/sys
mount -t configfs none $root/sys/kernel/config
mount -t tmpfs tmpfs $root/run
mkdir $root/mnt/project $root/mnt/run
mount -r -t hostfs -o "$PROJECT" none $root/mnt/project
mount -r -t hostfs -o "$RUN" none $root/mnt/run

stty raw -echo < /dev/ttyS0
[ -z "$root" ] || exec chroot $root "$NODE" /mnt/run/agent.mjs
exec "$NODE" /mnt/run/agent.mjs
