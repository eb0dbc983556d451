from . import test_two_at_once
from . import test_access_matrix
from . import test_convention, test_convention_pdf, test_convention_print
from . import test_query_counts_backoffice
from . import test_views
from . import test_story
from . import test_portal_axe
from . import (
    test_portal_catalogue,
    test_portal_forms,
    test_portal_links,
    test_portal_pages,
)
from . import test_register_import
from . import test_access_json2, test_access_fields, test_access_contacts
from . import test_access_actions, test_access_http, test_access_roles
from . import test_no_outside_socket, test_decisions
from . import test_translations
