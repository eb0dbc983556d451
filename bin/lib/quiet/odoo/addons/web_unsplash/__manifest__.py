# In front of Odoo's own module on Python's path: that one installs itself and
# sends what users search for to an outside image service.
{
    "name": "web_unsplash (écarté)",
    "author": "CDG",
    "license": "AGPL-3",
    "installable": False,
}
