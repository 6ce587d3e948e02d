#!/usr/bin/env bash
# Tries both commands of the README on a minimal Debian: python3 and certificates, no pip, no ensurepip, no uv, no git.
#   scripts/bare_system.sh [root|user|both] [FOLDER]       as root; needs debootstrap. Tests the last commit, not the working tree.
# The mirror is the machine's own: MIRROR, or the one in its apt sources. pip and certificates are set up as they are here.
set -euo pipefail
who=${1:-both}
base=${2:-$(mktemp -d)}
clone=$(cd "$(dirname "$0")/.." && pwd)
suite=${SUITE:-bookworm}
mirror=${MIRROR:-$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' | awk -v s="$suite" '$2 == s { print $1; exit }')}
carried=(/etc/resolv.conf /etc/hosts /etc/pip.conf /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d)
passed_on='^(PIP_(INDEX_URL|EXTRA_INDEX_URL|CERT|TRUSTED_HOST|DEFAULT_TIMEOUT)|SSL_CERT_FILE|(https?|no|HTTPS?|NO)_(proxy|PROXY))='

make_base() {
    [ -x "$base/system/usr/bin/python3" ] ||
        debootstrap --variant=minbase --include=python3,ca-certificates "$suite" "$base/system" "$mirror" >"$base/debootstrap.log"
    local path
    for path in "${carried[@]}"; do
        rm -rf "$base/system$path"
        [ -e "$path" ] || continue
        mkdir -p "$base/system$(dirname "$path")"
        cp -aL "$path" "$base/system$path"
    done
    cp -L /etc/ssl/certs/ca-certificates.crt "$base/system/etc/ssl/certs/ca-certificates.crt"
    for path in null zero full random urandom; do
        [ -c "$base/system/dev/$path" ] || cp -a "/dev/$path" "$base/system/dev/$path"
    done
    mkdir -p "$base/system/proc" "$base/system/dev/shm" "$base/system/tmp"
    chmod 1777 "$base/system/tmp" "$base/system/dev/shm"
    chroot "$base/system" id visitor >/dev/null 2>&1 || chroot "$base/system" useradd --create-home visitor
}

inside() {
    local user=$1 settings
    shift
    mapfile -t settings < <(env | grep -E "$passed_on" || true)
    chroot --userspec="$user" "$base/system" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME="$(chroot "$base/system" getent passwd "$user" | cut -d: -f6)" LANG=C.UTF-8 "${settings[@]}" \
        /bin/sh -c 'cd "$HOME/clone" && exec "$@"' sh "$@"
}

try_both_commands() {
    local user=$1 home
    home=$(chroot "$base/system" getent passwd "$user" | cut -d: -f6)
    rm -rf "$base/system$home/clone"
    mkdir -p "$base/system$home/clone"
    git -C "$clone" archive HEAD | tar -x -C "$base/system$home/clone"
    chroot "$base/system" chown -R "$user" "$home/clone"
    for command in "demo --no-serve" "demo --no-serve" "test"; do
        echo "=== $user: python3 run.py $command"
        # shellcheck disable=SC2086
        (time inside "$user" python3 run.py $command) 2>&1 | tail -n 25
    done
}

release() { mountpoint -q "$base/system/proc" && umount "$base/system/proc" || true; }

[ -n "$mirror" ] || { echo "Set MIRROR to the address of a Debian mirror."; exit 2; }
mkdir -p "$base"
make_base
trap release EXIT
mount -t proc proc "$base/system/proc" 2>/dev/null || echo "(no /proc inside: mounting is not allowed here)"
echo "bare system in $base/system: $(chroot "$base/system" python3 --version)"
[ "$who" = user ] || try_both_commands root
[ "$who" = root ] || try_both_commands visitor
