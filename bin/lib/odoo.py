"""bin/odoo ARGS…: Odoo inside the project's environment, standard input untouched."""

import environment
from say import command


def odoo(arguments):
    with environment.ready():
        return environment.run_odoo(*arguments)


if __name__ == "__main__":
    command(odoo)
