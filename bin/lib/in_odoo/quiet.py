# Piped into `odoo shell` on a new database (``env`` is given): French for all,
# and nothing that calls an outside service by itself.
settings = env["ir.config_parameter"]
# The weekly "update notification" tells Odoo S.A. about the database.
env.ref("mail.ir_cron_module_update_notification").active = False
# Typing a link in a message must not fetch it.
settings.set_param("mail.link_preview_throttle", 0)
# The editor's text and image services: nothing listens on that port.
settings.set_param("html_editor.olg_api_endpoint", "http://localhost:9")
settings.set_param("html_editor.media_library_endpoint", "http://localhost:9")
settings.set_param("web.base.url", "http://localhost:8069")
settings.set_param("web.base.url.freeze", True)

french = env["res.lang"]._activate_lang("fr_FR")
assert french, "fr_FR could not be activated"
env["res.partner"].with_context(active_test=False).search([]).lang = "fr_FR"
env["ir.default"].set("res.partner", "lang", "fr_FR")
env["res.users"].with_context(active_test=False).search([]).tz = "Europe/Paris"
env.cr.commit()
