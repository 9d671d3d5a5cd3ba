#!/bin/sh
# usage: iscsi.sh start | login   An iSCSI target of its own process, tgtd, with one logical unit of 16 MiB, and open-iscsi over the
# loopback interface. `login` begins a new session, after one that was given up too, and prints the disk.
set -eu
target=iqn.2026-11.test:stoppable
portal=127.0.0.1:3260
node="iscsiadm --mode node --targetname $target --portal $portal"

# usage: await SECONDS COMMAND...
await() {
    tries=$(($1 * 10))
    shift
    until "$@" > /run/await.log 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "iscsi.sh: $*: did not succeed in time" >&2; cat /run/await.log /run/iscsid.log >&2; exit 1; }
        sleep 0.1
    done
}

start() {
    busybox ip link set lo up
    setsid tgtd -f > /run/tgtd.log 2>&1 < /dev/null &
    await 20 tgtadm --lld iscsi --mode sys --op show
    truncate -s 16M /run/stoppable.img
    tgtadm --lld iscsi --mode target --op new --tid 1 --targetname $target
    tgtadm --lld iscsi --mode logicalunit --op new --tid 1 --lun 1 --backing-store /run/stoppable.img
    tgtadm --lld iscsi --mode target --op bind --tid 1 --initiator-address ALL

    # When a command is late, the kernel aborts it, resets the unit, the target and the session, each of which takes its own time before
    # SG_IO returns. Here that is about three seconds instead of the three minutes of the defaults. Without the pings (noop) it begins
    # with the command's own timeout.
    mkdir -p /run/lock/iscsi
    mount -t tmpfs tmpfs /etc/iscsi
    echo "InitiatorName=iqn.2026-11.test:initiator" > /etc/iscsi/initiatorname.iscsi
    cat > /etc/iscsi/iscsid.conf << END
node.session.err_timeo.abort_timeout = 1
node.session.err_timeo.lu_reset_timeout = 1
node.session.err_timeo.tgt_reset_timeout = 1
node.session.timeo.replacement_timeout = 1
node.conn[0].timeo.noop_out_interval = 0
node.conn[0].timeo.noop_out_timeout = 0
node.conn[0].timeo.login_timeout = 15
node.conn[0].timeo.logout_timeout = 15
END
    setsid iscsid -f > /run/iscsid.log 2>&1 < /dev/null &
    await 20 iscsiadm --mode discovery --type sendtargets --portal $portal
}

disk() {
    set -- /sys/class/iscsi_session/session*/device/target*/*:1/block/*
    [ -b "/dev/${1##*/}" ] && echo "/dev/${1##*/}"
}

login() {
    $node --logout > /dev/null 2>&1 || true # there may be none
    await 20 $node --login
    await 20 disk
    disk
}

$1
