"""bin/demo: installs what is missing, loads the demo CDG, serves it and prints the accounts."""

import argparse
import errno
import socket
import threading
import time
import urllib.request

import cluster
import database
import environment
import places
import seal_key
from say import Stop, command, line

NAME = "bourse_demo"
ADDONS = ["bourse_mobilite", "bourse_mobilite_demo"]
PRINTED = "bourse_mobilite_demo.address"
ACCOUNTS = """
  La Bourse de mobilité de démonstration est prête : {address}
  Courriers envoyés (rien ne part vraiment)        : {address}/demo/courrier

  Au CDG (bureau)       responsable   responsable du service : aussi les réglages et référentiels
                        conseillere   dossiers, offres, demandes, conventions
                        referent      référent PPR : aussi les restrictions des agents
  Au portail            agent, agent2 deux agents du même employeur
                        rh            contact RH de cet employeur
                        rh2           contact RH d'un autre employeur
                        maire         autorité qui signe
                        tuteur        accueille une immersion
  Administration        admin

  Le mot de passe est l'identifiant (agent / agent, admin / admin…).
  Journal d'Odoo : {log}
  Ctrl-C arrête ; bin/demo relance ; bin/demo --reset repart de zéro.
"""


def demo(arguments):
    options = _options(arguments)
    if not options.prepare:
        _check_port(options.port)
    with environment.ready():
        _prepare(options.reset, options.port)
        if options.prepare:
            line(f"→ La base {NAME} est prête : bin/demo la sert.")
            return 0
        _check_port(options.port)
        return _serve(options.port)


def _options(arguments):
    parser = argparse.ArgumentParser(
        prog="bin/demo",
        description="Installe ce qui manque, charge le CDG de démonstration et le sert en local.",
        epilog="ODOO_SOURCE=/chemin : utiliser un Odoo 19 déjà présent (dossier ou archive tar).",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=8069,
        metavar="N",
        help="port local (8069 par défaut)",
    )
    parser.add_argument(
        "--reset", action="store_true", help="refaire la base de démonstration"
    )
    parser.add_argument(
        "--prepare",
        action="store_true",
        help="installer et charger sans servir ; refait la base si le code a changé",
    )
    return parser.parse_args(arguments)


def _check_port(port):
    if not 1 <= port <= 65535:
        raise Stop(
            f"{port} n'est pas un port : choisissez un nombre entre 1024 et 65535"
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Stop(
                    f"le port {port} est réservé à root : choisissez-en un autre, bin/demo --port 8069"
                ) from None
            raise Stop(
                f"le port {port} est occupé : choisissez-en un autre, bin/demo --port {port + 1}"
            ) from None


def _prepare(reset, port):
    """The demo database, complete and made from the present code; what its documents
    print is the address of ``port``, when they are made now."""
    for addon in ADDONS:
        if not (places.ROOT / addon / "__manifest__.py").exists():
            raise Stop(f"l'extension {addon} manque dans {places.ROOT}")
    with places.locked(
        "demo", "→ Une autre commande prépare la démonstration : attente de sa fin"
    ):
        seal_key.provide()
        key = database.source_key(ADDONS)
        if database.stamp(NAME) not in ("", key):
            line("→ Le code a changé : la base de démonstration est refaite")
        if reset:
            database.drop(NAME)
        if database.stamp(NAME) != key:
            places.check_room()

            def load(draft):
                _load(draft, port)

            database.build(NAME, key, database.make_dependencies(ADDONS), load)


def _address(port):
    return f"http://localhost:{port}"


def _keep(setting, value, name):
    """A setting of the database ``name``, written before Odoo opens it."""
    cluster.sql(
        "INSERT INTO ir_config_parameter (key, value) "
        f"VALUES ('{setting}', '{value}') "
        "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        name,
    )


def _load(draft, port):
    database.install(draft, ADDONS, "Installation de la Bourse de mobilité")
    # The documents of the story print it for good: QR codes, certificates.
    for setting in ("web.base.url", PRINTED):
        _keep(setting, _address(port), draft)
    # Otherwise Odoo writes there the address by which the administrator comes.
    _keep("web.base.url.freeze", "True", draft)
    database.script(draft, "demo_data", "Chargement du CDG de démonstration")
    database.script(draft, "assets", "Préparation des pages")


def _serve(port):
    address = _address(port)
    log = places.LOGS / "demo.log"
    log.unlink(missing_ok=True)
    _keep("web.base.url", address, NAME)
    printed = cluster.sql(
        f"SELECT value FROM ir_config_parameter WHERE key = '{PRINTED}'", NAME
    )
    if printed != address:
        line(
            f"→ Les documents déjà établis portent l'adresse {printed} : leur QR code y mène, et non ici."
        )
        line(f"  bin/demo --port {port} --reset les refait pour {address}.")
    line("→ Démarrage d'Odoo")
    threading.Thread(target=_announce, args=(address, log), daemon=True).start()
    status = environment.run_odoo(
        "-d", NAME, f"--db-filter=^{NAME}$", f"--http-port={port}", f"--logfile={log}"
    )
    if status:
        raise Stop(f"Odoo s'est arrêté (code {status}). Journal : {log}")
    line("→ Arrêté. bin/demo relance la démonstration.")
    return 0


def _announce(address, log):
    while True:
        try:
            with urllib.request.urlopen(f"{address}/web/health", timeout=5):
                break
        except OSError:
            time.sleep(0.3)
    print(ACCOUNTS.format(address=address, log=log), flush=True)


if __name__ == "__main__":
    command(demo)
