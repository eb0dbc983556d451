"""A stamp with a code, and what it says."""

from pdf.stamp import Stamp

CODE = "7K3M-Q9ZB-4TXD"
SITE = "https://mobilite.cdg.example"
FOOTER = "Convention 2026-0042 · Mairie d'Œuilly-l'Évêque · ABCD-1234"
VERIFIED = Stamp(FOOTER, code=CODE, address=SITE)
LINE = f"Code de vérification {CODE} – mobilite.cdg.example/convention/verifier"
