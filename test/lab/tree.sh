#!/bin/sh
# usage: tree.sh FOLDER MIRROR   The recipe of the lab's system: Debian 13 with the QEMU of its backports, in FOLDER.
# It can be interrupted: run again on the same folder it goes on where it was. tree.ts decides when a tree is complete, and builds anew
# when this file has changed.
set -eu
folder=$1 mirror=$2
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

if [ ! -e "$folder/.base" ]; then
    rm -rf "$folder" # debootstrap cannot go on where it was; what it has loaded is kept
    mkdir -p "$folder" "$folder.packages"
    # In a mount name space of its own: what it mounts goes with it, also when it is killed.
    unshare --mount debootstrap --variant=minbase --cache-dir="$folder.packages" trixie "$folder" "$mirror"
    touch "$folder/.base"
fi

# How this machine reaches its mirror: names, proxies, certificates.
cp /etc/resolv.conf "$folder/etc/resolv.conf"
apt-config dump | grep -E '^Acquire::(https?|Retries|Check-)' > "$folder/etc/apt/apt.conf.d/90machine" || true
for file in /etc/ssl/certs/ca-certificates.crt $(grep -oE '"/[^"]+"' "$folder/etc/apt/apt.conf.d/90machine" | tr -d '"'); do
    [ ! -f "$file" ] || install -D -m 644 "$file" "$folder$file"
done

printf 'deb %s trixie main\ndeb %s trixie-backports main\n' "$mirror" "$mirror" > "$folder/etc/apt/sources.list"
chroot "$folder" dpkg --configure -a
chroot "$folder" apt-get update
chroot "$folder" apt-get install -y --no-install-recommends -t trixie-backports qemu-system-x86 qemu-system-common
chroot "$folder" apt-get install -y --no-install-recommends sg3-utils nodejs
chroot "$folder" apt-get install -y --no-install-recommends libwasmedge-dev # a WebAssembly runtime that Debian 12 has not
chroot "$folder" apt-get clean
rm -rf "$folder.packages" "$folder"/var/lib/apt/lists/*
