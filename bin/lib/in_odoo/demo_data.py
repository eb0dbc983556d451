# Piped into `odoo shell`: the demo data of our addons alone. `--with-demo` would
# bring the fictitious people of Odoo's own modules too.
from odoo.modules.loading import load_demo
from odoo.modules.module_graph import ModuleGraph

# The people and their offers, then what happens to them.
OURS = ["bourse_mobilite", "bourse_mobilite_demo"]

env.cr.execute("UPDATE ir_module_module SET demo = true WHERE name = ANY(%s)", [OURS])
graph = ModuleGraph(env.cr, mode="load")
graph.extend(
    env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
)
for name in OURS:
    if not load_demo(env, graph[name], {}, "init"):
        raise SystemExit(
            f"The demo data of {name} could not be loaded: the reason is above."
        )
env.cr.commit()
