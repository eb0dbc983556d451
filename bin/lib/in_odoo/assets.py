# Piped into `odoo shell`: makes the style sheets and scripts now, so that the
# first page does not wait for them.
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
