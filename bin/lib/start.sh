# Sourced by the commands: finds the system's Python (installs it on a bare
# Debian) and hands over to the script of the same name in this folder.
set -u
lib="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

install_python() {
    echo "→ Installation de Python (paquets Debian)" >&2
    local sudo=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Python 3 manque et seul root peut l'installer : apt-get install python3 python3-venv" >&2
            exit 1
        fi
        sudo="sudo"
    fi
    if ! command -v apt-get >/dev/null; then
        echo "Python 3 manque : installez python3 (3.11 à 3.13) et son module venv." >&2
        exit 1
    fi
    local log
    log="$(mktemp)"
    { $sudo apt-get -q update && $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install python3 python3-venv; } >"$log" 2>&1 </dev/null || {
        tail -n 5 "$log" >&2
        echo "Python 3 n'a pas pu être installé : vérifiez le réseau et l'espace disque, puis relancez. Journal : $log" >&2
        exit 1
    }
    rm -f "$log"
}

# Debian's own Python first: a version manager's may lack what venv needs.
python=/usr/bin/python3
[ -x "$python" ] || python="$(command -v python3 || true)"
if [ -z "$python" ]; then
    install_python
    python=/usr/bin/python3
fi
export PYTHONDONTWRITEBYTECODE=1
exec "$python" -s "$lib/$(basename "$0").py" "$@"
