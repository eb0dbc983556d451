"""Open the pages and post their forms, as a browser without JavaScript does."""

from html import unescape

from lxml import html

from .common import MobilityHttpCase


class PortalCase(MobilityHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"name": "CDG d'essai", "email": "cdg@cdg.example.org"})

    def sign_in(self, user=None):
        login = user and user.login
        self.authenticate(login, login)

    def page(self, url, status=200):
        """The text of the page; never a redirection to the login page."""
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, status, url)
        return response.text

    def forms(self, url):
        """The forms of the page that send something, in order."""
        return self.forms_of(self.page(url))

    def forms_of(self, text):
        root = html.fromstring(text)
        return [form for form in root.forms if form.method == "POST"]

    def send(self, url, values, form=0, **options):
        """Fill the form of the page ``url`` and send it."""
        form = self.forms(url)[form]
        data = {**dict(form.form_values()), **values}
        return self.url_open(form.action or url, data=data, **options)

    def post(self, url, values, **options):
        """Send what no form of ours would: with the token of the session alone."""
        token = html.fromstring(self.url_open("/my/security").text).xpath(
            "//input[@name='csrf_token']/@value"
        )[0]
        return self.url_open(url, data={"csrf_token": token, **values}, **options)

    def query_count(self, url):
        """How many SQL queries a warm server makes for the page."""
        for _time in range(3):
            self.assertEqual(self.url_open(url).status_code, 200, url)
        profiler = self.profile(collectors=["sql"], db=False)
        with profiler:
            self.url_open(url)
        (served,) = profiler._profiler__.sub_profilers
        return len(served.collectors[0].entries)

    def assertShows(self, text, *wanted):
        """Every one of ``wanted`` can be read in the page."""
        self.assertEqual([part for part in wanted if part not in unescape(text)], [])

    def assertHides(self, text, *unwanted):
        self.assertEqual([part for part in unwanted if part in unescape(text)], [])

    def assertNoMarkup(self, text, *unwanted):
        """Nothing of ``unwanted`` is in the page as markup."""
        self.assertEqual([part for part in unwanted if part in text], [])
