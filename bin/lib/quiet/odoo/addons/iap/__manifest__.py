# In front of Odoo's own module on Python's path. iap installs itself and pulls
# partner_autocomplete, snailmail and sms in, which send the names, addresses and
# numbers typed by users to outside services.
{"name": "iap (écarté)", "author": "CDG", "license": "AGPL-3", "installable": False}
