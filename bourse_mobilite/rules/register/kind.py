"""A kind of register, and the columns that several kinds share."""

from dataclasses import dataclass, field, replace

from .codes import (
    clean_siret,
    clean_zip,
)
from .columns import KINDS, MAX_NAME, Column
from .repair import (
    clean_email,
    clean_list,
    clean_phone,
    fold,
)

# Any of these says where an employer is.
_PLACES = {"zip", "commune", "insee", "siret"}


@dataclass(frozen=True)
class Kind:
    """A kind of register.

    :param title: the name of its sheet
    :param required: the columns without which a row says nothing
    :param names: the two columns by which a row is recognised on screen
    :param added: the columns that only an export writes: read, never asked
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    names: tuple[str, str]
    examples: tuple[dict, ...]
    how_to: tuple[str, ...]
    added: tuple[Column, ...] = ()
    by_key: dict[str, Column] = field(init=False, repr=False, compare=False)
    headings: dict[str, str] = field(init=False, repr=False, compare=False)
    synonyms: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        mine = {column.key: column for column in self.known}
        object.__setattr__(self, "by_key", mine)
        words = {fold(column.heading): column.key for column in self.known}
        object.__setattr__(self, "headings", words)
        words = {
            fold(word): column.key
            for column in self.known
            for word in (*column.synonyms, column.key)
        }
        object.__setattr__(self, "synonyms", words)

    @property
    def known(self):
        """The columns that a file of this kind may hold."""
        return (*self.columns, *self.added)

    def missing(self, keys, own=False):
        """The headings that a file with these columns lacks.

        :param own: whether a row that names no employer is the sender's
        """
        lacks = [key for key in self.required if key not in keys]
        if self.of_employers and not {*keys} & _PLACES:
            lacks.append("commune")
        if own:
            lacks = [key for key in lacks if key not in ("employer", "commune")]
        return [self.by_key[key].heading for key in lacks]

    @property
    def of_employers(self):
        """Whether each row speaks of an employer, in a commune."""
        return "employer" in self.by_key


SIRET = Column(
    "siret", "SIRET", "14 chiffres, pour reconnaître l'employeur sans erreur.",
    ("n siret", "no siret", "numero siret", "numero de siret", "siret employeur"),
    clean_siret,
)  # fmt: skip
EMPLOYER_WORDS = (
    "nom employeur", "nom de l employeur", "collectivite", "structure",
    "nom de la collectivite", "organisme", "etablissement", "structure d accueil",
    "collectivite d accueil", "employeur d accueil",
)  # fmt: skip
EMPLOYER = Column(
    "employer", "Employeur",
    "Qui signe la convention. Obligatoire, sauf dans la liste d’un seul employeur.",
    EMPLOYER_WORDS, limit=MAX_NAME, one_line=True,
)  # fmt: skip
KIND = Column(
    "kind", "Nature", "Un mot de la liste (commune, CCAS…).",
    ("nature employeur", "nature de l employeur", "type", "type d employeur",
     "type de collectivite", "nature juridique", "categorie"),
    words=KINDS,
)  # fmt: skip
STREET = Column(
    "street", "Adresse", "Numéro et rue.", ("rue", "adresse postale", "voie"),
    one_line=True,
)  # fmt: skip
ZIP = Column(
    "zip", "Code postal", "Obligatoire si la commune manque.",
    ("cp", "code post", "codepostal"), clean_zip,
)  # fmt: skip
COMMUNE = Column(
    "commune", "Commune",
    "Obligatoire si le code postal manque ou couvre plusieurs communes.",
    ("ville", "nom commune", "nom de la commune", "localite"), one_line=True,
)  # fmt: skip
PHONE = Column(
    "phone", "Téléphone", "De l'employeur.",
    ("tel", "telephone employeur", "numero de telephone"), clean_phone, 64,
)  # fmt: skip
EMAIL = Column(
    "email", "Courriel", "De l'employeur.",
    ("mail", "e mail", "email", "courriel employeur", "adresse mail",
     "adresse electronique", "mel"),
    clean_email,
)  # fmt: skip
TUTOR = Column(
    "tutor", "Nom du tuteur", "Prénom et nom.",
    ("tuteur", "nom tuteur", "tuteur tutrice", "nom du tuteur de la tutrice"),
    limit=MAX_NAME, one_line=True,
)  # fmt: skip
TUTOR_FUNCTION = Column(
    "tutor_function", "Fonction du tuteur", "Par exemple : Directrice de l'école.",
    ("fonction tuteur", "qualite du tuteur", "fonction"), limit=MAX_NAME,
)  # fmt: skip
TUTOR_EMAIL = Column(
    "tutor_email", "Courriel du tuteur",
    "L’adresse professionnelle du tuteur ou de la tutrice.",
    ("courriel tuteur", "mail tuteur", "mail du tuteur", "email tuteur",
     "email du tuteur", "e mail du tuteur"),
    clean_email,
)  # fmt: skip
CONDITIONS = Column(
    "conditions", "Conditions de travail", "Séparées par des points-virgules.",
    ("condition de travail", "contraintes", "contraintes du poste", "conditions"),
    clean_list,
)  # fmt: skip


def also(column, *words):
    """The column, known by more words where no other claims them."""
    return replace(column, synonyms=(*column.synonyms, *words))


HOW_TO = (
    "Une cellule vide n'efface rien : elle laisse ce que le centre de gestion sait "
    "déjà.",
    "Avant d'importer, un aperçu dit ligne par ligne ce qui sera créé ou modifié.",
)
